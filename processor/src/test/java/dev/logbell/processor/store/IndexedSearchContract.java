package dev.logbell.processor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.query.EventPredicate;
import dev.logbell.query.Field;
import dev.logbell.query.Query;
import dev.logbell.query.QueryParser;
import dev.logbell.query.RandomSearches;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every store does with events that its index covers, in segments of {@link #EVENTS}; each test starts empty. */
public abstract class IndexedSearchContract {
    protected static final int EVENTS = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    protected static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Comparator<LogEvent> NEWEST_FIRST = Comparator.comparing(LogEvent::time)
            .thenComparing(LogEvent::source)
            .thenComparingLong(LogEvent::offset)
            .reversed();

    protected abstract LogStore store();

    protected abstract LogSearch search();

    /** Indexes what is stored; returns how many segments there are then. */
    protected abstract int index();

    @Test
    void meansWithAnIndexWhatItMeansInMemory() {
        RandomSearches random = new RandomSearches(20261123);
        List<LogEvent> events = random.events(300);
        appendAll(events.subList(0, 150));
        index();
        appendAll(events.subList(150, 300));
        assertThat(index()).isGreaterThan(1);

        for (int i = 0; i < 300; i++) {
            Query query = random.query();
            EventRange.Order order = i % 2 == 0 ? EventRange.Order.NEWEST_FIRST : EventRange.Order.OLDEST_FIRST;
            Comparator<LogEvent> sorting = i % 2 == 0 ? NEWEST_FIRST : NEWEST_FIRST.reversed();
            List<LogEvent> expected = events.stream()
                    .filter(new EventPredicate(query))
                    .sorted(sorting)
                    .toList();

            assertThat(read(new EventRange(query, null, null, order, null)))
                    .as(query.toString())
                    .isEqualTo(expected);
            Instant from = events.get(60).time();
            Instant to = events.get(250).time();
            assertThat(read(new EventRange(query, from, to, order, null)))
                    .as("in between: " + query)
                    .isEqualTo(expected.stream()
                            .filter(event ->
                                    !event.time().isBefore(from) && event.time().isBefore(to))
                            .toList());
        }
    }

    @Test
    void findsWhatIsRareByItsTextItsValuesAndItsPlace() {
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < 5 * EVENTS; i++) {
            String id = Long.toHexString(0x1234567890abcL * (i + 1));
            events.add(new LogEvent(
                    NOON.plusSeconds(i),
                    NOON,
                    i == 77 ? 21 : 9,
                    "",
                    "order " + id + " placed" + (i == 77 ? " Überraschend" : ""),
                    Map.of("order", id, "number", (long) i, "deep", Map.of("half", i / 2.0)),
                    Map.of("service.name", "shop"),
                    "%032x".formatted(i + 1),
                    null,
                    "file:a",
                    i * 100L));
        }
        for (int i = 0; i < events.size(); i += EVENTS) {
            appendAll(events.subList(i, i + EVENTS));
        }
        assertThat(index()).isGreaterThanOrEqualTo(4);
        LogEvent rare = events.get(77);
        String id = Long.toHexString(0x1234567890abcL * 78);
        Field number = Field.of("number");

        List<Query> queries = List.of(
                new Query.Match(Field.BODY, id.substring(2, 9)),
                new Query.Match(Field.BODY, "ÜBERRASCHEND"),
                new Query.Wildcard(Field.BODY, "placed?*raschend"),
                new Query.Regex(Field.BODY, "order " + id + " .*SCHEN[Dd]$"),
                new Query.Match(Field.of("order"), id.toUpperCase(Locale.ROOT)),
                new Query.Match(number, "77.0"),
                new Query.Match(Field.of("deep.half"), "38.50"),
                new Query.Match(Field.of("severity"), "FATAL"),
                new Query.Match(Field.of("trace_id"), "%032X".formatted(78)),
                new Query.And(List.of(new Query.Match(Field.of("service"), "SHOP"), new Query.Match(number, "77"))),
                new Query.Or(List.of(new Query.Match(number, "77"), new Query.Match(Field.BODY, "never there"))));

        for (Query query : queries) {
            assertThat(read(EventRange.newestFirst(query, null, null)))
                    .as(query.toString())
                    .containsExactly(rare);
        }
        assertThat(read(EventRange.newestFirst(new Query.Match(Field.BODY, "never there"), null, null)))
                .isEmpty();
        EventContext context =
                get(search().context(new EventContext.Place("file:a", rare.offset(), null, 1, 1), Caller.patient()));
        assertThat(context.event()).isEqualTo(rare);
        assertThat(context.before()).containsExactly(events.get(76));
        assertThat(get(search().context(new EventContext.Place("file:a", 7_701, null, 1, 1), Caller.patient())))
                .isEqualTo(EventContext.NONE);
    }

    @Test
    void readsWhatIsFoundOftenPageByPageInItsOrder() {
        Random random = new Random(20261126);
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < 20 * EVENTS; i++) {
            Instant time = NOON.plusSeconds(i / 4 + random.nextInt(40));
            int severity = i % 5 == 0 ? 17 : 9;
            events.add(new LogEvent(time, NOON, severity, "", "x", Map.of(), Map.of(), null, null, "file:a", i));
        }
        for (int i = 0; i < events.size(); i += EVENTS) {
            appendAll(events.subList(i, i + EVENTS));
        }
        index();
        Query errors = QueryParser.parse("severity:>=ERROR");
        List<LogEvent> expected = events.stream()
                .filter(new EventPredicate(errors))
                .sorted(NEWEST_FIRST)
                .toList();

        List<LogEvent> found = new ArrayList<>();
        EventRange range = EventRange.newestFirst(errors, null, null);
        EventPage page = get(search().search(new EventSearch(range, 40, 0)));
        found.addAll(page.events());
        while (page.next() != null) {
            range = new EventRange(errors, null, null, EventRange.Order.NEWEST_FIRST, page.next());
            page = get(search().search(new EventSearch(range, 40, 0)));
            found.addAll(page.events());
        }

        assertThat(found).isEqualTo(expected);
        Instant from = NOON.plusSeconds(60);
        Instant to = NOON.plusSeconds(300);
        assertThat(read(EventRange.newestFirst(errors, from, to)))
                .isEqualTo(expected.stream()
                        .filter(event ->
                                !event.time().isBefore(from) && event.time().isBefore(to))
                        .toList());
    }

    @Test
    void findsWhatComesLateOrIsLeftAfterOldEventsWereDeleted() {
        appendAll(lines(0, 3 * EVENTS, NOON));
        index();
        appendAll(lines(3 * EVENTS, EVENTS, NOON.minus(Duration.ofDays(2))));
        index();
        get(store().expire(NOON.minus(Duration.ofDays(1))));
        appendAll(lines(4 * EVENTS, 3, NOON.plusSeconds(3)));

        assertThat(read(EventRange.newestFirst(
                        new Query.Match(Field.BODY, "line " + (4 * EVENTS + 1) + "."), null, null)))
                .hasSize(1);
        index();
        assertThat(read(EventRange.newestFirst(
                        new Query.Match(Field.BODY, "line " + (4 * EVENTS + 1) + "."), null, null)))
                .hasSize(1);
        assertThat(read(EventRange.newestFirst(new Query.Match(Field.BODY, "line 7."), null, null)))
                .hasSize(1);
        assertThat(read(EventRange.newestFirst(new Query.Match(Field.BODY, "line " + 3 * EVENTS + "."), null, null)))
                .isEmpty();
        assertThat(read(EventRange.newestFirst(new Query.All(), null, null))).hasSize(3 * EVENTS + 3);
    }

    @Test
    void countsByMinutesWhatItCountsOneByOne() {
        Random random = new Random(20261124);
        List<LogEvent> events = new ArrayList<>(spread(random, 0, 5 * EVENTS));
        for (int i = 0; i < events.size(); i += EVENTS / 2) {
            appendAll(events.subList(i, i + EVENTS / 2));
        }
        index();
        List<LogEvent> late = spread(random, 5 * EVENTS, EVENTS / 2);
        appendAll(late);
        events.addAll(late);
        countsLike(events, random);

        Instant before = NOON.minus(Duration.ofMinutes(30)).plusMillis(1);
        get(store().expire(before));
        List<LogEvent> left = new ArrayList<>(events);
        left.removeIf(event -> event.time().isBefore(before) && isGone(event));
        countsLike(left, random);
        index();
        countsLike(left, random);
    }

    @Test
    void countsRowsWhereSegmentsOfBeforeHaveNoCounts() {
        Random random = new Random(20261125);
        List<LogEvent> events = spread(random, 0, 3 * EVENTS);
        for (int i = 0; i < events.size(); i += EVENTS / 2) {
            appendAll(events.subList(i, i + EVENTS / 2));
        }
        index();
        forgetCounts();

        countsLike(events, random);
    }

    /** Leaves the segments as a version made them that did not count. */
    protected abstract void forgetCounts();

    /** Whether an event that is too old is deleted at once, and not with all others of its day. */
    protected abstract boolean isGone(LogEvent event);

    /** Events of two hours around noon in any order, some at the very start and end of a minute. */
    private static List<LogEvent> spread(Random random, int from, int count) {
        List<LogEvent> events = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            Instant minute = NOON.plus(Duration.ofMinutes(random.nextInt(-60, 60)));
            Instant time = switch (random.nextInt(4)) {
                case 0 -> minute;
                case 1 -> minute.minusNanos(1);
                default -> minute.plusNanos(random.nextLong(60_000_000_000L));
            };
            int severity = random.nextInt(0, 25);
            events.add(new LogEvent(time, NOON, severity, "", "x", Map.of(), Map.of(), null, null, "file:a", i));
        }
        return events;
    }

    private void countsLike(List<LogEvent> events, Random random) {
        List<String> queries = List.of("*", "severity:>=WARN", "NOT severity:error OR severity:17", "severity:*", "x");
        for (int i = 0; i < 60; i++) {
            Duration width = List.of(
                            Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofSeconds(90), Duration.ofHours(1))
                    .get(random.nextInt(4));
            Instant from = NOON.plusSeconds(random.nextInt(-4000, 3000)).plusNanos(random.nextInt(2) * 1_500L);
            Instant to = from.plusMillis(random.nextInt(1, 6_000_000));
            long millis = width.toMillis();
            Instant origin = Instant.ofEpochMilli(Math.floorDiv(from.toEpochMilli(), millis) * millis);
            String text = queries.get(random.nextInt(queries.size()));
            Query query = QueryParser.parse(text);
            EventCounts question = new EventCounts(
                    new EventRange(query, from, to, EventRange.Order.ANY, null),
                    origin,
                    width,
                    (int) Duration.between(origin, to).dividedBy(width) + 1,
                    random.nextBoolean() ? Field.of("severity") : null);
            EventReader<Tally> oneByOne = question.reader();
            events.stream()
                    .filter(new EventPredicate(query))
                    .filter(event ->
                            !event.time().isBefore(from) && event.time().isBefore(to))
                    .forEach(oneByOne::take);

            assertThat(get(search().count(question, Caller.patient())).top(100))
                    .as("%s from %s to %s by %s, split by %s", text, from, to, width, question.split())
                    .isEqualTo(oneByOne.result().top(100));
        }
    }

    protected static List<LogEvent> lines(int from, int count, Instant start) {
        List<LogEvent> events = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            events.add(new LogEvent(
                    start.plusMillis(i), NOON, 9, "", "line " + i + ".", Map.of(), Map.of(), null, null, "file:a", i));
        }
        return events;
    }

    private List<LogEvent> read(EventRange range) {
        return get(search().search(new EventSearch(range, 10_000, 0))).events();
    }

    protected void appendAll(List<LogEvent> events) {
        List<SourceBatch> batch = new ArrayList<>();
        events.stream().collect(Collectors.groupingBy(LogEvent::source)).forEach((id, ofSource) -> {
            long before = get(store().watermarks(List.of(id))).getOrDefault(id, SourceBatch.UNKNOWN);
            long watermark = ofSource.getLast().offset() + 1;
            batch.add(new SourceBatch(
                    new Source(id, Map.of("host.name", "web-1")),
                    before,
                    watermark,
                    ofSource,
                    ofSource.size(),
                    Map.of(),
                    List.of()));
        });
        assertThat(get(store().append(batch))).isEqualTo(new AppendOutcome.Appended());
    }

    protected static <T> T get(Uni<T> answer) {
        return answer.await().atMost(PATIENCE);
    }
}
