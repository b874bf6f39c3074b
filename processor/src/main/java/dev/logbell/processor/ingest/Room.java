package dev.logbell.processor.ingest;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * Room in memory for the chunks that are parsed and not stored yet: that of a transaction being written and the next.
 * Parsed events take ten times the bytes of their lines, and more of them only keep the garbage collector busy.
 */
final class Room {
    private static final long BYTES = 3 << 20;

    private long taken;
    private @Nullable Waiting waiting;

    private record Waiting(long bytes, Runnable enter) {}

    /** Completes when there is room, and takes it; asked for one chunk at a time. One larger than the room goes alone. */
    Uni<Void> take(long bytes) {
        return Uni.createFrom().emitter(entered -> {
            synchronized (this) {
                if (!fits(bytes)) {
                    waiting = new Waiting(bytes, () -> entered.complete(null));
                    return;
                }
                taken += bytes;
            }
            entered.complete(null);
        });
    }

    void give(long bytes) {
        Waiting next;
        synchronized (this) {
            taken -= bytes;
            next = waiting;
            if (next == null || !fits(next.bytes())) {
                return;
            }
            taken += next.bytes();
            waiting = null;
        }
        next.enter().run();
    }

    private boolean fits(long bytes) {
        return taken == 0 || taken + bytes <= BYTES;
    }
}
