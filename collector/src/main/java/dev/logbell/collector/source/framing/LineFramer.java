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
    /** Length of the whole lines that are unread; none of them but the first starts an event. */
    private int wholeLines;
    /** How much of what is unread was searched for line ends, so that no byte is searched for each that comes. */
    private int searched;

    private boolean isInside;
    private boolean wasQuiet;

    /**
     * A framer of lines.
     *
     * @param quietTime for which the last event is held if it has one line
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
                end = afterLastLine(at, at, most + 1);
            }
            if (end > at) {
                take(end, to);
            } else {
                cut(most, true, to);
                isInside = true;
                wholeLines = 0;
                searched = 0;
                if (!leaveLongLine(to)) {
                    return;
                }
            }
        }
        takeWholeEvents(to);
    }

    private void takeWholeEvents(Messages to) {
        int from = unread.from();
        int known = from + wholeLines;
        int end = afterLastLine(known, Math.max(known, from + searched), unread.to());
        searched = unread.length();
        if (end > known) {
            wholeLines = end - from;
            take(ChunkCutter.lastEnd(Joining.BY_LOOK, unread.bytes(), from, known, end, Ending.OPEN), to);
        }
    }

    /** Sends what is there of a line that is too long; returns whether its end is reached. */
    private boolean leaveLongLine(Messages to) {
        while (true) {
            int at = unread.from();
            int end = Messages.indexOf((byte) '\n', unread.bytes(), at + searched, unread.to());
            if (end >= 0 && end - at <= to.maxEventBytes()) {
                to.piece(unread.bytes(), at, end, false, false);
                leave(end + 1);
                isInside = false;
                return true;
            }
            searched = end >= 0 ? end - at : unread.length();
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
        leave(end);
    }

    private void take(int end, Messages to) {
        if (end > unread.from()) {
            to.lines(unread.bytes(), unread.from(), end);
            leave(end);
        }
    }

    private void leave(int end) {
        int length = end - unread.from();
        wholeLines = Math.max(0, wholeLines - length);
        searched = Math.max(0, searched - length);
        unread.takeUpTo(end);
    }

    @Override
    public Optional<Duration> hold() {
        if (isInside || wholeLines == 0) {
            return Optional.empty();
        }
        return Optional.of(wasQuiet ? partialLineTime : quietTime.multipliedBy(patience()));
    }

    private int patience() {
        int at = unread.from();
        boolean isOneLine = Messages.indexOf((byte) '\n', unread.bytes(), at, at + wholeLines) == at + wholeLines - 1;
        return isOneLine ? 1 : ChunkCutter.PATIENCE_WITH_LINES;
    }

    @Override
    public void quiet(Messages to) {
        if (isInside) {
            return;
        }
        int end = wasQuiet
                ? unread.from() + wholeLines
                : ChunkCutter.lastEnd(Joining.BY_LOOK, unread.bytes(), unread.from(), unread.to(), Ending.QUIET);
        take(end, to);
        wasQuiet = true;
    }

    /** The index after the last line end between {@code searched} and {@code to}, {@code none} if there is none. */
    private int afterLastLine(int none, int searched, int to) {
        int at = to;
        while (at > searched && unread.bytes()[at - 1] != '\n') {
            at--;
        }
        return at > searched ? at : none;
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
            take(unread.from() + wholeLines, to);
            to.line(unread.bytes(), unread.from(), unread.to());
        }
        isInside = false;
        leave(unread.to());
    }
}
