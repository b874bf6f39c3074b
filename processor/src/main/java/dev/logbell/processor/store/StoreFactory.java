package dev.logbell.processor.store;

import dev.logbell.processor.store.postgres.PostgresLogStore;
import dev.logbell.processor.store.sqlite.SqliteLogStore;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Makes the store that {@code processor.store} names. */
@ApplicationScoped
class StoreFactory {
    @Produces
    @ApplicationScoped
    LogStore store(StoreSettings settings, Vertx vertx) {
        return switch (settings.store()) {
            case SQLITE -> new SqliteLogStore(settings.sqlite().path(), settings.searchTimeout(), Clock.systemUTC());
            case POSTGRES ->
                new PostgresLogStore(vertx, settings.postgres(), settings.searchTimeout(), Clock.systemUTC());
        };
    }

    void close(@Disposes LogStore store) throws Exception {
        if (store instanceof AutoCloseable open) {
            open.close();
        }
    }
}
