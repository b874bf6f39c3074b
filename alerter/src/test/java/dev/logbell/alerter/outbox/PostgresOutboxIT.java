package dev.logbell.alerter.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.alert.Alert;
import dev.logbell.alerter.SampleAlerts;
import dev.logbell.backends.Postgres;
import dev.logbell.wire.AlertCodec;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresOutboxIT extends OutboxContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    @Test
    void keepsWhatWasPendingWhenItsTablesAreBroughtUpToDate() throws Exception {
        fresh();
        Flyway.configure()
                .dataSource(dataSource)
                .table("alerter_schema_history")
                .locations("classpath:db/alerter/postgresql")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target("1")
                .load()
                .migrate();
        Alert alert = SampleAlerts.alert(1);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        WITH added AS (INSERT INTO alerter_alerts (id, arrived_at, alert) VALUES (?, now(), ?)
                            RETURNING id, seq)
                        INSERT INTO alerter_deliveries (alert_id, channel, seq, state, next_attempt_at)
                        SELECT id, channel, seq, 'pending', now() FROM added, unnest(ARRAY['mail', 'slack']) AS channel
                        """)) {
            insert.setString(1, alert.id());
            insert.setString(2, AlertCodec.encode(alert));
            insert.executeUpdate();
        }

        Outbox outbox = reopened();
        outbox.open().await().atMost(PATIENCE);

        Instant later = Instant.now().plusSeconds(60);
        for (String channel : List.of("mail", "slack")) {
            assertThat(outbox.due(channel, later, 10).await().atMost(PATIENCE))
                    .extracting(Outbox.Delivery::alert)
                    .containsExactly(alert);
        }
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
