package dev.logbell.processor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.logbell.alert.Alert;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.pattern.KnownPattern;
import dev.logbell.processor.sql.CheckedSql;
import dev.logbell.processor.sql.SqlRefusedException;
import dev.logbell.query.EventPredicate;
import dev.logbell.query.Field;
import dev.logbell.query.Query;
import dev.logbell.query.RandomSearches;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store does. Each test starts with an empty one. */
public abstract class LogStoreContract {
    protected static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> ON_WEB = Map.of("host.name", "web-1");
    private static final Comparator<LogEvent> NEWEST_FIRST = Comparator.comparing(LogEvent::time)
            .thenComparing(LogEvent::source)
            .thenComparingLong(LogEvent::offset)
            .reversed();

    /** An open store, the same one as long as the test runs. */
    protected abstract LogStore store();

    /** The part of it that answers. */
    protected abstract LogSearch search();

    /** The part of it that keeps patterns. */
    protected abstract PatternStore patterns();

    @Test
    void countsTheEventsOfAPatternWithThem() {
        LogEvent first = event("file:a", 0, NOON, "a", ON_WEB).with("00000000000000aa", Map.of());
        LogEvent second = event("file:a", 1, NOON.plusSeconds(1), "b", ON_WEB).with("ffffffffffffffff", Map.of());
        get(patterns().define(List.of(new KnownPattern(0xAA, "a", "a", false, 0))));
        append(part(source("file:a"), SourceBatch.UNKNOWN, List.of(first, second)));
        SourceBatch again = part(source("file:a"), SourceBatch.UNKNOWN, List.of(first));
        assertThat(get(store().append(List.of(again)))).isInstanceOf(AppendOutcome.Conflict.class);

        List<PatternAccount> found = get(patterns().patterns(null)).patterns();

        assertThat(found)
                .extracting(pattern -> pattern.pattern().id(), PatternAccount::events, PatternAccount::firstSeen)
                .containsExactlyInAnyOrder(tuple(0xAAL, 1L, NOON), tuple(-1L, 1L, NOON.plusSeconds(1)));
        assertThat(all()).containsExactly(second, first);
        Query query = new Query.Match(new Field(Field.Kind.PATTERN, "pattern"), "FFFFFFFFFFFFFFFF");
        assertThat(get(search().search(new EventSearch(EventRange.newestFirst(query, null, null), 10, 0)))
                        .events())
                .containsExactly(second);
        EventCounts counts = new EventCounts(
                new EventRange(new Query.All(), NOON, NOON.plusSeconds(9), EventRange.Order.ANY, null),
                NOON,
                Duration.ofSeconds(9),
                1,
                new Field(Field.Kind.PATTERN, "pattern"));
        assertThat(get(search().count(counts, Caller.patient())).top(9))
                .extracting(Tally.Series::value)
                .containsExactlyInAnyOrder("00000000000000aa", "ffffffffffffffff");
    }

    @Test
    void keepsWhatPatternsAreAndSaysWhichChanged() {
        append(part(
                source("file:a"),
                SourceBatch.UNKNOWN,
                List.of(event("file:a", 0, NOON, "a", ON_WEB).with("000000000000000a", Map.of()))));
        get(patterns().define(List.of(new KnownPattern(10, "a <*>", "a 1", false, 0))));
        PatternStore.Found before = get(patterns().patterns(null));
        get(patterns()
                .define(List.of(
                        new KnownPattern(10, "<*> <*>", "b 2", false, 11),
                        new KnownPattern(11, "<*> <*>", "b 2", true, 0))));
        get(patterns().define(List.of(new KnownPattern(10, "<*> <*>", "b 2", false, 12))));

        List<PatternAccount> found = get(patterns().patterns(before.upTo())).patterns();

        assertThat(before.patterns()).extracting(PatternAccount::events).containsExactly(1L);
        assertThat(found)
                .extracting(PatternAccount::pattern)
                .containsExactlyInAnyOrder(
                        new KnownPattern(10, "<*> <*>", "a 1", false, 11),
                        new KnownPattern(11, "<*> <*>", "b 2", true, 0));
        get(patterns().keep(1));
        assertThat(get(patterns().patterns(null)).patterns()).hasSize(1);
    }

    @Test
    void givesBackWhatItWasGiven() {
        LogEvent event = new LogEvent(
                NOON.plusNanos(123_456_789),
                NOON.plusMillis(7),
                18,
                "Error",
                "connection reset\n\tat Main",
                Map.of(
                        "status",
                        500L,
                        "ratio",
                        0.25,
                        "ok",
                        true,
                        "tags",
                        List.of("a", 1L),
                        "http",
                        Map.of("method", "GET")),
                Map.of("service.name", "payments", "host.name", "web-2", "added", "x"),
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                "file:a",
                0);
        Source source = new Source("file:a", Map.of("service.name", "shop", "host.name", "web-1", "gone", "y"));

        append(part(source, SourceBatch.UNKNOWN, List.of(event)));

        assertThat(all()).containsExactly(event);
    }

    @Test
    void leavesOutNothingThatTheSourceSaysAlready() {
        Source source = new Source("file:a", Map.of("service.name", "shop", "host.name", "web-1"));
        LogEvent same = event("file:a", 0, NOON, "same", source.resource());
        LogEvent none = event("file:a", 1, NOON, "none", Map.of());

        append(part(source, SourceBatch.UNKNOWN, List.of(same, none)));

        assertThat(all()).containsExactly(none, same);
    }

    @Test
    void movesTheWatermarkWithTheEvents() {
        Source source = source("file:a");

        append(part(source, SourceBatch.UNKNOWN, events("file:a", 0, 3)));
        append(part(source, 3, events("file:a", 3, 2)));

        assertThat(get(store().watermarks(List.of("file:a", "file:never")))).isEqualTo(Map.of("file:a", 5L));
        assertThat(all()).hasSize(5);
    }

    @Test
    void storesNothingOfABatchOfWhichOneSourceWasMovedByAnother() {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 3)));

        AppendOutcome outcome = get(store().append(List.of(
                part(source("file:b"), SourceBatch.UNKNOWN, events("file:b", 0, 2)),
                part(source("file:a"), 2, events("file:a", 2, 2)),
                part(source("file:c"), 7, events("file:c", 7, 1)))));

        assertThat(outcome).isEqualTo(new AppendOutcome.Conflict(Map.of("file:a", 3L, "file:c", SourceBatch.UNKNOWN)));
        assertThat(all()).hasSize(3);
        assertThat(get(store().watermarks(List.of("file:a", "file:b", "file:c"))))
                .isEqualTo(Map.of("file:a", 3L));
    }

    @Test
    void doesNotTakeTheSameBatchTwice() {
        SourceBatch part = part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 3));
        append(part);

        AppendOutcome again = get(store().append(List.of(part)));

        assertThat(again).isEqualTo(new AppendOutcome.Conflict(Map.of("file:a", 3L)));
        assertThat(all()).hasSize(3);
    }

    @Test
    void storesEachEventOnceWhenTwoProcessorsHaveTheSameSources() {
        int rounds = 30;
        try (ExecutorService processors = Executors.newFixedThreadPool(2)) {
            CompletableFuture<Void> one = CompletableFuture.runAsync(() -> race(rounds), processors);
            CompletableFuture<Void> two = CompletableFuture.runAsync(() -> race(rounds), processors);
            one.join();
            two.join();
        }

        List<LogEvent> stored = all();
        assertThat(stored).hasSize(2 * rounds);
        Set<String> identities = new HashSet<>();
        stored.forEach(event -> identities.add(event.source() + "/" + event.offset()));
        assertThat(identities).hasSize(2 * rounds);
    }

    private void race(int rounds) {
        for (int round = 0; round < rounds; round++) {
            long expected = round == 0 ? SourceBatch.UNKNOWN : round;
            List<SourceBatch> batch = new ArrayList<>(List.of(
                    part(source("file:a"), expected, events("file:a", round, 1)),
                    part(source("file:b"), expected, events("file:b", round, 1))));
            if (Thread.currentThread().threadId() % 2 == 0) {
                Collections.reverse(batch);
            }
            get(store().append(batch));
        }
    }

    @Test
    void accountsForEveryByte() {
        Source source = new Source("file:a", Map.of("host.name", "web-1"));
        append(new SourceBatch(
                source, SourceBatch.UNKNOWN, 30, events("file:a", 0, 2), 25, Map.of("blank", 5L), List.of()));
        append(new SourceBatch(source, 30, 40, events("file:a", 30, 1), 4, Map.of("blank", 1L, "gap", 5L), List.of()));

        List<SourceAccount> accounts = get(store().accounts());

        assertThat(accounts).singleElement().satisfies(account -> {
            assertThat(account.source()).isEqualTo(source);
            assertThat(account.watermark()).isEqualTo(40);
            assertThat(account.storedEvents()).isEqualTo(3);
            assertThat(account.storedBytes()).isEqualTo(29);
            assertThat(account.droppedBytes()).isEqualTo(Map.of("blank", 6L, "gap", 5L));
            assertThat(account.updated()).isAfter(NOON.minus(3650, ChronoUnit.DAYS));
        });
    }

    @Test
    void keepsAnAlertThatIsRaisedTwiceOnce() {
        LogEvent cause = event("file:a", 0, NOON, "down", Map.of());
        Alert first = alert("1", NOON, cause);
        Alert second = alert("2", NOON.plusSeconds(1), cause);
        append(new SourceBatch(
                source("file:a"), SourceBatch.UNKNOWN, 1, List.of(cause), 1, Map.of(), List.of(first, second)));
        append(new SourceBatch(source("file:a"), 1, 2, List.of(), 0, Map.of("blank", 1L), List.of(first)));

        assertThat(get(store().alerts(10, 0))).containsExactly(second, first);
        assertThat(get(store().alerts(1, 1))).containsExactly(first);
    }

    @Test
    void listsAlertsOfOneTimeInTheOrderOfTheirLines() {
        List<LogEvent> causes = new ArrayList<>();
        List<Alert> alerts = new ArrayList<>();
        for (int line = 0; line < 12; line++) {
            LogEvent cause = event("file:a", line, NOON, "down", Map.of());
            causes.add(cause);
            alerts.add(alert("id" + line * 7 % 12, NOON, cause));
        }
        append(new SourceBatch(source("file:a"), SourceBatch.UNKNOWN, 12, causes, 12, Map.of(), alerts));

        assertThat(get(store().alerts(20, 0))).isEqualTo(alerts.reversed());
        assertThat(get(store().alerts(5, 3))).isEqualTo(alerts.reversed().subList(3, 8));
    }

    @Test
    void meansByEveryQueryWhatItMeansInMemory() {
        RandomSearches random = new RandomSearches(20260301);
        List<LogEvent> events = random.events(150);
        appendAll(events);

        for (int i = 0; i < 400; i++) {
            Query query = random.query();
            List<LogEvent> expected = events.stream()
                    .filter(new EventPredicate(query))
                    .sorted(NEWEST_FIRST)
                    .toList();

            assertThat(get(search().search(new EventSearch(query, null, null, 10_000, 0, null)))
                            .events())
                    .as(query.toString())
                    .isEqualTo(expected);
        }
    }

    @Test
    void putsTheOldestFirstIfItIsAskedTo() {
        RandomSearches random = new RandomSearches(20260302);
        List<LogEvent> events = random.events(150);
        appendAll(events);

        for (int i = 0; i < 100; i++) {
            Query query = random.query();
            EventRange range = new EventRange(query, null, null, EventRange.Order.OLDEST_FIRST, null);

            assertThat(get(search().search(new EventSearch(range, 10_000, 0))).events())
                    .as(query.toString())
                    .isEqualTo(events.stream()
                            .filter(new EventPredicate(query))
                            .sorted(NEWEST_FIRST.reversed())
                            .toList());
        }
    }

    @Test
    void countsOverTimeWhatTheQueryMeansInMemory() {
        RandomSearches random = new RandomSearches(20260303);
        List<LogEvent> events = random.events(150);
        appendAll(events);
        Instant from = events.getFirst().time().minusSeconds(60);
        Instant to = events.getLast().time();
        List<@Nullable Field> splits = new ArrayList<>(List.of(
                Field.of("severity"), Field.of("service"), Field.of("source"), Field.of("user"), Field.of("status")));
        splits.add(null);

        for (int i = 0; i < 200; i++) {
            Query query = i % 3 == 0 ? new Query.All() : random.query();
            EventCounts question = new EventCounts(
                    new EventRange(query, from, to, EventRange.Order.ANY, null),
                    from,
                    Duration.ofMinutes(30),
                    (int) Duration.between(from, to).dividedBy(Duration.ofMinutes(30)) + 1,
                    splits.get(i % splits.size()));
            EventReader<Tally> inMemory = question.reader();
            events.stream()
                    .filter(new EventPredicate(query))
                    .filter(event ->
                            !event.time().isBefore(from) && event.time().isBefore(to))
                    .forEach(inMemory::take);

            Tally counted = get(search().count(question, Caller.patient()));

            assertThat(counted.all())
                    .as(query.toString())
                    .isEqualTo(inMemory.result().all());
            assertThat(counted.top(100))
                    .as(question.toString())
                    .isEqualTo(inMemory.result().top(100));
        }
    }

    @Test
    void turnsPagesInTheOtherDirectionAsWell() {
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            events.add(event("file:" + i % 3, i, NOON.plusNanos(i / 20 * 400L), "line " + i, Map.of()));
        }
        appendAll(events);

        List<LogEvent> turned = new ArrayList<>();
        EventRange.@Nullable Cursor cursor = null;
        do {
            EventRange range = new EventRange(new Query.All(), null, null, EventRange.Order.OLDEST_FIRST, cursor);
            EventPage page = get(search().search(new EventSearch(range, 7, 0)));
            turned.addAll(page.events());
            cursor = page.next();
        } while (cursor != null);

        assertThat(turned)
                .isEqualTo(events.stream().sorted(NEWEST_FIRST.reversed()).toList());
    }

    @Test
    void showsWhatStandsBesideAnEventInItsSource() {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 50)));
        append(part(source("file:b"), SourceBatch.UNKNOWN, events("file:b", 0, 50)));

        EventContext context = get(
                search().context(new EventContext.Place("file:a", 20, NOON.plusSeconds(20), 3, 2), Caller.patient()));

        assertThat(context.event()).isNotNull().extracting(LogEvent::body).isEqualTo("line 20");
        assertThat(context.before()).extracting(LogEvent::offset).containsExactly(17L, 18L, 19L);
        assertThat(context.after()).extracting(LogEvent::offset).containsExactly(21L, 22L);
        assertThat(context.before()).allMatch(event -> event.source().equals("file:a"));
    }

    @Test
    void showsNeighboursWhoseTimesAreFarAndFindsTheEventWithoutItsTime() {
        append(part(
                source("file:a"),
                SourceBatch.UNKNOWN,
                List.of(
                        event("file:a", 0, NOON.minus(20, ChronoUnit.HOURS), "first", Map.of()),
                        event("file:a", 1, NOON.minus(400, ChronoUnit.DAYS), "dated", Map.of()),
                        event("file:a", 2, NOON, "undated", Map.of()))));

        EventContext ofDated = get(search().context(new EventContext.Place("file:a", 1, null, 5, 5), Caller.patient()));

        assertThat(ofDated.before()).extracting(LogEvent::body).containsExactly("first");
        assertThat(ofDated.after()).extracting(LogEvent::body).containsExactly("undated");
        assertThat(get(search().context(new EventContext.Place("file:a", 7, null, 5, 5), Caller.patient())))
                .isEqualTo(EventContext.NONE);
        assertThat(get(search().context(new EventContext.Place("file:z", 1, null, 5, 5), Caller.patient())))
                .isEqualTo(EventContext.NONE);
    }

    @Test
    void endsASearchWhoseCallerLeaves() {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 5_000)));
        Caller caller = Caller.patient();
        EventReader<Integer> leaving = new EventReader<>() {
            private int taken;

            @Override
            public boolean take(LogEvent event) {
                caller.leave();
                return ++taken < 5_000;
            }

            @Override
            public long most() {
                return Long.MAX_VALUE;
            }

            @Override
            public Integer result() {
                return taken;
            }
        };

        assertThatThrownBy(
                        () -> get(search().read(EventRange.newestFirst(new Query.All(), null, null), leaving, caller)))
                .isInstanceOf(SearchAbandonedException.class);
        assertThat(leaving.result()).isLessThan(1_000);
        assertThat(all()).hasSize(5_000);
    }

    @Test
    void endsASearchWhoseCallerHasNoMoreTime() {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 1_000)));

        assertThatThrownBy(() -> get(search().read(
                                EventRange.newestFirst(new Query.All(), null, null),
                                new PageReader(new EventSearch(new Query.All(), null, null, 10_000, 0, null)),
                                Caller.within(Duration.ofNanos(1)))))
                .isInstanceOf(SearchTimeoutException.class)
                .hasMessageContaining("timeout= of the call");
    }

    @Test
    void answersSqlAboutTheEvents() {
        append(part(
                new Source("file:a", Map.of("host.name", "web-1", "service.name", "shop", "log.file.path", "/a.log")),
                SourceBatch.UNKNOWN,
                List.of(
                        new LogEvent(
                                NOON.plusNanos(123_456_000),
                                NOON,
                                18,
                                "Error",
                                "down",
                                Map.of("status", 500L),
                                Map.of("host.name", "web-2", "service.name", "payments"),
                                null,
                                null,
                                "file:a",
                                0),
                        event("file:a", 1, NOON.plusSeconds(1), "bare", Map.of()))));

        SqlAnswer answer = sql("SELECT severity, service, host, file, body, attributes ->> 'status' AS status"
                + " FROM logs ORDER BY source_offset");

        assertThat(answer.columns()).containsExactly("severity", "service", "host", "file", "body", "status");
        assertThat(answer.rows().getFirst().subList(0, 5))
                .isEqualTo(Arrays.asList("ERROR", "payments", "web-2", null, "down"));
        assertThat(answer.rows().getFirst().get(5)).hasToString("500");
        assertThat(answer.rows().getLast()).isEqualTo(Arrays.asList("INFO", null, null, null, "bare", null));
        append(part(
                source("file:b"),
                SourceBatch.UNKNOWN,
                List.of(event("file:b", 0, NOON, "like others", ON_WEB).with("8f14e45fceea167a", Map.of()))));
        assertThat(sql("SELECT pattern FROM logs ORDER BY body").rows())
                .isEqualTo(List.of(
                        Collections.singletonList(null), Collections.singletonList(null), List.of("8f14e45fceea167a")));
        assertThat(sql("SELECT time FROM logs WHERE body = 'down'").rows())
                .isEqualTo(List.of(List.of("2026-03-01T12:00:00.123456Z")));
        assertThat(sql("WITH n AS (SELECT count(*) AS many FROM logs) SELECT many + 1 AS more FROM n")
                        .rows()
                        .getFirst()
                        .getFirst())
                .hasToString("4");
    }

    @Test
    void comparesTimesInSqlHoweverTheyAreWritten() {
        append(part(
                source("file:a"),
                SourceBatch.UNKNOWN,
                List.of(
                        event("file:a", 0, NOON, "noon", ON_WEB),
                        event("file:a", 1, NOON.plusMillis(1), "later", ON_WEB),
                        event("file:a", 2, NOON.plusSeconds(1), "a second later", ON_WEB))));

        assertThat(bodies("time >= '2026-03-01T12:00:00Z'")).containsExactly("noon", "later", "a second later");
        assertThat(bodies("time > '2026-03-01 12:00:00'")).containsExactly("later", "a second later");
        assertThat(bodies("time = '2026-03-01T13:00:00.001+01:00'")).containsExactly("later");
        assertThat(bodies("time BETWEEN '2026-03-01T12:00:00.001Z' AND '2026-03-01T12:00:01Z'"))
                .containsExactly("later", "a second later");
        assertThat(bodies("time < '2026-03-01'")).isEmpty();
    }

    private List<@Nullable Object> bodies(String condition) {
        return sql("SELECT body FROM logs WHERE " + condition + " ORDER BY source_offset").rows().stream()
                .<@Nullable Object>map(List::getFirst)
                .toList();
    }

    @Test
    void returnsAsManyRowsOfSqlAsItMayAndSaysSo() {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 1_000)));

        SqlAnswer some = get(search().sql(
                        new SqlQuestion(CheckedSql.of("SELECT body FROM logs ORDER BY source_offset"), 700),
                        Caller.patient()));

        assertThat(some.rows()).hasSize(700).endsWith(List.of("line 699"));
        assertThat(some.truncated()).isTrue();
        assertThat(sql("SELECT body FROM logs").truncated()).isFalse();
        assertThat(sql("SELECT body FROM logs WHERE body = 'none'").rows()).isEmpty();
    }

    @Test
    void saysWhatTheDatabaseSaysAboutSql() {
        assertThatThrownBy(() -> sql("SELECT nothing FROM logs"))
                .isInstanceOf(SqlRefusedException.class)
                .hasMessageContaining("the database cannot answer this")
                .hasMessageContaining("nothing")
                .hasMessageNotContaining("missing database");
        assertThatThrownBy(() -> sql("SELECT FROM WHERE")).isInstanceOf(SqlRefusedException.class);
    }

    @Test
    void endsSqlThatTakesTooLong() {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 3_000)));
        SqlQuestion huge = new SqlQuestion(
                CheckedSql.of("SELECT count(*) FROM logs a CROSS JOIN logs b CROSS JOIN logs c"
                        + " WHERE length(a.body) + length(b.body) + length(c.body) < 0"),
                10);

        assertThatThrownBy(() -> get(search().sql(huge, Caller.within(Duration.ofMillis(200)))))
                .isInstanceOf(SearchTimeoutException.class);
    }

    private SqlAnswer sql(String statement) {
        return get(search().sql(new SqlQuestion(CheckedSql.of(statement), 10_000), Caller.patient()));
    }

    @Test
    void turnsPagesWithoutLeavingOutOrRepeatingAnEvent() {
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            events.add(event("file:" + i % 3, i, NOON.plusNanos(i / 20 * 400L), "line " + i, Map.of()));
        }
        appendAll(events);

        List<LogEvent> turned = new ArrayList<>();
        EventRange.@Nullable Cursor cursor = null;
        do {
            EventPage page = get(search().search(new EventSearch(new Query.All(), null, null, 7, 0, cursor)));
            turned.addAll(page.events());
            cursor = page.next();
        } while (cursor != null);

        assertThat(turned).isEqualTo(events.stream().sorted(NEWEST_FIRST).toList());
    }

    @Test
    void saysThatThereIsNoMoreAtTheEndExactly() {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 4)));

        assertThat(get(search().search(new EventSearch(new Query.All(), null, null, 4, 0, null)))
                        .next())
                .isNull();
        assertThat(get(search().search(new EventSearch(new Query.All(), null, null, 3, 0, null)))
                        .next())
                .isNotNull();
    }

    @Test
    void leavesOutAsManyAsItIsTold() {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 10)));

        List<LogEvent> page = get(search().search(new EventSearch(new Query.All(), null, null, 3, 4, null)))
                .events();

        assertThat(page).extracting(LogEvent::offset).containsExactly(5L, 4L, 3L);
    }

    @Test
    void takesTheFirstBoundInAndTheLastOut() {
        append(part(
                source("file:a"),
                SourceBatch.UNKNOWN,
                List.of(
                        event("file:a", 0, NOON.minusNanos(1), "before", Map.of()),
                        event("file:a", 1, NOON, "first", Map.of()),
                        event("file:a", 2, NOON.plusNanos(1), "second", Map.of()),
                        event("file:a", 3, NOON.plusNanos(2), "after", Map.of()))));

        List<LogEvent> found = get(search().search(
                                new EventSearch(new Query.All(), NOON, NOON.plusNanos(2), 100, 0, null)))
                .events();

        assertThat(found).extracting(LogEvent::body).containsExactly("second", "first");
    }

    @Test
    void survivesTextThatIsMeantToBreakIt() {
        List<String> bodies = List.of(
                "'; DROP TABLE events; --",
                "\"quoted\" 100% _under_ back\\slash",
                "$1 ?1 {} %s",
                "nul \0 inside",
                "lone \uD800 surrogate",
                "🙂 \u202E right to left",
                "");
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            events.add(new LogEvent(
                    NOON.plusSeconds(i),
                    NOON,
                    0,
                    bodies.get(i),
                    bodies.get(i),
                    Map.of("k" + bodies.get(i), bodies.get(i), "list", List.of(bodies.get(i))),
                    Map.of("r" + bodies.get(i), bodies.get(i)),
                    null,
                    null,
                    "file:'\"; --",
                    i));
        }
        append(part(source("file:'\"; --"), SourceBatch.UNKNOWN, events));

        assertThat(all()).hasSize(bodies.size());
        for (String body : bodies.subList(0, 3)) {
            assertThat(get(search().search(new EventSearch(new Query.Match(Field.BODY, body), null, null, 10, 0, null)))
                            .events())
                    .extracting(LogEvent::body)
                    .containsExactly(body);
        }
    }

    @Test
    void keepsEventsOfAnyTime() {
        List<LogEvent> events = new ArrayList<>();
        List<Instant> times = List.of(
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("1969-12-31T23:59:59.999999999Z"),
                Instant.parse("2019-05-05T05:05:05Z"),
                NOON,
                Instant.parse("2099-01-01T00:00:00Z"),
                Instant.parse("9999-12-31T23:59:59.999999999Z"));
        for (int i = 0; i < times.size(); i++) {
            events.add(event("file:a", i, times.get(i), "line " + i, Map.of()));
        }
        append(part(source("file:a"), SourceBatch.UNKNOWN, events));

        assertThat(all()).isEqualTo(events.reversed());
    }

    @Test
    void survivesTimesThatNoDatabaseKnows() {
        append(part(
                source("file:a"),
                SourceBatch.UNKNOWN,
                List.of(
                        event("file:a", 0, Instant.MIN, "first", Map.of()),
                        event("file:a", 1, Instant.MAX, "last", Map.of()))));

        assertThat(all()).extracting(LogEvent::body).containsExactly("last", "first");
        assertThatCode(() ->
                        get(search().search(new EventSearch(new Query.All(), Instant.MIN, Instant.MAX, 1, 0, null))))
                .doesNotThrowAnyException();
    }

    @Test
    void keepsAnEventOfFiveMegabytes() {
        String body = "0123456789".repeat(500_000);
        append(part(source("file:a"), SourceBatch.UNKNOWN, List.of(event("file:a", 0, NOON, body, Map.of()))));

        assertThat(all()).singleElement().extracting(LogEvent::body).isEqualTo(body);
    }

    @Test
    void forgetsWhatIsOlderThanItIsToldAndNothingElse() {
        append(part(
                source("file:a"),
                SourceBatch.UNKNOWN,
                List.of(
                        event("file:a", 0, Instant.parse("2001-01-01T00:00:00Z"), "ancient", Map.of()),
                        event("file:a", 1, NOON.minus(3, ChronoUnit.DAYS), "old", Map.of()),
                        event("file:a", 2, NOON, "new", Map.of()),
                        event("file:a", 3, Instant.parse("2099-01-01T00:00:00Z"), "future", Map.of()))));

        get(store().expire(NOON.minus(1, ChronoUnit.DAYS)));

        assertThat(all()).extracting(LogEvent::body).containsExactly("future", "new");
        assertThat(get(store().accounts())).singleElement().satisfies(account -> {
            assertThat(account.storedEvents()).isEqualTo(4);
            assertThat(account.watermark()).isEqualTo(4);
        });
    }

    @Test
    void opensAgainWithoutHarm() {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 1)));

        get(store().open());

        assertThat(all()).hasSize(1);
    }

    protected static <T> T get(Uni<T> answer) {
        return answer.await().atMost(PATIENCE);
    }

    protected static Source source(String id) {
        return new Source(id, Map.of("host.name", "web-1"));
    }

    /** A part whose events are one byte each. */
    protected static SourceBatch part(Source source, long expected, List<LogEvent> events) {
        long watermark = events.getLast().offset() + 1;
        return new SourceBatch(source, expected, watermark, events, events.size(), Map.of(), List.of());
    }

    protected static List<LogEvent> events(String source, long from, int count) {
        List<LogEvent> events = new ArrayList<>();
        for (long offset = from; offset < from + count; offset++) {
            events.add(event(source, offset, NOON.plusSeconds(offset), "line " + offset, Map.of()));
        }
        return events;
    }

    protected static LogEvent event(
            String source, long offset, Instant time, String body, Map<String, String> resource) {
        return new LogEvent(time, NOON, 9, "INFO", body, Map.of(), resource, null, null, source, offset);
    }

    private void appendAll(List<LogEvent> events) {
        List<SourceBatch> batch = new ArrayList<>();
        events.stream()
                .collect(Collectors.groupingBy(LogEvent::source))
                .forEach((id, ofSource) -> batch.add(part(source(id), SourceBatch.UNKNOWN, ofSource)));
        append(batch.toArray(SourceBatch[]::new));
    }

    protected void append(SourceBatch... batch) {
        assertThat(get(store().append(List.of(batch)))).isEqualTo(new AppendOutcome.Appended());
    }

    protected List<LogEvent> all() {
        return get(search().search(new EventSearch(new Query.All(), null, null, 10_000, 0, null)))
                .events();
    }

    private static Alert alert(String id, Instant startsAt, LogEvent cause) {
        return new Alert(
                Alert.VERSION,
                id,
                Map.of("alertname", "ErrorLine"),
                Map.of("summary", "down"),
                startsAt,
                null,
                "http://localhost:8090/",
                List.of(cause),
                "ERROR down",
                List.of(new Alert.ContextLine("down", true)));
    }
}
