package dev.logbell.processor.store;

import dev.logbell.alert.Alert;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A store whose writes are timed, and told to those who listen. */
final class TimedLogStore implements LogStore {
    private final LogStore store;
    private final StoreTimer timer;
    private final Iterable<AppendListener> listeners;

    TimedLogStore(LogStore store, StoreTimer timer, Iterable<AppendListener> listeners) {
        this.store = store;
        this.timer = timer;
        this.listeners = listeners;
    }

    @Override
    public Uni<Void> open() {
        return store.open();
    }

    @Override
    public Uni<Map<String, Long>> watermarks(Collection<String> sources) {
        return store.watermarks(sources);
    }

    @Override
    public Uni<AppendOutcome> append(List<SourceBatch> batch) {
        return timer.timed("append", store.append(batch)).invoke(outcome -> {
            if (outcome instanceof AppendOutcome.Appended) {
                listeners.forEach(listener -> listener.appended(batch));
            }
        });
    }

    @Override
    public Uni<List<Alert>> alerts(int limit, int offset) {
        return store.alerts(limit, offset);
    }

    @Override
    public Uni<List<SourceAccount>> accounts() {
        return store.accounts();
    }

    @Override
    public Uni<Void> expire(Instant before) {
        return timer.timed("expire", store.expire(before));
    }
}
