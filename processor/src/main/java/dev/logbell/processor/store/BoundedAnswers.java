package dev.logbell.processor.store;

import dev.logbell.processor.sql.SqlRefusedException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Bounds how long an answer of the store is waited for, and says what to do where none comes. */
final class BoundedAnswers {
    private final StoreSettings settings;

    BoundedAnswers(StoreSettings settings) {
        this.settings = settings;
    }

    /** What was asked, or a {@link StoreUnavailableException}. */
    <T> Uni<T> within(Duration limit, Uni<T> asked) {
        // Memoized, so that it is not cancelled: a connection that comes to a cancelled search is lost to the pool.
        return asked.memoize()
                .indefinitely()
                .ifNoItem()
                .after(limit)
                .fail()
                .onFailure(BoundedAnswers::isOfTheStore)
                .transform(failure -> unavailable(failure, limit));
    }

    /** Whether a failure is not one of the request, nor a mistake in Logbell itself. */
    private static boolean isOfTheStore(Throwable failure) {
        return !(failure instanceof SearchTimeoutException
                || failure instanceof SearchAbandonedException
                || failure instanceof SqlRefusedException
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
