package dev.logbell.processor.store;

import dev.logbell.processor.store.postgres.PostgresLogStore;
import dev.logbell.processor.store.sqlite.SqliteLogStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Makes the store that {@code processor.store} names. */
@ApplicationScoped
class StoreFactory {
    private @Nullable LogStore made;

    @Produces
    @ApplicationScoped
    LogStore store(StoreSettings settings, Vertx vertx, MeterRegistry registry) {
        Clock clock = Clock.systemUTC();
        made = switch (settings.store()) {
            case SQLITE -> new SqliteLogStore(settings.sqlite().path(), settings.searchTimeout(), clock);
            case POSTGRES -> new PostgresLogStore(vertx, settings.postgres(), settings.searchTimeout(), clock);
        };
        return new TimedLogStore(new BoundedLogStore(made, settings), registry);
    }

    @PreDestroy
    void close() throws Exception {
        if (made instanceof AutoCloseable open) {
            open.close();
        }
    }
}
