package dev.logbell.processor.store.postgres;

import dev.logbell.processor.store.EventSearch;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
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
     * The windows that cover all of a search, the latest first.
     *
     * @param newest time of the newest event that is not in the future; null if there is none
     */
    static List<TimeWindow> backwards(EventSearch search, @Nullable OffsetDateTime newest) {
        if (newest == null) {
            return List.of(new TimeWindow(null, null));
        }
        Instant start = newest.toInstant();
        if (search.to() != null && search.to().isBefore(start)) {
            start = search.to();
        }
        if (search.after() != null && search.after().time().isBefore(start)) {
            start = search.after().time();
        }
        List<TimeWindow> windows = new ArrayList<>();
        @Nullable Instant end = null;
        for (Duration length : LENGTHS) {
            if (start.isBefore(Instant.EPOCH)
                    || (search.from() != null && !search.from().isBefore(start))) {
                break;
            }
            windows.add(new TimeWindow(start, end));
            end = start;
            start = start.minus(length);
        }
        windows.add(new TimeWindow(null, end));
        return windows;
    }
}
