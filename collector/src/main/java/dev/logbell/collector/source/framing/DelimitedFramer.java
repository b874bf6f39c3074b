package dev.logbell.collector.source.framing;

import dev.logbell.collector.source.file.ChunkCutter;

/** Messages that each end with one byte, such as the NUL of GELF over TCP. */
public final class DelimitedFramer implements Framer {
    private final byte delimiter;
    private final Whole whole;
    private final Unread unread = new Unread();
    private int scanned;
    private boolean isInside;

    /** What to do with a message that has arrived whole, and is no longer than one may be. */
    @FunctionalInterface
    public interface Whole {
        void read(byte[] bytes, int from, int to, Messages messages);
    }

    public DelimitedFramer(byte delimiter, Whole whole) {
        this.delimiter = delimiter;
        this.whole = whole;
    }

    @Override
    public void read(byte[] bytes, Messages to) {
        unread.add(bytes);
        while (!unread.isEmpty()) {
            int at = unread.from();
            int end = Messages.indexOf(delimiter, unread.bytes(), at + scanned, unread.to());
            if (end >= 0 && end - at <= to.maxEventBytes()) {
                finish(at, end, to);
                unread.takeUpTo(end + 1);
            } else if (unread.length() > to.maxEventBytes()) {
                int cut = ChunkCutter.wholeCharacters(unread.bytes(), at, at + to.maxEventBytes());
                to.piece(unread.bytes(), at, cut, !isInside, true);
                isInside = true;
                unread.takeUpTo(cut);
            } else {
                scanned = unread.length();
                return;
            }
            scanned = 0;
        }
    }

    private void finish(int from, int end, Messages to) {
        if (isInside) {
            to.piece(unread.bytes(), from, end, false, false);
        } else if (end > from) {
            whole.read(unread.bytes(), from, end, to);
        }
        isInside = false;
    }

    @Override
    public int held() {
        return unread.length();
    }

    @Override
    public void end(Messages to) {
        finish(unread.from(), unread.to(), to);
        unread.takeUpTo(unread.to());
        scanned = 0;
    }
}
