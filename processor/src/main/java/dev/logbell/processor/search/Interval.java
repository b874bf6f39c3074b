package dev.logbell.processor.search;

import java.time.Duration;
import java.util.List;

/** How wide the stretches of a histogram are. */
final class Interval {
    private static final int USUAL_STRETCHES = 100;
    private static final int MOST_STRETCHES = 2_000;
    private static final List<Duration> ROUND = List.of(
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(7),
            Duration.ofDays(30),
            Duration.ofDays(365),
            Duration.ofDays(36_500));

    private Interval() {}

    /**
     * The interval of {@code interval=}; for {@code auto} or none a round one that makes at most a hundred
     * stretches. None is wider than a hundred years.
     */
    static Duration of(Parameters parameters, Duration whole) {
        String given = parameters.text("interval").strip();
        if (given.isEmpty() || given.equals("auto")) {
            return ROUND.stream()
                    .filter(round -> whole.dividedBy(round) < USUAL_STRETCHES)
                    .findFirst()
                    .orElseGet(ROUND::getLast);
        }
        Duration interval = parameters.duration("interval");
        if (interval == null || whole.dividedBy(interval) >= MOST_STRETCHES) {
            throw new BadParameterException(
                    "interval",
                    "interval must divide the time between from and to into at most %d parts, got %s: take a longer one, or auto"
                            .formatted(MOST_STRETCHES, Shown.quoted(given)));
        }
        return interval.compareTo(ROUND.getLast()) > 0 ? ROUND.getLast() : interval;
    }
}
