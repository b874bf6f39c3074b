package dev.logbell.processor.parse;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The columns that W3C logs were said to have before, for a source that is read on in its middle, by another process
 * than the one that saw its head. Thread-safe.
 */
final class W3cHeaders {
    private static final int MOST = 100;

    /** A longer line may have been cut. */
    private static final int LONGEST = 499;

    private final List<List<String>> known = new CopyOnWriteArrayList<>();

    /** Learns the columns of a line, if it names any. */
    void learn(String line) {
        if (line.startsWith(W3cLog.FIELDS) && line.length() <= LONGEST && known.size() < MOST) {
            List<String> columns = List.copyOf(W3cLog.columns(line.substring(W3cLog.FIELDS.length())));
            if (!known.contains(columns)) {
                known.add(columns);
            }
        }
    }

    /** The columns that values can be of; none if those of several headers, or of none. */
    List<String> of(List<String> values) {
        List<String> found = List.of();
        for (List<String> columns : known) {
            if (areOf(columns, values)) {
                if (!found.isEmpty()) {
                    return List.of();
                }
                found = columns;
            }
        }
        return found;
    }

    /** Whether addresses and numbers stand where they should, two at least: a line of mere words has none. */
    private static boolean areOf(List<String> columns, List<String> values) {
        if (columns.size() != values.size()) {
            return false;
        }
        int right = 0;
        for (int i = 0; i < columns.size(); i++) {
            String value = values.get(i);
            Kind kind = kind(columns.get(i));
            if (kind != Kind.TEXT && !value.equals("-")) {
                if (!kind.holds(value)) {
                    return false;
                }
                right++;
            }
        }
        return right >= 2;
    }

    private static Kind kind(String column) {
        return switch (column) {
            case "c-ip", "s-ip" -> Kind.ADDRESS;
            case "sc-status", "sc-substatus", "s-port", "c-port", "sc-bytes", "cs-bytes", "time-taken" -> Kind.NUMBER;
            default -> Kind.TEXT;
        };
    }

    /** What the values of a column look like. */
    private enum Kind {
        ADDRESS,
        NUMBER,
        TEXT;

        boolean holds(String value) {
            return switch (this) {
                case ADDRESS -> value.indexOf('.') > 0 || value.indexOf(':') >= 0;
                case NUMBER -> Digits.areAll(value);
                case TEXT -> true;
            };
        }
    }
}
