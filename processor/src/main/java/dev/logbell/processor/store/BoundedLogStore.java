package dev.logbell.processor.store;

import dev.logbell.alert.Alert;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A store that answers questions within a bounded time: with what was asked, or with a
 * {@link StoreUnavailableException}. What changes it takes as long as it takes.
 */
final class BoundedLogStore implements LogStore {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LogStore store;
    private final BoundedAnswers answers;

    BoundedLogStore(LogStore store, BoundedAnswers answers) {
        this.store = store;
        this.answers = answers;
    }

    @Override
    public Uni<Void> open() {
        return store.open();
    }

    @Override
    public Uni<Map<String, Long>> watermarks(Collection<String> sources) {
        return answers.within(PATIENCE, store.watermarks(sources));
    }

    @Override
    public Uni<AppendOutcome> append(List<SourceBatch> batch) {
        return store.append(batch);
    }

    @Override
    public Uni<List<Alert>> alerts(int limit, int offset) {
        return answers.within(PATIENCE, store.alerts(limit, offset));
    }

    @Override
    public Uni<List<SourceAccount>> accounts() {
        return answers.within(PATIENCE, store.accounts());
    }

    @Override
    public Uni<Void> expire(Instant before) {
        return store.expire(before);
    }
}
