package dev.logbell.processor.store;

import dev.logbell.alert.Alert;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A store that answers questions within a bounded time: with what was asked, or with a
 * {@link StoreUnavailableException}. What changes it takes as long as it takes.
 */
record BoundedLogStore(LogStore inner, BoundedAnswers answers) implements LogStoreAround {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public Uni<Map<String, Long>> watermarks(Collection<String> sources) {
        return answers.within(PATIENCE, inner.watermarks(sources));
    }

    @Override
    public Uni<AppendOutcome> append(List<SourceBatch> batch) {
        return inner.append(batch);
    }

    @Override
    public Uni<List<Alert>> alerts(int limit, int offset) {
        return answers.within(PATIENCE, inner.alerts(limit, offset));
    }

    @Override
    public Uni<List<SourceAccount>> accounts() {
        return answers.within(PATIENCE, inner.accounts());
    }
}
