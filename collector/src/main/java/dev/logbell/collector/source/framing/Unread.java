package dev.logbell.collector.source.framing;

/** Bytes of a stream that belong to no whole message yet. */
public final class Unread {
    private static final int SMALL = 8192;

    private byte[] bytes = new byte[0];
    private int from;
    private int to;

    public void add(byte[] more) {
        int length = to - from;
        if (bytes.length - to < more.length) {
            byte[] target = bytes.length >= length + more.length ? bytes : new byte[grown(length + more.length)];
            System.arraycopy(bytes, from, target, 0, length);
            bytes = target;
            from = 0;
            to = length;
        }
        System.arraycopy(more, 0, bytes, to, more.length);
        to += more.length;
    }

    private int grown(int needed) {
        return Math.max(needed, Math.min(bytes.length * 2, 1 << 24));
    }

    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    public int length() {
        return to - from;
    }

    public boolean isEmpty() {
        return to == from;
    }

    /** Takes away what lies before an index; an idle stream keeps no large buffer. */
    public void takeUpTo(int index) {
        from = index;
        if (from == to) {
            from = 0;
            to = 0;
            if (bytes.length > SMALL) {
                bytes = new byte[0];
            }
        }
    }
}
