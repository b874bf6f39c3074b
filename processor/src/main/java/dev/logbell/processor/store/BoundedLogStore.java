package dev.logbell.processor.store;

import dev.logbell.alert.Alert;
import io.smallrye.mutiny.TimeoutException;
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
    private final StoreSettings settings;

    BoundedLogStore(LogStore store, StoreSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    @Override
    public Uni<Void> open() {
        return store.open();
    }

    @Override
    public Uni<Map<String, Long>> watermarks(Collection<String> sources) {
        return answered(PATIENCE, store.watermarks(sources));
    }

    @Override
    public Uni<AppendOutcome> append(List<SourceBatch> batch) {
        return store.append(batch);
    }

    @Override
    public Uni<EventPage> search(EventSearch search) {
        return answered(settings.searchTimeout().plus(PATIENCE), store.search(search));
    }

    @Override
    public Uni<List<Alert>> alerts(int limit, int offset) {
        return answered(PATIENCE, store.alerts(limit, offset));
    }

    @Override
    public Uni<List<SourceAccount>> accounts() {
        return answered(PATIENCE, store.accounts());
    }

    @Override
    public Uni<Void> expire(Instant before) {
        return store.expire(before);
    }

    private <T> Uni<T> answered(Duration limit, Uni<T> asked) {
        // Memoized, so that it is not cancelled: a connection that comes to a cancelled search is lost to the pool.
        return asked.memoize()
                .indefinitely()
                .ifNoItem()
                .after(limit)
                .fail()
                .onFailure(BoundedLogStore::isOfTheStore)
                .transform(failure -> unavailable(failure, limit));
    }

    /** Whether a failure is not one of the request, nor a mistake in Logbell itself. */
    private static boolean isOfTheStore(Throwable failure) {
        return !(failure instanceof SearchTimeoutException
                || failure instanceof IllegalArgumentException
                || failure instanceof NullPointerException
                || failure instanceof ClassCastException
                || failure instanceof IndexOutOfBoundsException);
    }

    private StoreUnavailableException unavailable(Throwable failure, Duration limit) {
        String reason = failure instanceof TimeoutException
                ? "no answer within %d s".formatted(limit.toSeconds())
                : failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return switch (settings.store()) {
            case POSTGRES ->
                new StoreUnavailableException(
                        "PostgreSQL at %s:%d"
                                .formatted(
                                        settings.postgres().host(),
                                        settings.postgres().port()),
                        reason,
                        "Start it, or correct POSTGRES_HOST and POSTGRES_PORT",
                        failure);
            case SQLITE ->
                new StoreUnavailableException(
                        "SQLite file " + settings.sqlite().path(),
                        reason,
                        "Look at the disk and at the log of this process",
                        failure);
        };
    }
}
