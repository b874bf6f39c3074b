package dev.logbell.collector.source.framing;

import dev.logbell.collector.source.file.ChunkCutter;
import dev.logbell.collector.source.file.ChunkCutter.Ending;
import dev.logbell.log.Joining;
import java.time.Duration;
import java.util.Optional;

/**
 * Lines of text, cut where an event ends as those of files are: the last event is held for a moment, since a stack trace
 * may go on. A line without its end is waited for as long as the stream lasts.
 */
public final class LineFramer implements Framer {
    private final Duration quietTime;
    private final Duration partialLineTime;
    private final Unread unread = new Unread();
    private boolean isInside;
    private boolean wasQuiet;

    /**
     * A framer of lines.
     *
     * @param quietTime for which the last event is held
     * @param partialLineTime for which it is held when the beginning of a next line is there, too short to tell
     */
    public LineFramer(Duration quietTime, Duration partialLineTime) {
        this.quietTime = quietTime;
        this.partialLineTime = partialLineTime;
    }

    @Override
    public void read(byte[] bytes, Messages to) {
        unread.add(bytes);
        wasQuiet = false;
        if (isInside && !leaveLongLine(to)) {
            return;
        }
        while (unread.length() > to.maxEventBytes()) {
            int at = unread.from();
            int most = at + to.maxEventBytes();
            int end = ChunkCutter.lastEnd(Joining.BY_LOOK, unread.bytes(), at, most + 1, Ending.MORE);
            if (end == at) {
                end = afterLastLine(at, most + 1);
            }
            if (end > at) {
                take(end, to);
            } else {
                cut(most, true, to);
                isInside = true;
                if (!leaveLongLine(to)) {
                    return;
                }
            }
        }
        take(ChunkCutter.lastEnd(Joining.BY_LOOK, unread.bytes(), unread.from(), unread.to(), Ending.OPEN), to);
    }

    /** Sends what is there of a line that is too long; returns whether its end is reached. */
    private boolean leaveLongLine(Messages to) {
        while (true) {
            int at = unread.from();
            int end = Messages.indexOf((byte) '\n', unread.bytes(), at, unread.to());
            if (end >= 0 && end - at <= to.maxEventBytes()) {
                to.piece(unread.bytes(), at, end, false, false);
                unread.takeUpTo(end + 1);
                isInside = false;
                return true;
            }
            if (unread.length() <= to.maxEventBytes()) {
                return false;
            }
            cut(at + to.maxEventBytes(), false, to);
        }
    }

    private void cut(int most, boolean isFirst, Messages to) {
        int at = unread.from();
        int end = ChunkCutter.wholeCharacters(unread.bytes(), at, most);
        to.piece(unread.bytes(), at, end, isFirst, true);
        unread.takeUpTo(end);
    }

    private void take(int end, Messages to) {
        if (end > unread.from()) {
            to.lines(unread.bytes(), unread.from(), end);
            unread.takeUpTo(end);
        }
    }

    @Override
    public Optional<Duration> hold() {
        if (isInside || afterLastLine(unread.from(), unread.to()) == unread.from()) {
            return Optional.empty();
        }
        return Optional.of(wasQuiet ? partialLineTime : quietTime);
    }

    @Override
    public void quiet(Messages to) {
        if (isInside) {
            return;
        }
        int end = wasQuiet
                ? afterLastLine(unread.from(), unread.to())
                : ChunkCutter.lastEnd(Joining.BY_LOOK, unread.bytes(), unread.from(), unread.to(), Ending.QUIET);
        take(end, to);
        wasQuiet = true;
    }

    private int afterLastLine(int from, int to) {
        int at = to;
        while (at > from && unread.bytes()[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    @Override
    public int held() {
        return unread.length();
    }

    @Override
    public void end(Messages to) {
        if (isInside) {
            to.piece(unread.bytes(), unread.from(), unread.to(), false, false);
        } else {
            int lines = afterLastLine(unread.from(), unread.to());
            take(lines, to);
            to.line(unread.bytes(), unread.from(), unread.to());
        }
        isInside = false;
        unread.takeUpTo(unread.to());
    }
}
