package dev.logbell.log;

import java.nio.charset.StandardCharsets;

/**
 * Tells the lines that go on an event from those that start one: the frames, causes and messages of a stack trace,
 * and indented or empty lines. The collector asks so as not to cut a chunk inside an event, the processor to join its
 * lines. Each answer looks at one line alone, so that both find the same events wherever they start to read.
 *
 * <p>Two lines are one event if the second {@link #isContinuation} and the first is not {@link #isComplete}.
 */
public final class Continuation {
    private static final byte[][] STARTS = ascii(
            // Java
            "Caused by: ",
            "Suppressed: ",
            "Wrapped by: ",
            "... ",
            "at ",
            // Python
            "Traceback (most recent call last)",
            "During handling of the above exception",
            "The above exception was the direct cause",
            // Go
            "goroutine ",
            "created by ",
            "[signal SIG",
            "exit status ",
            // Rust
            "stack backtrace:",
            "note: run with ",
            "note: Some details are omitted",
            // .NET
            "--- End of ",
            // PHP
            "Stack trace:",
            "PHP Stack trace:",
            "thrown in ");
    private static final byte[][] LEVELS = ascii("INFO", "WARN", "TRACE", "DEBUG", "ERROR", "FATAL", "SEVERE");
    private static final byte[][] THROWN = ascii("Exception", "Error", "Interrupt", "Exit", "Warning", "Throwable");

    private Continuation() {}

    /**
     * Whether a line belongs to the event before it.
     *
     * @param bytes holding the line
     * @param from index of its first byte
     * @param to index after its last byte, separator excluded
     */
    public static boolean isContinuation(byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        if (from >= end) {
            return true;
        }
        byte first = bytes[from];
        if (first == '\t' || first == ' ') {
            return !startsLevelOrTime(bytes, from, end);
        }
        if (first == '}' || first == ']' || first == ')') {
            return true;
        }
        if (first == '#') {
            return isNumbered(bytes, from, end);
        }
        for (byte[] start : STARTS) {
            if (first == start[0] && startsWith(bytes, from, end, start)) {
                return true;
            }
        }
        return isLetter(first) && (isThrown(bytes, from, end) || isGoFrame(bytes, from, end));
    }

    /**
     * Whether a line is a whole event by itself that no other line goes on: a JSON object.
     *
     * @param bytes holding the line
     * @param from index of its first byte
     * @param to index after its last byte, separator excluded
     */
    public static boolean isComplete(byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        return end - from >= 2 && bytes[from] == '{' && bytes[end - 1] == '}';
    }

    /** An indented line that starts an event all the same: a right-aligned level ({@code %5p}), or a date and time. */
    private static boolean startsLevelOrTime(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        if (end - at >= 10
                && isDigit(bytes[at])
                && isDigit(bytes[at + 1])
                && isDigit(bytes[at + 2])
                && isDigit(bytes[at + 3])
                && (bytes[at + 4] == '-' || bytes[at + 4] == '/')
                && bytes[at + 7] == bytes[at + 4]) {
            return true;
        }
        if (at - from > 2) {
            return false;
        }
        for (byte[] level : LEVELS) {
            int after = at + level.length;
            if (startsWith(bytes, at, end, level) && after < end && !isWord(bytes[after])) {
                return true;
            }
        }
        return false;
    }

    /** {@code #0 /srv/a.php(3): f()}, a frame of PHP. */
    private static boolean isNumbered(byte[] bytes, int from, int end) {
        int at = from + 1;
        while (at < end && isDigit(bytes[at])) {
            at++;
        }
        return at > from + 1 && at < end && bytes[at] == ' ';
    }

    /**
     * {@code java.io.IOException: disk full} or {@code ZeroDivisionError: division by zero}: the name of a class that
     * can be thrown, alone or before a colon. A bare {@code Error:} or {@code Exception:} starts an event.
     */
    private static boolean isThrown(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && (isWord(bytes[at]) || bytes[at] == '.' || bytes[at] == '$')) {
            at++;
        }
        if (at < end && (bytes[at] != ':' || (at + 1 < end && bytes[at + 1] != ' '))) {
            return false;
        }
        for (byte[] name : THROWN) {
            int start = at - name.length;
            if (start > from
                    && startsWith(bytes, start, at, name)
                    && (isLetter(bytes[start - 1]) || isDot(bytes, start))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDot(byte[] bytes, int after) {
        return bytes[after - 1] == '.' || bytes[after - 1] == '$';
    }

    /** {@code main.(*Server).serve(0xc000010000, 0x1)}: no space before the parenthesis, a dot, nothing after it. */
    private static boolean isGoFrame(byte[] bytes, int from, int end) {
        if (bytes[end - 1] != ')') {
            return false;
        }
        boolean dotted = false;
        for (int at = from; at < end; at++) {
            byte b = bytes[at];
            if (b == '(' && !(at > from && bytes[at - 1] == '.')) {
                return dotted && (at + 1 < end) && isArguments(bytes, at + 1, end);
            }
            if (b == '.') {
                dotted = true;
            } else if (!isWord(b) && b != '/' && b != '-' && b != '*' && b != '(' && b != ')' && b != '[' && b != ']') {
                return false;
            }
        }
        return false;
    }

    private static boolean isArguments(byte[] bytes, int from, int end) {
        byte first = bytes[from];
        return first == ')'
                || first == '{'
                || startsWith(bytes, from, end, new byte[] {'0', 'x'})
                || startsWith(bytes, from, end, new byte[] {'.', '.', '.'});
    }

    private static boolean startsWith(byte[] bytes, int from, int end, byte[] start) {
        if (end - from < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (bytes[from + i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isWord(byte b) {
        return isLetter(b) || isDigit(b);
    }

    private static byte[][] ascii(String... texts) {
        byte[][] all = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            all[i] = texts[i].getBytes(StandardCharsets.US_ASCII);
        }
        return all;
    }
}
