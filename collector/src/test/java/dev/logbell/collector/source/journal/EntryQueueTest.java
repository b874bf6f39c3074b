package dev.logbell.collector.source.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.logbell.collector.source.journal.EntryFeed.Encoded;
import org.junit.jupiter.api.Test;

class EntryQueueTest {
    private final EntryQueue queue = new EntryQueue(10_000);

    @Test
    void makesTheReaderWaitWhileEntriesTakeTooManyBytes() throws InterruptedException {
        queue.put(entry("a", 8_000));
        Thread reader = putting(entry("b", 50_000));
        await().until(() -> reader.getState() == Thread.State.WAITING);
        assertThat(queue.peek()).extracting(Encoded::cursor).isEqualTo("a");

        queue.take();
        reader.join();

        assertThat(queue.peek()).extracting(Encoded::cursor).isEqualTo("b");
    }

    private Thread putting(Encoded entry) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                queue.put(entry);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Encoded entry(String cursor, int length) {
        return new Encoded(cursor, new byte[length], false);
    }
}
