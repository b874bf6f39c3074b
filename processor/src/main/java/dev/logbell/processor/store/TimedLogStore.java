package dev.logbell.processor.store;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** A store whose writes are timed, and told to those who listen. */
record TimedLogStore(LogStore inner, StoreTimer timer, Iterable<AppendListener> listeners) implements LogStoreAround {
    @Override
    public Uni<AppendOutcome> append(List<SourceBatch> batch) {
        return timer.timed("append", inner.append(batch)).invoke(outcome -> {
            if (outcome instanceof AppendOutcome.Appended) {
                listeners.forEach(listener -> listener.appended(batch));
            }
        });
    }

    @Override
    public Uni<Void> expire(Instant before) {
        return timer.timed("expire", inner.expire(before));
    }
}
