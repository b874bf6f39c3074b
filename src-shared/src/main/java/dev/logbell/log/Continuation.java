package dev.logbell.log;

/**
 * Tells the lines that go on an event from those that start one: the frames, causes and messages of a stack trace,
 * and indented or empty lines. The collector asks so as not to cut a chunk inside an event, the processor to join its
 * lines. Each answer looks at one line and the one before it alone, so that both find the same events wherever they
 * start to read.
 */
public final class Continuation {
    private static final byte[][] LEVELS = Ascii.ascii("INFO", "WARN", "TRACE", "DEBUG", "ERROR", "FATAL", "SEVERE");

    private Continuation() {}

    /** What a line that is not blank says about the next one. */
    public enum Before {
        /** It is a whole event that nothing goes on: a JSON object. */
        WHOLE,
        /** It is a frame, after which the name of an exception begins another trace. */
        FRAME,
        /** It names an exception, after which another name or a Python traceback begins another trace. */
        THROWN,
        /** What it announces stands on the next line, whatever that looks like. */
        OPEN,
        /** It is the head of an event alone: what its severity is and what it says stands on the next line. */
        HEAD,
        /** It may be of a Python traceback, which the name of a class ends. */
        INDENTED,
        /** Nothing. */
        OTHER
    }

    /**
     * What a line says about the next one.
     *
     * @param bytes holding the line
     * @param from index of its first byte
     * @param to index after its last byte, separator excluded
     */
    public static Before before(byte[] bytes, int from, int to) {
        int end = textEnd(bytes, from, to);
        if (from >= end) {
            return Before.OTHER;
        }
        if (isComplete(bytes, from, end)) {
            return Before.WHOLE;
        }
        byte first = bytes[from];
        if ((first == 't' && TraceLine.isRustPanic(bytes, from, end)) || OpenLine.isOpen(bytes, from, end)) {
            return Before.OPEN;
        }
        if (first == ' ' || first == '\t') {
            if (TraceLine.isCaret(bytes, from, end)) {
                return Before.OPEN;
            }
            if (TraceLine.isFrame(bytes, from, end)) {
                return Before.FRAME;
            }
            return TraceLine.isPythonFrame(bytes, from, end) ? Before.INDENTED : Before.OTHER;
        }
        if (OpenLine.isHead(bytes, from, end)) {
            return Before.HEAD;
        }
        if (isThrown(bytes, from, end) || TraceLine.isUncaught(bytes, from, end)) {
            return Before.THROWN;
        }
        return TraceLine.isFrame(bytes, from, end) ? Before.FRAME : Before.OTHER;
    }

    /**
     * Whether a line belongs to the event before it.
     *
     * @param before what the last line before it says that is not blank
     */
    public static boolean isContinuation(Before before, byte[] bytes, int from, int to) {
        int end = textEnd(bytes, from, to);
        return switch (before) {
            case WHOLE -> false;
            case FRAME -> isContinuation(bytes, from, end) && !isThrown(bytes, from, end);
            case THROWN ->
                isContinuation(bytes, from, end) && !isThrown(bytes, from, end) && !isTraceback(bytes, from, end);
            case OPEN -> from >= end || !(startsLevelOrTime(bytes, from, end) || OpenLine.isStart(bytes, from, end));
            case HEAD -> true;
            case INDENTED -> isContinuation(bytes, from, end) || TraceLine.isName(bytes, from, end);
            case OTHER -> isContinuation(bytes, from, end);
        };
    }

    /** Whether a line belongs to an event before it of which nothing is known. */
    public static boolean isContinuation(byte[] bytes, int from, int to) {
        int end = textEnd(bytes, from, to);
        if (from >= end) {
            return true;
        }
        return switch (bytes[from]) {
            case '\t', ' ' -> !startsLevelOrTime(bytes, from, end);
            case '}', ']', ')' -> true;
            default -> TraceLine.isPart(bytes, from, end);
        };
    }

    /** Whether a line is a whole event by itself that no other line goes on: a JSON object. */
    public static boolean isComplete(byte[] bytes, int from, int to) {
        int end = textEnd(bytes, from, to);
        return end - from >= 2 && bytes[from] == '{' && bytes[end - 1] == '}';
    }

    /** Whether a line begins with the name of an exception, as the head of a trace does. */
    public static boolean isThrown(byte[] bytes, int from, int to) {
        return from < to && Ascii.isLetter(bytes[from]) && TraceLine.isThrown(bytes, from, to);
    }

    /** Whether a line begins a Python traceback. */
    public static boolean isTraceback(byte[] bytes, int from, int to) {
        return TraceLine.isTraceback(bytes, from, to);
    }

    /** A line that starts an event although it is indented: a right-aligned level ({@code %5p}), or a date. */
    private static boolean startsLevelOrTime(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        if (end - at >= 10
                && Ascii.isDigit(bytes[at])
                && Ascii.isDigit(bytes[at + 1])
                && Ascii.isDigit(bytes[at + 2])
                && Ascii.isDigit(bytes[at + 3])
                && (bytes[at + 4] == '-' || bytes[at + 4] == '/')
                && bytes[at + 7] == bytes[at + 4]) {
            return true;
        }
        if (at - from > 2) {
            return false;
        }
        for (byte[] level : LEVELS) {
            int after = at + level.length;
            if (Ascii.startsWith(bytes, at, end, level) && after < end && !Ascii.isWord(bytes[after])) {
                return true;
            }
        }
        return false;
    }

    private static int textEnd(byte[] bytes, int from, int to) {
        return to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    }
}
