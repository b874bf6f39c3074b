package dev.logbell.processor.store;

import dev.logbell.processor.pattern.Patterns;
import dev.logbell.processor.store.postgres.PostgresLogSearch;
import dev.logbell.processor.store.postgres.PostgresLogStore;
import dev.logbell.processor.store.sqlite.SqliteLogStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Makes the store that {@code processor.store} names: the part that keeps events, and the part that answers. */
@ApplicationScoped
class StoreFactory {
    private final StoreSettings settings;
    private final StoreTimer timer;
    private final BoundedAnswers answers;
    private final Iterable<AppendListener> listeners;
    private final StoreWriting writing;
    private final Made made;

    /** Both parts of one database. */
    private record Made(LogStore store, LogSearch search, PatternStore patterns) {}

    StoreFactory(
            StoreSettings settings,
            Vertx vertx,
            MeterRegistry registry,
            StoreWriting writing,
            @Any Instance<AppendListener> listeners) {
        this.writing = writing;
        this.settings = settings;
        this.timer = new StoreTimer(registry);
        this.answers = new BoundedAnswers(settings);
        this.listeners = listeners.stream().toList();
        this.made = make(settings, vertx, Clock.systemUTC());
    }

    @Produces
    @ApplicationScoped
    LogStore store() {
        return new TimedLogStore(new BoundedLogStore(writing.watched(made.store()), answers), timer, listeners);
    }

    @Produces
    @ApplicationScoped
    LogSearch search(Patterns patterns) {
        return new BoundedLogSearch(made.search(), answers, timer, settings.searchTimeout(), patterns);
    }

    @Produces
    @ApplicationScoped
    PatternStore patterns() {
        return new BoundedPatternStore(made.patterns(), answers);
    }

    @PreDestroy
    void close() throws Exception {
        if (made.search() instanceof AutoCloseable open) {
            open.close();
        }
        if (made.store() instanceof AutoCloseable open) {
            open.close();
        }
    }

    private static Made make(StoreSettings settings, Vertx vertx, Clock clock) {
        return switch (settings.store()) {
            case SQLITE -> {
                SqliteLogStore both = new SqliteLogStore(settings.sqlite().path(), settings.searchTimeout(), clock);
                yield new Made(both, both, both);
            }
            case POSTGRES -> {
                PostgresLogStore store = new PostgresLogStore(vertx, settings.postgres(), clock);
                yield new Made(
                        store, new PostgresLogSearch(vertx, settings.postgres(), settings.searchTimeout()), store);
            }
        };
    }
}
