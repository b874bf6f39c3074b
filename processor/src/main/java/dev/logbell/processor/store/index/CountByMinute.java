package dev.logbell.processor.store.index;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Severity;
import dev.logbell.processor.store.EventCounts;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.Tally;
import dev.logbell.processor.store.sql.StoredTime;
import dev.logbell.query.EventPredicate;
import dev.logbell.query.Field;
import dev.logbell.query.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A question about counts that those of minutes and severities answer, but for the ends of its range, which may lie
 * within a minute.
 */
public final class CountByMinute {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int HIGHEST_SEVERITY = 24;

    private static final String[] NAMES = IntStream.rangeClosed(0, HIGHEST_SEVERITY)
            .mapToObj(severity -> Severity.of(severity).name())
            .toArray(String[]::new);

    private final EventCounts question;
    private final BitSet severities;
    private final Instant first;
    private final Instant end;

    private CountByMinute(EventCounts question, BitSet severities, Instant first, Instant end) {
        this.question = question;
        this.severities = severities;
        this.first = first;
        this.end = end;
    }

    /** Empty if a stretch is no whole number of minutes, or more has to be known of an event than its severity. */
    public static Optional<CountByMinute> of(EventCounts question) {
        Instant from = question.range().from();
        Instant to = question.range().to();
        Field split = question.split();
        boolean isInMinutes = isWhole(question.width().toMillis())
                && isWhole(question.origin().toEpochMilli());
        if (from == null
                || to == null
                || !isInMinutes
                || (split != null && split.kind() != Field.Kind.SEVERITY)
                || !isOfSeverities(question.range().query())) {
            return Optional.empty();
        }
        Instant end = minute(to);
        Instant first = minute(from).equals(from) ? from : minute(from).plus(MINUTE);
        return first.isBefore(end)
                ? Optional.of(
                        new CountByMinute(question, severities(question.range().query()), first, end))
                : Optional.empty();
    }

    private static boolean isWhole(long millis) {
        return millis % MINUTE.toMillis() == 0;
    }

    private static Instant minute(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), 60L) * 60);
    }

    private static boolean isOfSeverities(Query query) {
        return switch (query) {
            case Query.All() -> true;
            case Query.And(List<Query> parts) -> parts.stream().allMatch(CountByMinute::isOfSeverities);
            case Query.Or(List<Query> parts) -> parts.stream().allMatch(CountByMinute::isOfSeverities);
            case Query.Not(Query part) -> isOfSeverities(part);
            case Query.Exists exists -> isSeverity(exists.field());
            case Query.Match match -> isSeverity(match.field());
            case Query.Range range -> isSeverity(range.field());
            case Query.Wildcard _, Query.Regex _ -> false;
        };
    }

    private static boolean isSeverity(Field field) {
        return field.kind() == Field.Kind.SEVERITY;
    }

    /** The query itself says which severities it means. */
    private static BitSet severities(Query query) {
        EventPredicate predicate = new EventPredicate(query);
        BitSet meant = new BitSet();
        for (int severity = 0; severity <= HIGHEST_SEVERITY; severity++) {
            LogEvent event = new LogEvent(
                    Instant.EPOCH, Instant.EPOCH, severity, "", "", Map.of(), Map.of(), null, null, "any", 0);
            meant.set(severity, predicate.test(event));
        }
        return meant;
    }

    /** Where its whole minutes begin, in microseconds since 1970. */
    public long from() {
        return StoredTime.of(first).micros();
    }

    /** Where its whole minutes end, exclusively, in microseconds since 1970. */
    public long to() {
        return StoredTime.of(end).micros();
    }

    /** The same question about its whole minutes alone. */
    public EventCounts whole() {
        return between(first, end);
    }

    /** The same question about what lies before and behind its whole minutes. */
    public List<EventCounts> ends() {
        Instant from = question.range().from();
        Instant to = question.range().to();
        List<EventCounts> ends = new ArrayList<>();
        if (!first.equals(from)) {
            ends.add(between(from, first));
        }
        if (!end.equals(to)) {
            ends.add(between(end, to));
        }
        return ends;
    }

    private EventCounts between(@Nullable Instant from, @Nullable Instant to) {
        return question.of(new EventRange(question.range().query(), from, to, EventRange.Order.ANY, null));
    }

    /** Adds the counts of a segment. */
    public void add(byte[] encoded, Tally tally) {
        long firstMinute = first.getEpochSecond() / 60;
        long endMinute = end.getEpochSecond() / 60;
        long origin = question.origin().getEpochSecond() / 60;
        long width = question.width().toMinutes();
        MinuteCounts.read(encoded, (minute, severity, events) -> {
            if (minute >= firstMinute && minute < endMinute && severities.get(severity)) {
                String value = question.split() == null ? null : NAMES[severity];
                tally.add(value, (int) ((minute - origin) / width), events);
            }
        });
    }
}
