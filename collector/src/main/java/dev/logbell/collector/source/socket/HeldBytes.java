package dev.logbell.collector.source.socket;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections together hold of messages that are not whole yet. When that is much, long messages are cut
 * shorter, so that many senders who never end theirs do not take all memory.
 */
final class HeldBytes {
    private static final int SHORT = 16_384;

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    HeldBytes(long most) {
        this.most = most;
    }

    /** A connection holds so many bytes more, or fewer. */
    void change(long difference) {
        if (difference != 0) {
            bytes.addAndGet(difference);
        }
    }

    long bytes() {
        return bytes.get();
    }

    /** How long a message may be at the moment. */
    int maxEventBytes(int usually) {
        return bytes.get() < most ? usually : Math.min(usually, SHORT);
    }
}
