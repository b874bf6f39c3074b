package dev.logbell.processor.ingest;

import static org.awaitility.Awaitility.await;

import dev.logbell.backends.Postgres;
import dev.logbell.processor.store.postgres.Forwarder;
import dev.logbell.processor.store.postgres.PostgresLogSearch;
import dev.logbell.processor.store.postgres.PostgresLogStore;
import dev.logbell.processor.store.postgres.ServerSql;
import dev.logbell.processor.store.postgres.SettingsOf;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to databases: whatever it is, what comes in waits, the health says why, and it goes on by itself. */
class PostgresTroubleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static Postgres postgres;
    private static ServerSql sql;
    private static Forwarder address;
    private static Vertx vertx;

    private PostgresLogStore store;
    private PostgresLogSearch search;
    private TroubledStore troubled;

    @BeforeAll
    static void start() throws IOException {
        postgres = Postgres.start(folder, 0);
        sql = new ServerSql(postgres);
        address = new Forwarder(postgres.port());
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws IOException {
        vertx.closeAndAwait();
        address.close();
        postgres.stop();
    }

    @BeforeEach
    void open() throws SQLException {
        sql.empty();
        SettingsOf settings = new SettingsOf(postgres, address.port());
        store = new PostgresLogStore(vertx, settings, Clock.systemUTC());
        search = new PostgresLogSearch(vertx, settings, Duration.ofSeconds(10));
        store.open().await().atMost(PATIENCE);
        troubled = new TroubledStore(store, search);
        troubled.goesOn(troubled.send());
    }

    @AfterEach
    void close() {
        search.close();
        store.close();
    }

    @Test
    void waitsWhileTheServerOnlyReads() throws SQLException {
        sql.execute("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()");
        CompletableFuture<Void> sent = troubled.send();
        troubled.waitsAndSays(
                sent, "the store takes no events since ", "read-only", "The server only reads, as replicas do");

        sql.execute(
                "SET default_transaction_read_only = off",
                "ALTER SYSTEM RESET default_transaction_read_only",
                "SELECT pg_reload_conf()");

        troubled.goesOn(sent);
    }

    /** The words are those of a full disk, which a test without rights of its own cannot have. */
    @Test
    void waitsWhileTheDiskIsFull() throws SQLException {
        sql.execute(
                """
                CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION USING ERRCODE = '53100',
                        MESSAGE = 'could not extend file "base/5/16400": No space left on device';
                END $$""",
                "CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON sources FOR EACH ROW EXECUTE FUNCTION full_disk()");
        CompletableFuture<Void> sent = troubled.send();
        troubled.waitsAndSays(sent, "No space left on device. Make room on the server's disk");

        sql.execute("DROP TRIGGER full_disk ON sources", "DROP FUNCTION full_disk");

        troubled.goesOn(sent);
    }

    @Test
    void waitsWhileAnotherHoldsALock() throws SQLException {
        CompletableFuture<Void> sent;
        try (Connection other = sql.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE sources IN ACCESS EXCLUSIVE MODE");
            sent = troubled.send();
            await().until(() -> waitingForLock() > 0);
            troubled.passAMinute();
            troubled.waitsAndSays(sent, "is not done: look for locks and slow disks there");
        }

        troubled.goesOn(sent);
    }

    @Test
    void goesOnWithTheServerThatTookOver() {
        postgres.kill();
        CompletableFuture<Void> sent = troubled.send();
        troubled.waitsAndSays(sent, "the store takes no events since ", "Start it, or correct POSTGRES_HOST");

        postgres = Postgres.start(folder, 0);
        sql = new ServerSql(postgres);
        address.switchTo(postgres.port());

        troubled.goesOn(sent);
        troubled.goesOn(troubled.send());
    }

    @Test
    void tellsNobodyOfAConnectionThatBreaksWhileNothingComes() {
        address.switchTo(postgres.port());

        troubled.goesOn(troubled.send());
    }

    private static long waitingForLock() throws SQLException {
        return sql.number("SELECT count(*) FROM pg_stat_activity"
                + " WHERE application_name = 'logbell-processor' AND wait_event_type = 'Lock'");
    }
}
