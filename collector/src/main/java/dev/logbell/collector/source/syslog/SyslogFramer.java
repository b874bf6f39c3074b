package dev.logbell.collector.source.syslog;

import dev.logbell.collector.source.file.ChunkCutter;
import dev.logbell.collector.source.framing.Framer;
import dev.logbell.collector.source.framing.Messages;
import dev.logbell.collector.source.framing.Unread;
import java.time.Duration;
import java.util.Optional;

/**
 * Syslog over a stream: octet counting ({@code 11 <34>it broke}) and messages that end with a line end, told apart for
 * each message. (RFC 6587 section 3.4.) A message begins with {@code <}, so one that begins with a number, a space and a
 * {@code <} is counted.
 */
public final class SyslogFramer implements Framer {
    private static final int MOST_DIGITS = 9;
    private static final int UNKNOWN = -1;
    private static final int NOT_COUNTED = 0;

    private final Unread unread = new Unread();
    private final SyslogTraces traces;
    /** Bytes of the message at hand that are to come, if it is counted. */
    private int counted = UNKNOWN;

    private int scanned;
    private boolean isInside;

    /**
     * A framer of one connection.
     *
     * @param quietTime for which a message is held that a stack trace may follow
     */
    public SyslogFramer(Duration quietTime) {
        this.traces = new SyslogTraces(quietTime);
    }

    @Override
    public void read(byte[] bytes, Messages to) {
        unread.add(bytes);
        boolean goesOn = true;
        while (goesOn && !unread.isEmpty()) {
            if (counted == UNKNOWN) {
                skipEnds();
                counted = count();
            }
            goesOn = switch (counted) {
                case UNKNOWN -> false;
                case NOT_COUNTED -> readLine(to);
                default -> readCounted(to);
            };
        }
    }

    /** Some senders put line ends or NULs after a message that is counted. */
    private void skipEnds() {
        int at = unread.from();
        while (at < unread.to() && isEnd(unread.bytes()[at])) {
            at++;
        }
        unread.takeUpTo(at);
    }

    private static boolean isEnd(byte b) {
        return b == '\n' || b == '\r' || b == 0;
    }

    /** Takes the count before a message, if there is one; UNKNOWN as long as too little is there to tell. */
    private int count() {
        int count = 0;
        int at = unread.from();
        while (at < unread.to() && at - unread.from() <= MOST_DIGITS && isDigit(unread.bytes()[at])) {
            count = count * 10 + (unread.bytes()[at] - '0');
            at++;
        }
        int digits = at - unread.from();
        if (digits > MOST_DIGITS || (digits > 0 && unread.bytes()[unread.from()] == '0')) {
            return NOT_COUNTED;
        }
        if (at == unread.to()) {
            return UNKNOWN;
        }
        if (digits == 0 || unread.bytes()[at] != ' ') {
            return NOT_COUNTED;
        }
        if (at + 1 == unread.to()) {
            return UNKNOWN;
        }
        if (unread.bytes()[at + 1] != '<') {
            return NOT_COUNTED;
        }
        unread.takeUpTo(at + 1);
        return count;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private boolean readCounted(Messages to) {
        int at = unread.from();
        if (counted <= to.maxEventBytes() && unread.length() >= counted) {
            if (isInside) {
                to.piece(unread.bytes(), at, at + counted, false, false);
            } else {
                traces.take(unread.bytes(), at, at + counted, to);
            }
            unread.takeUpTo(at + counted);
            begin();
            return true;
        }
        if (counted > to.maxEventBytes() && unread.length() > to.maxEventBytes()) {
            counted -= cut(to);
            return true;
        }
        return false;
    }

    private boolean readLine(Messages to) {
        int at = unread.from();
        int end = Messages.indexOf((byte) '\n', unread.bytes(), at + scanned, unread.to());
        if (end >= 0 && end - at <= to.maxEventBytes()) {
            if (isInside) {
                to.piece(unread.bytes(), at, end, false, false);
            } else {
                traces.take(unread.bytes(), at, end, to);
            }
            unread.takeUpTo(end + 1);
            begin();
            return true;
        }
        if (unread.length() > to.maxEventBytes()) {
            cut(to);
            scanned = 0;
            return true;
        }
        scanned = unread.length();
        return false;
    }

    private int cut(Messages to) {
        int at = unread.from();
        int end = ChunkCutter.wholeCharacters(unread.bytes(), at, at + to.maxEventBytes());
        traces.release(to);
        to.piece(unread.bytes(), at, end, !isInside, true);
        isInside = true;
        unread.takeUpTo(end);
        return end - at;
    }

    private void begin() {
        counted = UNKNOWN;
        scanned = 0;
        isInside = false;
    }

    @Override
    public int held() {
        return unread.length() + traces.held();
    }

    @Override
    public Optional<Duration> hold() {
        return traces.held() == 0 ? Optional.empty() : Optional.of(traces.hold());
    }

    @Override
    public void quiet(Messages to) {
        traces.release(to);
    }

    /** Keeps what has arrived of a message that was cut off, and says so if its count tells that there was more. */
    @Override
    public void end(Messages to) {
        traces.release(to);
        if (counted > 0 || isInside) {
            to.piece(unread.bytes(), unread.from(), unread.to(), !isInside, counted > 0);
        } else {
            to.line(unread.bytes(), unread.from(), unread.to());
        }
        unread.takeUpTo(unread.to());
        begin();
    }
}
