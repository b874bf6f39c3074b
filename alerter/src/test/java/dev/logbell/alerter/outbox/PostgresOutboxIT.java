package dev.logbell.alerter.outbox;

import dev.logbell.backends.Postgres;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresOutboxIT extends OutboxContract {
    @TempDir
    static Path folder;

    private static Postgres postgres;
    private static PGSimpleDataSource dataSource;
    private static Vertx vertx;
    private static Pool pool;

    @BeforeAll
    static void start() {
        postgres = Postgres.start(folder, 0);
        dataSource = new PGSimpleDataSource();
        dataSource.setUrl(postgres.jdbcUrl());
        dataSource.setUser(postgres.user());
        dataSource.setPassword(postgres.password());
        vertx = Vertx.vertx();
        pool = PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setHost(postgres.host())
                        .setPort(postgres.port())
                        .setDatabase(postgres.database())
                        .setUser(postgres.user())
                        .setPassword(postgres.password()))
                .using(vertx)
                .build();
    }

    @AfterAll
    static void stop() {
        pool.closeAndAwait();
        vertx.closeAndAwait();
        postgres.close();
    }

    @Override
    Outbox fresh() throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "DROP TABLE IF EXISTS alerter_attempts, alerter_deliveries, alerter_alerts, alerter_schema_history");
        }
        return reopened();
    }

    @Override
    Outbox reopened() {
        return new PostgresOutbox(pool, dataSource);
    }
}
