package dev.logbell.processor.store;

import dev.logbell.alert.Alert;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A store whose appends and searches are timed: {@code logbell_processor_store_seconds{operation, outcome}}. */
final class TimedLogStore implements LogStore {
    private final LogStore store;
    private final MeterRegistry registry;

    TimedLogStore(LogStore store, MeterRegistry registry) {
        this.store = store;
        this.registry = registry;
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
        return timed("append", store.append(batch));
    }

    @Override
    public Uni<EventPage> search(EventSearch search) {
        return timed("search", store.search(search));
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
        return timed("expire", store.expire(before));
    }

    private <T> Uni<T> timed(String operation, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            long start = System.nanoTime();
            return work.onItemOrFailure()
                    .invoke((item, failure) -> timer(operation, failure == null ? "success" : "failure")
                            .record(Duration.ofNanos(System.nanoTime() - start)));
        });
    }

    private Timer timer(String operation, String outcome) {
        return Timer.builder("logbell.processor.store")
                .description("How long the store took")
                .tag("operation", operation)
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(registry);
    }
}
