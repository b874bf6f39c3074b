package dev.logbell.processor.ingest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.logbell.backends.Postgres;
import dev.logbell.backends.PrivateMounts;
import dev.logbell.processor.store.postgres.Forwarder;
import dev.logbell.processor.store.postgres.PostgresLogSearch;
import dev.logbell.processor.store.postgres.PostgresLogStore;
import dev.logbell.processor.store.postgres.ServerSql;
import dev.logbell.processor.store.postgres.SettingsOf;
import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
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

    private static PrivateMounts mounts;
    private static Postgres postgres;
    private static ServerSql sql;
    private static Forwarder address;
    private static Vertx vertx;

    private PostgresLogStore store;
    private PostgresLogSearch search;
    private TroubledStore troubled;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        mounts = new PrivateMounts();
        Path disk = Files.createDirectories(Postgres.cluster(folder));
        mounts.run("mount", "-t", "tmpfs", "-o", "size=160m,mode=700", "tmpfs", disk.toString());
        postgres = Postgres.start(folder, mounts);
        sql = new ServerSql(postgres);
        address = new Forwarder(postgres.port());
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() throws IOException {
        vertx.closeAndAwait();
        address.close();
        postgres.stop();
        mounts.close();
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

    @Test
    void waitsWhileTheDiskIsFull() throws Exception {
        String filler = Postgres.cluster(folder) + "/filler";
        mounts.run("sh", "-c", "cat /dev/zero > %s 2>/dev/null || true".formatted(filler));
        CompletableFuture<Void> sent = troubled.send();
        for (int i = 0; i < 50; i++) {
            sent = troubled.send();
        }
        troubled.waitsAndSays(
                sent, "the store takes no events since ", "No space left on device", "Make room on the server's disk");
        assertThatThrownBy(PostgresTroubleIT::fillTheLogOfTheServer).isInstanceOf(SQLException.class);
        troubled.waitsAndSays(sent, "the store takes no events since ", "Start it, or correct POSTGRES_HOST");

        mounts.run("rm", filler);
        postgres.kill();
        postgres.start();

        troubled.goesOn(sent);
    }

    /** With no room for what it writes ahead, a server gives up altogether. */
    private static void fillTheLogOfTheServer() throws SQLException {
        for (int i = 0; i < 50; i++) {
            sql.execute("SELECT pg_logical_emit_message(true, 'test', 'x')", "SELECT pg_switch_wal()");
        }
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
    void goesOnWithTheReplicaThatTookOver() throws Exception {
        Postgres replica = replica();
        try {
            troubled.goesOn(troubled.send());
            postgres.kill();
            CompletableFuture<Void> sent = troubled.send();
            troubled.waitsAndSays(sent, "the store takes no events since ", "Start it, or correct POSTGRES_HOST");

            address.switchTo(replica.port());
            troubled.waitsAndSays(sent, "The server only reads, as replicas do");

            new ServerSql(replica).execute("SELECT pg_promote()");
            troubled.goesOn(sent);
            troubled.goesOn(troubled.send());
        } finally {
            replica.stop();
            postgres.start();
            sql.execute("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
            address.switchTo(postgres.port());
        }
    }

    /** A replica that has all that the server acknowledges: a copy that goes on from there by streaming. */
    private static Postgres replica() throws Exception {
        Path other = Files.createDirectories(folder.resolve("replica"));
        Path cluster = Postgres.cluster(other);
        postgres.stop();
        mounts.run("cp", "-a", Postgres.cluster(folder).toString(), cluster.toString());
        postgres.start();
        Files.writeString(cluster.resolve("standby.signal"), "");
        Files.writeString(
                cluster.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=%s port=%d user=%s password=%s'%n"
                        .formatted(postgres.host(), postgres.port(), postgres.user(), postgres.password()));
        Files.writeString(other.resolve("ready"), "");
        Postgres replica = Postgres.start(other, mounts);
        sql.execute("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()");
        return replica;
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
