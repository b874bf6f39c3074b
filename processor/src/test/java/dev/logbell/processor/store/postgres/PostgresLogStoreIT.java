package dev.logbell.processor.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.logbell.backends.Postgres;
import dev.logbell.log.LogEvent;
import dev.logbell.processor.sql.CheckedSql;
import dev.logbell.processor.store.Arrivals;
import dev.logbell.processor.store.Caller;
import dev.logbell.processor.store.EventPage;
import dev.logbell.processor.store.EventSearch;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.LogStoreContract;
import dev.logbell.processor.store.PatternStore;
import dev.logbell.processor.store.SearchAbandonedException;
import dev.logbell.processor.store.SearchTimeoutException;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.SqlQuestion;
import dev.logbell.processor.store.StoreSettings;
import dev.logbell.query.Field;
import dev.logbell.query.Query;
import io.vertx.mutiny.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresLogStoreIT extends LogStoreContract {
    private static final Clock CLOCK = Clock.fixed(NOON.plusSeconds(3600), ZoneOffset.UTC);

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
        store = new PostgresLogStore(vertx, settings(), CLOCK);
        search = search(Duration.ofSeconds(10));
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
    protected PatternStore patterns() {
        return store;
    }

    @Test
    void putsTheEventsOfADayIntoAPartitionOfTheirOwn() throws SQLException {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 3)));

        assertThat(sql.number("SELECT count(*) FROM events_20260301")).isEqualTo(3);
        assertThat(sql.number("SELECT count(*) FROM events_default")).isZero();
    }

    @Test
    void makesNoPartitionsForDaysThatAreFarAway() throws SQLException {
        long before = partitions();
        List<Instant> times = new ArrayList<>();
        for (int year = 1970; year < 2020; year++) {
            times.add(Instant.parse(year + "-06-01T00:00:00Z"));
        }
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            events.add(event("file:a", i, times.get(i), "line", Map.of()));
        }
        append(part(source("file:a"), SourceBatch.UNKNOWN, events));

        assertThat(partitions()).isEqualTo(before);
        assertThat(all()).hasSize(events.size());
    }

    @Test
    void movesEventsFromTheFutureToTheirPartitionWhenItsDayComes() throws SQLException {
        Instant ahead = NOON.plus(20, ChronoUnit.DAYS);
        append(part(source("file:a"), SourceBatch.UNKNOWN, List.of(event("file:a", 0, ahead, "early", Map.of()))));
        Clock later = Clock.fixed(ahead, ZoneOffset.UTC);

        try (PostgresLogStore then = new PostgresLogStore(vertx, settings(), later)) {
            get(then.open());
        }

        assertThat(sql.number("SELECT count(*) FROM events_20260321")).isEqualTo(1);
        assertThat(all()).hasSize(1);
    }

    @Test
    void endsASearchThatTakesTooLong() {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 50_000)));
        try (PostgresLogSearch hasty = search(Duration.ofMillis(1))) {
            assertThatThrownBy(() -> get(hasty.search(
                            new EventSearch(new Query.Match(Field.BODY, "absent"), null, null, 1, 0, null))))
                    .isInstanceOf(SearchTimeoutException.class)
                    .hasMessageContaining("narrow it with from= and to=");
        }
    }

    @Test
    void tellsTheServerToEndASearchWhoseCallerLeaves() throws Exception {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 1)));
        Caller caller = Caller.patient();
        try (Connection blocking = sql.connect();
                Statement statement = blocking.createStatement()) {
            blocking.setAutoCommit(false);
            statement.execute("LOCK TABLE events IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<EventPage> waiting = search.search(
                            new EventSearch(new Query.All(), null, null, 10, 0, null), caller)
                    .subscribeAsCompletionStage();
            await().until(() -> waitingForLock() == 1);

            caller.leave();

            assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(SearchAbandonedException.class);
            assertThat(waitingForLock()).isZero();
        }
        assertThat(all()).hasSize(1);
    }

    private static long waitingForLock() throws SQLException {
        return sql.number("SELECT count(*) FROM pg_stat_activity"
                + " WHERE application_name = 'logbell-search' AND wait_event_type = 'Lock'");
    }

    @Test
    void findsNoOtherTableByItsNameInSql() {
        for (String table : List.of("events", "sources", "alerts", "events_default")) {
            String one = "WITH %s AS (SELECT 1 AS one) SELECT one FROM %s".formatted(table, table);
            assertThat(get(search.sql(new SqlQuestion(CheckedSql.of(one), 10), Caller.patient()))
                            .columns())
                    .containsExactly("one");
        }
        assertThat(get(search.sql(new SqlQuestion(CheckedSql.of("SELECT 1 AS one"), 10), Caller.patient()))
                        .rows())
                .hasSize(1);
        assertThat(all()).isEmpty();
    }

    @Test
    void asksSqlAsARoleThatMayReadNothingButTheView() throws SQLException {
        sql.execute("REVOKE USAGE ON SCHEMA logbell_sql FROM logbell_reader");
        SqlQuestion question = new SqlQuestion(CheckedSql.of("SELECT body FROM logs"), 1);
        assertThatThrownBy(() -> get(search.sql(question, Caller.patient())))
                .hasMessageContaining("\"logs\" does not exist");
        sql.execute("GRANT USAGE ON SCHEMA logbell_sql TO logbell_reader");
        assertThat(get(search.sql(question, Caller.patient())).rows()).isEmpty();
        assertThat(sql.number(
                        "SELECT count(*) FROM information_schema.role_table_grants WHERE grantee = 'logbell_reader'"
                                + " AND NOT (table_name = 'logs' AND privilege_type = 'SELECT')"))
                .isZero();
    }

    @Test
    void findsWhatOthersStoredAboveTheKnownWatermarks() {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 3)));
        Arrivals first = get(search.arrivals(new Arrivals.Question(Map.of(), NOON, NOON), Caller.patient()));
        append(part(source("file:a"), 3, events("file:a", 3, 2)));
        append(part(source("file:b"), SourceBatch.UNKNOWN, events("file:b", 0, 1)));

        Arrivals second = get(search.arrivals(new Arrivals.Question(first.watermarks(), NOON, NOON), Caller.patient()));

        assertThat(first.watermarks()).isEqualTo(Map.of("file:a", 3L));
        assertThat(second.watermarks()).isEqualTo(Map.of("file:a", 5L, "file:b", 1L));
        assertThat(second.events())
                .filteredOn(event -> event.source().equals("file:a"))
                .extracting(LogEvent::offset)
                .containsExactly(3L, 4L);
        assertThat(second.events()).hasSize(3);
        assertThat(get(search.arrivals(new Arrivals.Question(second.watermarks(), NOON, NOON), Caller.patient()))
                        .events())
                .isEmpty();
    }

    @Test
    void goesOnByItselfAfterTheServerWasAway() {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 1)));
        postgres.stop();
        assertThatThrownBy(() -> get(store.watermarks(List.of("file:a")))).isNotNull();

        postgres.start();

        get(store.watermarks(List.of("file:a"))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(100))
                .atMost(50));
        append(part(source("file:a"), 1, events("file:a", 1, 1)));
        assertThat(all()).hasSize(2);
    }

    private static PostgresLogSearch search(Duration searchTimeout) {
        return new PostgresLogSearch(vertx, settings(), searchTimeout);
    }

    private static StoreSettings.Postgres settings() {
        return new SettingsOf(postgres);
    }

    private static long partitions() throws SQLException {
        return sql.number("SELECT count(*) FROM pg_inherits WHERE inhparent = 'events'::regclass");
    }
}
