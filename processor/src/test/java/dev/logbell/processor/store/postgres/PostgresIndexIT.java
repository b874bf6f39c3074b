package dev.logbell.processor.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.backends.Postgres;
import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventSearch;
import dev.logbell.processor.store.IndexedSearchContract;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.LogStore;
import dev.logbell.query.Field;
import dev.logbell.query.Query;
import io.vertx.mutiny.core.Vertx;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresIndexIT extends IndexedSearchContract {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T13:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private static Path folder;

    private static Postgres postgres;
    private static ServerSql sql;
    private static Vertx vertx;

    private PostgresLogStore store;
    private PostgresLogSearch search;

    @BeforeAll
    static void start() {
        postgres = Postgres.start(folder, 0);
        sql = new ServerSql(postgres);
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.closeAndAwait();
        postgres.stop();
    }

    @BeforeEach
    void open() throws SQLException {
        sql.empty();
        store = new PostgresLogStore(vertx, new SettingsOf(postgres), CLOCK, EVENTS);
        search = new PostgresLogSearch(vertx, new SettingsOf(postgres), Duration.ofSeconds(10));
        get(store.open());
    }

    @AfterEach
    void close() {
        search.close();
        store.close();
    }

    @Override
    protected LogStore store() {
        return store;
    }

    @Override
    protected LogSearch search() {
        return search;
    }

    @Override
    protected boolean isGone(LogEvent event) {
        return false;
    }

    @Override
    protected void forgetCounts() {
        try {
            sql.execute("UPDATE segments SET counts = NULL");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected int index() {
        try {
            boolean isMore = true;
            while (isMore) {
                isMore = store.indexing().storeDrafts() || store.indexing().indexOne(EVENTS, EVENTS, Duration.ZERO);
            }
            return (int) sql.number("SELECT count(*) FROM segments");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void givesUpTheDraftOfWhatWasIndexedFromItsRows() throws SQLException {
        appendAll(lines(0, 3 * EVENTS, NOON));
        while (store.indexing().indexOne(EVENTS, 1, Duration.ZERO)) {
            // until nothing is left
        }
        index();

        assertThat(sql.number("SELECT count(*) FROM unindexed WHERE arrival > 0"))
                .isZero();
        for (int i = 0; i < 3 * EVENTS; i += 7) {
            Query query = new Query.Match(Field.BODY, "line " + i + ".");
            assertThat(get(search.search(new EventSearch(EventRange.newestFirst(query, null, null), 10, 0)))
                            .events())
                    .as(query.toString())
                    .hasSize(1);
        }
    }

    @Test
    void looksAtAllOfAPartitionThatWasWrittenAnew() throws SQLException {
        appendAll(lines(0, 3 * EVENTS, NOON));
        index();
        sql.execute("VACUUM FULL events_20260301");

        Query query = new Query.Match(Field.BODY, "line 7.");

        assertThat(get(search.search(new EventSearch(EventRange.newestFirst(query, null, null), 10, 0)))
                        .events())
                .hasSize(1);
    }

    @Test
    void givesThePlannerStatisticsWithTheFirstSegmentOfADay() throws SQLException {
        appendAll(lines(0, EVENTS, NOON));
        index();

        assertThat(sql.number("SELECT count(*) FROM pg_stats WHERE tablename = 'events_20260301'"
                        + " AND attname IN ('time', 'arrival')"))
                .isEqualTo(2);
    }

    @Test
    void storesTheOtherDraftsOfADayIfTheRowsOfOneAreGone() throws SQLException {
        for (int i = 0; i < 3; i++) {
            appendAll(lines(i * EVENTS, EVENTS, NOON));
        }
        sql.execute("DELETE FROM events WHERE body = 'line 70.'");

        store.indexing().storeDrafts();

        assertThat(sql.number("SELECT count(*) FROM segments")).isEqualTo(2);
        assertThat(sql.number("SELECT count(*) FROM unindexed WHERE arrival > 0"))
                .isEqualTo(1);
    }
}
