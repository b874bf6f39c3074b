package dev.logbell.processor.parse;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the names of severities into numbers.
 * (OpenTelemetry Logs Data Model, Appendix B; {@code critical} is .NET's and Python's highest, {@code crit} syslog's.)
 */
final class SeverityWords {
    /** The longest of the names. */
    static final int LONGEST = 13;

    /** What small letters of ASCII have and capitals have not; digits have it. */
    private static final int CASE = 0x20;

    private static final Map<String, Integer> NUMBERS = new HashMap<>();
    private static final @Nullable String[] TABLE;

    static {
        name(1, "trace", "finest", "trc");
        name(5, "debug", "finer", "verbose", "dbg");
        name(6, "fine");
        name(7, "config");
        name(9, "info", "information", "informational", "inf");
        name(10, "notice");
        name(13, "warning", "warn", "wrn");
        name(17, "error", "err", "severe");
        name(18, "crit", "dpanic");
        name(19, "alert");
        name(21, "fatal", "critical", "emergency", "emerg", "panic", "ftl");
        String[] ranges = {"trace", "debug", "info", "warn", "error", "fatal"};
        for (int range = 0; range < ranges.length; range++) {
            for (int fine = 2; fine <= 4; fine++) {
                name(range * 4 + fine, ranges[range] + fine);
            }
        }
        TABLE = table(256);
    }

    private SeverityWords() {}

    private static void name(int number, String... words) {
        for (String word : words) {
            NUMBERS.put(word, number);
        }
    }

    /** The names by their hashes, of a size in which each has a place of its own. */
    private static @Nullable String[] table(int size) {
        @Nullable String[] table = new String[size];
        for (String word : NUMBERS.keySet()) {
            int slot = hash(word, 0, word.length()) & (size - 1);
            if (table[slot] != null) {
                return table(2 * size);
            }
            table[slot] = word;
        }
        return table;
    }

    private static int hash(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + (text.charAt(i) | CASE);
        }
        return hash ^ hash >>> 9;
    }

    /** The severity number of a name in any case, 0 if it is none. */
    static int number(String word) {
        return number(word, 0, word.length());
    }

    /** The severity number of a name in any case, at a region; 0 if it is none. */
    static int number(String text, int from, int to) {
        if (to - from > LONGEST || to - from < 3) {
            return 0;
        }
        String word = TABLE[hash(text, from, to) & (TABLE.length - 1)];
        if (word == null || word.length() != to - from) {
            return 0;
        }
        for (int i = from; i < to; i++) {
            if ((text.charAt(i) | CASE) != word.charAt(i - from)) {
                return 0;
            }
        }
        return NUMBERS.getOrDefault(word, 0);
    }

    /** The severity number of syslog's severities 0 (emergency) to 7 (debug). (RFC 5424 section 6.2.1.) */
    static int ofSyslog(int severity) {
        return switch (severity) {
            case 0 -> 21;
            case 1 -> 19;
            case 2 -> 18;
            case 3 -> 17;
            case 4 -> 13;
            case 5 -> 10;
            case 6 -> 9;
            default -> 5;
        };
    }
}
