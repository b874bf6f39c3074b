package dev.logbell.processor.parse;

import dev.logbell.log.Continuation;
import dev.logbell.log.Skips;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over newline-separated bytes event by event: {@link #nextEvent()} goes to the next line that is not blank, and
 * {@link #takeContinuations} adds the lines that go on it.
 */
final class EventLines {
    private static final byte[] TRACEBACK = "Traceback (most recent call last)".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final Skips skips;
    private int next;
    private int from;
    private int to;
    private int blankBytes;

    EventLines(byte[] bytes) {
        this(bytes, Skips.NONE);
    }

    /** Lines of which whole events were left out: what comes after a skip never goes on what was before it. */
    EventLines(byte[] bytes, Skips skips) {
        this.bytes = bytes;
        this.skips = skips;
    }

    /** Index of the first byte of the event. */
    int from() {
        return from;
    }

    /** Index after the last byte of the event, its separator excluded. */
    int to() {
        return to;
    }

    /** How many bytes the blank lines passed so far have, separators included. */
    int blankBytes() {
        return blankBytes;
    }

    /** Whether nothing but blank lines comes before this event: nothing that is kept, and nothing that was left out. */
    boolean isFirst() {
        return from == blankBytes && skips.before(from) == 0;
    }

    /** Whether nothing but blank lines comes after this event. */
    boolean isLast() {
        for (int i = next; i < bytes.length; i++) {
            if (!isBlank(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    boolean nextEvent() {
        while (next < bytes.length) {
            from = next;
            int newline = newline(next);
            next = Math.min(newline + 1, bytes.length);
            to = textEnd(from, newline);
            if (to > from && !isBlank(from, to)) {
                return true;
            }
            blankBytes += next - from;
        }
        return false;
    }

    /** Whether the event's first line looks like one that goes on another. */
    boolean isContinuation() {
        return Continuation.isContinuation(bytes, from, to);
    }

    /**
     * Adds the lines that follow and go on this event, with blank lines between them; tells if there were any.
     *
     * @param isNoError whether a traceback that follows is rather an event of its own: that of a program which died
     */
    boolean takeContinuations(boolean isNoError) {
        boolean isTaken = false;
        int line = next;
        while (line < bytes.length) {
            int newline = newline(line);
            int end = textEnd(line, newline);
            if (!skips.isEmpty() && skips.isAt(line)) {
                return isTaken;
            }
            if (!isBlank(line, end)) {
                if (!Continuation.isContinuation(bytes, line, end) || (isNoError && isTraceback(line, end))) {
                    return isTaken;
                }
                to = end;
                next = Math.min(newline + 1, bytes.length);
                isTaken = true;
            }
            line = newline + 1;
        }
        return isTaken;
    }

    private boolean isTraceback(int line, int end) {
        return end - line >= TRACEBACK.length
                && Arrays.equals(bytes, line, line + TRACEBACK.length, TRACEBACK, 0, TRACEBACK.length);
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

    /** Index of the next newline, or of the end. */
    private int newline(int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private int textEnd(int from, int newline) {
        return newline > from && bytes[newline - 1] == '\r' ? newline - 1 : newline;
    }
}
