package dev.logbell.processor.parse;

/** Finds the ids of traces and spans that W3C Trace Context, B3, X-Ray and loggers write. */
final class TraceIds {
    private static final String ZEROS = "0000000000000000";

    private TraceIds() {}

    /** Takes an id of any of these forms; tells if it was one. */
    static boolean put(String name, String value, ParsedLine into) {
        return switch (name) {
            case "traceparent", "http.request.header.traceparent" -> parent(value, into);
            case "b3" -> b3(value, into);
            case "spanId", "X-B3-SpanId", "x-b3-spanid", "logging.googleapis.com/spanId" -> into.spanId(value);
            default -> trace(value, into);
        };
    }

    private static boolean trace(String value, ParsedLine into) {
        if (value.startsWith("Root=1-") || value.startsWith("1-")) {
            int from = value.indexOf("1-") + 2;
            return value.length() >= from + 33
                    && value.charAt(from + 8) == '-'
                    && into.traceId(value.substring(from, from + 8) + value.substring(from + 9, from + 33));
        }
        int slash = value.lastIndexOf('/');
        String id = slash < 0 ? value : value.substring(slash + 1);
        return into.traceId(id.length() == 16 ? ZEROS + id : id);
    }

    /** {@code 00-<trace>-<span>-01}. (W3C Trace Context, section 3.2.2.) */
    private static boolean parent(String value, ParsedLine into) {
        return value.length() >= 55
                && value.charAt(2) == '-'
                && value.charAt(35) == '-'
                && value.charAt(52) == '-'
                && into.traceId(value.substring(3, 35))
                && into.spanId(value.substring(36, 52));
    }

    /** {@code <trace>-<span>-1}, the trace of 16 or 32 digits. */
    private static boolean b3(String value, ParsedLine into) {
        int dash = value.indexOf('-');
        if (dash < 0 || value.length() < dash + 17) {
            return false;
        }
        return trace(value.substring(0, dash), into) && into.spanId(value.substring(dash + 1, dash + 17));
    }

    /** Looks for {@code trace_id=...}, {@code "traceId": "..."} and {@code traceparent=...} in a text. */
    static void find(String text, ParsedLine into) {
        int at = text.indexOf("race");
        while (at >= 0) {
            int before = at - 1;
            if (before >= 0 && (text.charAt(before) | 0x20) == 't') {
                int name = at + 4;
                if (startsFolded(text, name, "parent")) {
                    int from = value(text, name + 6);
                    if (from > 0 && parent(text.substring(from, Math.min(text.length(), from + 55)), into)) {
                        return;
                    }
                }
                int from = idValue(text, name);
                if (from > 0 && trace(hex(text, from), into)) {
                    findSpan(text, into);
                    return;
                }
            }
            at = text.indexOf("race", at + 4);
        }
    }

    private static void findSpan(String text, ParsedLine into) {
        for (int at = text.indexOf("pan"); at > 0; at = text.indexOf("pan", at + 3)) {
            if ((text.charAt(at - 1) | 0x20) == 's') {
                int from = idValue(text, at + 3);
                if (from > 0 && into.spanId(hex(text, from))) {
                    return;
                }
            }
        }
    }

    /** Index of the value after {@code _id=}, {@code Id: }, {@code .id":"} or {@code =}; -1 if there is none. */
    private static int idValue(String text, int from) {
        int at = from;
        if (at < text.length() && "_.- ".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return startsFolded(text, at, "id") ? value(text, at + 2) : value(text, from);
    }

    private static int value(String text, int from) {
        int at = from;
        boolean isAssigned = false;
        while (at < text.length() && at - from < 5 && "=:\" []".indexOf(text.charAt(at)) >= 0) {
            isAssigned |= text.charAt(at) == '=' || text.charAt(at) == ':';
            at++;
        }
        return isAssigned ? at : -1;
    }

    private static String hex(String text, int from) {
        int at = from;
        while (at < text.length() && at - from <= 32 && Character.digit(text.charAt(at), 16) >= 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean startsFolded(String text, int from, String word) {
        return text.regionMatches(true, from, word, 0, word.length());
    }
}
