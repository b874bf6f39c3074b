package dev.logbell.processor.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one who waits for an answer: how long, and whether it is still there. Once it has left, whatever the store does
 * for it is ended, in the database as well. Thread-safe.
 */
public final class Caller {
    private final @Nullable Duration patience;
    private @Nullable Runnable ending;
    private boolean hasLeft;

    private Caller(@Nullable Duration patience) {
        this.patience = patience;
    }

    /** One who waits as long as the store may take. */
    public static Caller patient() {
        return new Caller(null);
    }

    /** One who waits that long at the most, and no longer than the store may take. */
    public static Caller within(Duration patience) {
        return new Caller(patience);
    }

    /** How long the store may take, if it is given that long itself. */
    public Duration atMost(Duration limit) {
        return patience == null || patience.compareTo(limit) > 0 ? limit : patience;
    }

    /** Says that nobody waits any more. */
    public void leave() {
        Runnable last;
        synchronized (this) {
            hasLeft = true;
            last = ending;
            ending = null;
        }
        if (last != null) {
            last.run();
        }
    }

    public synchronized boolean hasLeft() {
        return hasLeft;
    }

    /** What ends the work of the moment, for when the caller leaves; it replaces what was said before. Null for nothing. */
    public void whenLeft(@Nullable Runnable ending) {
        synchronized (this) {
            if (!hasLeft || ending == null) {
                this.ending = ending;
                return;
            }
        }
        ending.run();
    }
}
