package dev.logbell.collector.source.syslog;

import dev.logbell.collector.source.file.ChunkCutter;
import dev.logbell.collector.source.framing.Messages;
import dev.logbell.log.Continuation;
import dev.logbell.log.Continuation.Before;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Joins the messages of one sender that are lines of one stack trace. Logback's {@code SyslogAppender} sends each line
 * as a message of its own, and so do {@code logger} and rsyslog with what they read line by line:
 *
 * <pre>
 * &lt;11>Nov  5 12:00:01 web-1 shop: it broke
 * &lt;11>Nov  5 12:00:01 web-1 &lt;TAB>java.lang.IllegalStateException: bad
 * &lt;11>Nov  5 12:00:01 web-1 &lt;TAB>at a.b.Shop.buy(Shop.java:3)
 * </pre>
 *
 * <p>The last message is held until it is known not to go on, or for a quiet time. A line goes on the message right
 * before it if both have one priority and come from one program, and it looks so. Indentation by spaces alone tells
 * nothing: sudo begins its messages so.
 */
final class SyslogTraces {
    /** How rsyslog writes a tab. */
    private static final byte[] TAB = "#011".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] PYTHON_FRAME = "  File \"".getBytes(StandardCharsets.US_ASCII);

    private final Duration quietTime;
    private byte[] held = new byte[256];
    private int length;
    private @Nullable SyslogHead head;
    private int lastLine;
    private boolean hasLines;

    /** Of one sender; the quiet time is that of a message of one line. */
    SyslogTraces(Duration quietTime) {
        this.quietTime = quietTime;
    }

    /** Takes a whole message, and hands on those that are known to be whole with all their lines. */
    void take(byte[] bytes, int from, int to, Messages messages) {
        int end = Messages.strippedEnd(bytes, from, to);
        SyslogHead next = SyslogHead.of(bytes, from, end);
        if (next == null) {
            release(messages);
            if (end > from && bytes[from] == '<') {
                messages.message(bytes, from, end);
            } else {
                messages.line(bytes, from, end);
            }
        } else if (!goesOn(bytes, next, end, messages.maxEventBytes())) {
            release(messages);
            append(bytes, from, end);
            head = SyslogHead.of(held, 0, length);
            lastLine = next.text() - from;
        }
    }

    private boolean goesOn(byte[] bytes, SyslogHead next, int end, int most) {
        SyslogHead first = head;
        if (first == null || next.text() >= end || length + 1 + end - next.text() > most) {
            return false;
        }
        if (!next.hasTag()) {
            return bytes[next.text()] == '\t'
                    && next.isOfSameHost(bytes, first, held)
                    && join(withoutLogbacksTab(bytes, next.text(), end));
        }
        if (!next.isOfSameProgram(bytes, first, held)) {
            return false;
        }
        byte[] line = bytes;
        int from = next.text();
        int to = end;
        if (startsWith(TAB, bytes, from, to)) {
            line = Arrays.copyOfRange(bytes, from + TAB.length - 1, to);
            line[0] = '\t';
            from = 0;
            to = line.length;
        }
        Before before = Continuation.before(held, lastLine, length);
        boolean isTrace = line[from] != ' ' || mayFollow(before, line, from, to);
        return isTrace
                && Continuation.isContinuation(before, line, from, to)
                && join(Arrays.copyOfRange(line, from, to));
    }

    /** Whether a line that is indented by spaces is one of a trace, by what it is itself or follows. */
    private boolean mayFollow(Before before, byte[] line, int from, int to) {
        return switch (Continuation.before(line, from, to)) {
            case FRAME, OPEN -> true;
            case INDENTED, WHOLE, THROWN, HEAD, OTHER ->
                startsWith(PYTHON_FRAME, line, from, to)
                        || before == Before.THROWN
                        || (hasLines && before != Before.OTHER);
        };
    }

    /** Logback puts a tab before every line of a trace, also before those that have none. */
    private static byte[] withoutLogbacksTab(byte[] bytes, int from, int to) {
        boolean isFrame =
                Continuation.before(bytes, from, to) == Before.FRAME || (from + 1 < to && bytes[from + 1] == '.');
        return Arrays.copyOfRange(bytes, isFrame ? from : from + 1, to);
    }

    private static boolean startsWith(byte[] start, byte[] bytes, int from, int to) {
        return to - from > start.length && Arrays.equals(bytes, from, from + start.length, start, 0, start.length);
    }

    private boolean join(byte[] line) {
        hasLines = true;
        append(new byte[] {'\n'}, 0, 1);
        lastLine = length;
        append(line, 0, line.length);
        return true;
    }

    private void append(byte[] bytes, int from, int to) {
        if (length + to - from > held.length) {
            held = Arrays.copyOf(held, Math.max(length + to - from, 2 * held.length));
        }
        System.arraycopy(bytes, from, held, length, to - from);
        length += to - from;
    }

    /** Hands on what is held. */
    void release(Messages messages) {
        if (length > 0) {
            messages.message(held, 0, length);
            length = 0;
            head = null;
            hasLines = false;
            if (held.length > 65_536) {
                held = new byte[256];
            }
        }
    }

    /** Bytes that are held. */
    int held() {
        return length;
    }

    /** How long what is held may wait for more. */
    Duration hold() {
        return hasLines ? quietTime.multipliedBy(ChunkCutter.PATIENCE_WITH_LINES) : quietTime;
    }
}
