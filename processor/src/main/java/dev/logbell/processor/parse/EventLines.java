package dev.logbell.processor.parse;

import dev.logbell.log.Continuation;
import dev.logbell.log.Continuation.Before;
import dev.logbell.log.Joining;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks over newline-separated bytes event by event: {@link #nextEvent()} goes to the next line that is not blank, and
 * {@link #takeContinuations} adds the lines that go on it.
 */
final class EventLines {
    /** An event has no more lines than that; what goes on it is another one. */
    static final int MOST_LINES = 10_000;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long NEWLINES = '\n' * ONES;

    private final TextRun run;
    private final byte[] bytes;
    private final int length;
    private final Joining joining;
    private int next;
    private int from;
    private int to;
    private int blankBytes;
    private int count;
    private boolean isFull;

    EventLines(TextRun run, Joining joining) {
        this.run = run;
        this.bytes = run.bytes();
        this.length = run.length();
        this.joining = joining;
    }

    /** Index of the first byte of the event. */
    int from() {
        return from;
    }

    /** Index after the last byte of the event, its separator excluded. */
    int to() {
        return to;
    }

    /** How many bytes of the chunk the blank lines passed so far have, separators included. */
    int blankBytes() {
        return blankBytes;
    }

    /** Whether nothing but blank lines comes before this event: nothing that is kept, and nothing that was left out. */
    boolean isFirst() {
        return count == 1 && !run.hasSkipped(from);
    }

    /** Whether nothing but blank lines comes after this event. */
    boolean isLast() {
        for (int i = next; i < length; i++) {
            if (!isBlank(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    boolean nextEvent() {
        while (next < length) {
            from = next;
            int newline = newline(next);
            next = Math.min(newline + 1, length);
            to = textEnd(from, newline);
            if (to > from && !isBlank(from, to)) {
                count++;
                return true;
            }
            blankBytes += run.chunkBytes(from, next);
        }
        return false;
    }

    /** Whether the event's first line looks like one that goes on another, and does not name an exception itself. */
    boolean isContinuation() {
        return joining.goesOn(Before.OTHER, bytes, from, to)
                && !Continuation.isThrown(bytes, from, to)
                && !Continuation.isTraceback(bytes, from, to);
    }

    /** Whether the event before had as many lines as an event may have. */
    boolean isRestOfFull() {
        return isFull;
    }

    /** What the event's first line says, as far as it matters for the lines after it. */
    enum Head {
        /** Its severity is known and lower than a warning: a Python traceback is rather that of a program which died. */
        NO_ERROR,
        /** It states neither time nor severity: an exception that is printed after it has nothing to do with it. */
        BARE,
        /** Anything else. */
        OTHER
    }

    /** Adds the lines that follow and go on this event, with blank lines between them; tells if there were any. */
    boolean takeContinuations(Head head) {
        boolean isTaken = false;
        isFull = false;
        Before before = joining.before(bytes, from, to);
        boolean isInTraceback = Continuation.isTraceback(bytes, from, to);
        int lines = 1;
        int line = next;
        while (line < length) {
            int newline = newline(line);
            int end = textEnd(line, newline);
            if (run.isAfterSkip(line)) {
                return isTaken;
            }
            if (!isBlank(line, end)) {
                Before seen = before == Before.INDENTED && !isInTraceback ? Before.OTHER : before;
                if (!joining.goesOn(seen, bytes, line, end) || isApart(head, isTaken, line, end)) {
                    return isTaken;
                }
                isFull = ++lines > MOST_LINES;
                if (isFull) {
                    return isTaken;
                }
                before = joining.before(bytes, line, end);
                isInTraceback = Continuation.isTraceback(bytes, line, end)
                        || (isInTraceback && (bytes[line] == ' ' || bytes[line] == '\t'));
                to = end;
                next = Math.min(newline + 1, length);
                isTaken = true;
            }
            line = newline + 1;
        }
        return isTaken;
    }

    private boolean isApart(Head head, boolean isTaken, int line, int end) {
        if (!joining.equals(Joining.BY_LOOK)) {
            return false;
        }
        return switch (head) {
            case NO_ERROR -> Continuation.isTraceback(bytes, line, end);
            case BARE ->
                !isTaken
                        && bytes[to - 1] != ':'
                        && (Continuation.isTraceback(bytes, line, end) || Continuation.isThrown(bytes, line, end));
            case OTHER -> false;
        };
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isBlank(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /** Index of the next newline, or of the end; looks at eight bytes at once. */
    private int newline(int from) {
        int at = from;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            long eight = (long) EIGHT.get(bytes, at) ^ NEWLINES;
            long found = (eight - ONES) & ~eight & HIGH;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < length && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private int textEnd(int from, int newline) {
        return newline > from && bytes[newline - 1] == '\r' ? newline - 1 : newline;
    }
}
