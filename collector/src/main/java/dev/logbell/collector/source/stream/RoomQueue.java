package dev.logbell.collector.source.stream;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Those who wait for room, in the order of their coming; any thread may come. */
final class RoomQueue {
    /** What somebody who waited is expected to bring. */
    private static final long EXPECTED_BYTES = 65_536;

    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();

    CompletionStage<Void> join() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        waiting.add(answer);
        return answer;
    }

    /** Lets in as many as there are bytes of room for. */
    void grant(long room) {
        for (long left = room; left > 0; left -= EXPECTED_BYTES) {
            CompletableFuture<Void> next = waiting.poll();
            if (next == null) {
                return;
            }
            next.complete(null);
        }
    }

    /** Tells everybody that there will be none. */
    void fail(Throwable reason) {
        for (CompletableFuture<Void> next = waiting.poll(); next != null; next = waiting.poll()) {
            next.completeExceptionally(reason);
        }
    }
}
