package dev.logbell.processor.store.postgres;

import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.sql.QuerySql;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time to look for events in.
 *
 * @param from included; null for no bound
 * @param to excluded; null for no bound
 */
record TimeWindow(@Nullable Instant from, @Nullable Instant to) {
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
    private static final List<Duration> LENGTHS = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1),
            Duration.ofDays(7),
            Duration.ofDays(30),
            Duration.ofDays(180));

    /**
     * The windows that cover all of a range, the latest first.
     *
     * @param newest time of the newest event that is not in the future; null if there is none
     */
    static List<TimeWindow> backwards(EventRange range, @Nullable OffsetDateTime newest) {
        if (newest == null) {
            return List.of(new TimeWindow(null, null));
        }
        Instant start = newest.toInstant();
        if (range.to() != null && range.to().isBefore(start)) {
            start = range.to();
        }
        if (range.after() != null && range.after().time().isBefore(start)) {
            start = range.after().time();
        }
        List<TimeWindow> windows = new ArrayList<>();
        @Nullable Instant end = null;
        for (Duration length : LENGTHS) {
            if (start.isBefore(Instant.EPOCH)
                    || (range.from() != null && !range.from().isBefore(start))) {
                break;
            }
            windows.add(new TimeWindow(start, end));
            end = start;
            start = start.minus(length);
        }
        windows.add(new TimeWindow(null, end));
        return windows;
    }

    /**
     * The windows that cover all of a range, the earliest first.
     *
     * @param firstDay before which there are few events; null if there is none
     */
    static List<TimeWindow> forwards(EventRange range, @Nullable LocalDate firstDay) {
        Instant start = firstDay == null
                ? Instant.EPOCH
                : firstDay.atStartOfDay(ZoneOffset.UTC).toInstant();
        if (range.from() != null && range.from().isAfter(start)) {
            start = range.from();
        }
        if (range.after() != null && range.after().time().isAfter(start)) {
            start = range.after().time();
        }
        List<TimeWindow> windows = new ArrayList<>();
        @Nullable Instant begin = null;
        for (Duration length : LENGTHS) {
            if (start.isAfter(LATEST) || (range.to() != null && !range.to().isAfter(start))) {
                break;
            }
            windows.add(new TimeWindow(begin, start));
            begin = start;
            start = start.plus(length);
        }
        windows.add(new TimeWindow(begin, null));
        return windows;
    }

    /** Adds its bounds to those of a query. */
    QuerySql bound(QuerySql query) {
        if (from != null) {
            query.from(from);
        }
        if (to != null) {
            query.to(to);
        }
        return query;
    }
}
