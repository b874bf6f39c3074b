package dev.logbell.collector.source.file;

import dev.logbell.log.Continuation.Before;
import dev.logbell.log.Joining;

/**
 * Finds where a chunk may end: after a line that the next one does not go on. Looks from the end backwards, so that the
 * lines before the last are never looked at.
 */
public final class ChunkCutter {
    /** A line's first bytes that are enough to tell whether it goes on an event. */
    private static final int TELLING = 16;

    /** An event that has begun to go on, and has several lines, is held for so many times as long as one of one line. */
    public static final int PATIENCE_WITH_LINES = 4;

    private ChunkCutter() {}

    /** What is known about the bytes after those that were read. */
    public enum Ending {
        /** There are more in the file. */
        MORE,
        /** None yet. */
        OPEN,
        /** None for the quiet time: the last whole line is the end of its event. */
        QUIET,
        /** None for long: even a line without its end is taken for whole. */
        OVER
    }

    /**
     * The last end of an event.
     *
     * @param bytes of which {@code [from, to)} are looked at; an event starts at {@code from}
     * @return its index, {@code from} if no event surely ends
     */
    public static int lastEnd(Joining joining, byte[] bytes, int from, int to, Ending ending) {
        return lastEnd(joining, bytes, from, from, to, ending);
    }

    /**
     * The last end of an event, when a part is known already.
     *
     * @param known index before which no line begins that starts an event, but the first
     */
    public static int lastEnd(Joining joining, byte[] bytes, int from, int known, int to, Ending ending) {
        if (ending == Ending.OVER) {
            return to;
        }
        int end = lineStart(bytes, from, to);
        if (end == from) {
            return from;
        }
        boolean quiet = ending == Ending.QUIET;
        if (end == to && quiet) {
            return end;
        }
        if (end < to && quiet && to - end >= TELLING && isEventStart(joining, bytes, from, end, to)) {
            return end;
        }
        int start = lineStart(bytes, from, end - 1);
        if (joining.before(bytes, start, end - 1) == Before.WHOLE) {
            return end;
        }
        while (start > from && start >= known) {
            if (isEventStart(joining, bytes, from, start, end - 1)) {
                return start;
            }
            end = start;
            start = lineStart(bytes, from, start - 1);
        }
        return from;
    }

    /**
     * The first end of an event.
     *
     * @return its index, {@code from} if no event surely ends
     */
    public static int firstEnd(Joining joining, byte[] bytes, int from, int to) {
        Before before = Before.OTHER;
        int line = from;
        int start = lineEnd(bytes, from, to);
        while (start > 0) {
            if (!isBlank(bytes, line, start - 1)) {
                before = joining.before(bytes, line, start - 1);
            }
            int end = lineEnd(bytes, start, to);
            if (before == Before.WHOLE || (end > 0 && !joining.goesOn(before, bytes, start, end - 1))) {
                return start;
            }
            line = start;
            start = end;
        }
        return from;
    }

    /** The last index up to {@code to} at which no character of UTF-8 is cut. */
    public static int wholeCharacters(byte[] bytes, int from, int to) {
        int lead = to - 1;
        while (lead > from && to - lead < 4 && (bytes[lead] & 0xC0) == 0x80) {
            lead--;
        }
        return lead > from && lengthOf(bytes[lead]) > to - lead ? lead : to;
    }

    /** How many bytes the character has that starts with this one; 1 if none does. */
    private static int lengthOf(byte lead) {
        if ((lead & 0xE0) == 0xC0) {
            return 2;
        }
        if ((lead & 0xF0) == 0xE0) {
            return 3;
        }
        return (lead & 0xF8) == 0xF0 ? 4 : 1;
    }

    /** Whether the line {@code [start, end)} does not go on the last line before it that is not blank. */
    private static boolean isEventStart(Joining joining, byte[] bytes, int from, int start, int end) {
        int lineEnd = start - 1;
        int line = lineStart(bytes, from, lineEnd);
        boolean isBlank = isBlank(bytes, start, end);
        while (!isBlank && line > from && isBlank(bytes, line, lineEnd)) {
            lineEnd = line - 1;
            line = lineStart(bytes, from, lineEnd);
        }
        Before before = isBlank(bytes, line, lineEnd) ? Before.OTHER : joining.before(bytes, line, lineEnd);
        return !joining.goesOn(before, bytes, start, end);
    }

    /** Whether a line holds blanks alone. */
    static boolean isBlank(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] != ' ' && bytes[at] != '\t' && bytes[at] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** The index after the last line end in {@code [from, to)}, {@code from} if there is none. */
    private static int lineStart(byte[] bytes, int from, int to) {
        int at = to;
        while (at > from && bytes[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    /** The index after the first line end in {@code [from, to)}, -1 if there is none. */
    private static int lineEnd(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
        }
        return -1;
    }
}
