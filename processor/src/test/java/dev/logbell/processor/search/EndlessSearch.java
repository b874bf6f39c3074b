package dev.logbell.processor.search;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.Caller;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventReader;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Has more events than anybody can hold, and counts the characters that it was asked for. */
class EndlessSearch extends UnansweredSearch {
    private static final int BODY = 10_000;

    final AtomicLong read = new AtomicLong();

    @Override
    public <T> Uni<T> read(EventRange range, EventReader<T> reader, Caller caller) {
        return Uni.createFrom().item(() -> {
            boolean isMoreWanted = true;
            while (isMoreWanted) {
                long offset = read.addAndGet(BODY);
                String body = "x".repeat(BODY);
                isMoreWanted = reader.take(new LogEvent(
                        Instant.EPOCH, Instant.EPOCH, 9, "", body, Map.of(), Map.of(), null, null, "file:a", offset));
            }
            return reader.result();
        });
    }
}
