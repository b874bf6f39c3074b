package dev.logbell.processor.store;

import java.time.Duration;

/** Until when one answer may take, from now on, and for whom. */
public final class Deadline {
    private final Caller caller;
    private final Duration limit;
    private final long end;

    public Deadline(Caller caller, Duration limit) {
        this.caller = caller;
        this.limit = caller.atMost(limit);
        this.end = System.nanoTime() + this.limit.toNanos();
    }

    /** Whether the work should end now. */
    public boolean isOver() {
        return System.nanoTime() - end > 0 || caller.hasLeft();
    }

    /**
     * Ends the work if it should.
     *
     * @throws SearchTimeoutException if it took too long
     * @throws SearchAbandonedException if nobody waits for it any more
     */
    public void check() {
        if (isOver()) {
            throw failure();
        }
    }

    /** Why the work was ended. */
    public RuntimeException failure() {
        return caller.hasLeft() ? new SearchAbandonedException() : new SearchTimeoutException(limit);
    }

    /** What is left, at least a millisecond. */
    public Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }

    public Caller caller() {
        return caller;
    }
}
