package dev.logbell.processor.store.postgres;

import dev.logbell.processor.store.StoreSettings;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeUnit;

/** Makes the pools of connections: one for what comes in and one for questions, so that neither waits for the other. */
final class PostgresPool {
    static final int CONNECT_TIMEOUT_SECONDS = 5;

    /** A server that says nothing for so long is gone: another may have its address. */
    private static final int SILENT_SECONDS = 60;

    /** A server that became a replica keeps its connections: they end by themselves, for its address is another's. */
    private static final int LONGEST_LIFE_SECONDS = 120;

    private PostgresPool() {}

    /**
     * A pool, not connected yet.
     *
     * @param name that the server shows for its connections
     * @param mostWaiting how many may wait for a connection; -1 for any number
     */
    static Pool of(Vertx vertx, StoreSettings.Postgres settings, String name, int mostWaiting) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setDatabase(settings.database())
                .setUser(settings.user())
                .setPassword(settings.password())
                .setCachePreparedStatements(true)
                .addProperty("application_name", name);
        options.setConnectTimeout(CONNECT_TIMEOUT_SECONDS * 1_000);
        options.setTcpKeepAlive(true);
        options.setIdleTimeout(SILENT_SECONDS);
        return PgBuilder.pool()
                .with(new PoolOptions()
                        .setMaxSize(settings.connections())
                        .setMaxWaitQueueSize(mostWaiting)
                        .setMaxLifetime(LONGEST_LIFE_SECONDS)
                        .setMaxLifetimeUnit(TimeUnit.SECONDS))
                .connectingTo(options)
                .using(vertx)
                .build();
    }
}
