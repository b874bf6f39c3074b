package dev.logbell.processor.ingest;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * Room in memory for the chunks that are parsed and not stored yet: that of a transaction being written and the next.
 * Parsed events take ten times the bytes of their lines, which the garbage collector copies as long as they wait.
 */
final class Room {
    private final long bytes;
    private long taken;
    private @Nullable Waiting waiting;

    Room(long bytes) {
        this.bytes = bytes;
    }

    private record Waiting(long bytes, Runnable enter) {}

    /** Completes when there is room, and takes it; asked for one chunk at a time. One larger than the room goes alone. */
    Uni<Void> take(long more) {
        return Uni.createFrom().emitter(entered -> {
            synchronized (this) {
                if (!fits(more)) {
                    waiting = new Waiting(more, () -> entered.complete(null));
                    return;
                }
                taken += more;
            }
            entered.complete(null);
        });
    }

    void give(long less) {
        Waiting next;
        synchronized (this) {
            taken -= less;
            next = waiting;
            if (next == null || !fits(next.bytes())) {
                return;
            }
            taken += next.bytes();
            waiting = null;
        }
        next.enter().run();
    }

    private boolean fits(long more) {
        return taken == 0 || taken + more <= bytes;
    }
}
