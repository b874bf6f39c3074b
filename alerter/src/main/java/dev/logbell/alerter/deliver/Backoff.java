package dev.logbell.alerter.deliver;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failed attempt: exponential with full jitter, so that receivers that come back are not hit by
 * everybody at once.
 *
 * @param first upper limit after the first failure; doubles with each more
 * @param longest upper limit at last
 */
public record Backoff(Duration first, Duration longest, RandomGenerator random) {
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final int DOUBLINGS = 30;

    public Backoff {
        if (first.compareTo(SHORTEST) < 0 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "alerter.retry.first must be 50 ms or more and alerter.retry.longest not shorter, got %s and %s"
                            .formatted(first, longest));
        }
    }

    /** @param failures so far, at least 1 */
    Duration afterFailures(int failures) {
        long doubled = first.toMillis() << Math.min(failures - 1, DOUBLINGS);
        long limit = doubled <= 0 ? longest.toMillis() : Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(SHORTEST.toMillis() + random.nextLong(limit - SHORTEST.toMillis() + 1));
    }
}
