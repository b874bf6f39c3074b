package dev.logbell.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final long MEGABYTE = 1 << 20;

    private final Room room = new Room(3 * MEGABYTE);

    @Test
    void letsInWhatFits() {
        assertThat(take(MEGABYTE)).isDone();
        assertThat(take(2 * MEGABYTE)).isDone();
    }

    @Test
    void makesTheNextWaitUntilThereIsRoom() {
        assertThat(take(MEGABYTE)).isDone();
        assertThat(take(2 * MEGABYTE)).isDone();
        CompletableFuture<Void> next = take(2 * MEGABYTE);
        assertThat(next).isNotDone();

        room.give(MEGABYTE);
        assertThat(next).isNotDone();
        room.give(MEGABYTE);

        assertThat(next).isDone();
    }

    @Test
    void letsInAloneWhatIsLargerThanTheRoom() {
        assertThat(take(MEGABYTE)).isDone();
        CompletableFuture<Void> large = take(100 * MEGABYTE);
        assertThat(large).isNotDone();

        room.give(MEGABYTE);

        assertThat(large).isDone();
    }

    private CompletableFuture<Void> take(long bytes) {
        return room.take(bytes).subscribeAsCompletionStage();
    }
}
