package dev.logbell.processor.search;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many calls each caller may make: a burst at once, and then so many a second. Remembers the callers of late, up to
 * a bound. Thread-safe.
 */
final class RateLimit {
    private static final int MOST_CALLERS = 10_000;

    private final double perNano;
    private final int burst;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_CALLERS;
        }
    };

    /** What a caller has left. */
    private record Bucket(double calls, long nanoTime) {}

    /**
     * A limit of each caller.
     *
     * @param perSecond 0 for no limit
     */
    RateLimit(int perSecond, int burst) {
        this.perNano = perSecond / 1e9;
        this.burst = burst;
    }

    /**
     * Lets a call pass, or not.
     *
     * @param nanoTime of now, as of {@link System#nanoTime}
     * @return empty if it may pass, else how long to wait
     */
    synchronized Optional<Duration> delay(String caller, long nanoTime) {
        if (perNano == 0) {
            return Optional.empty();
        }
        Bucket before = buckets.get(caller);
        double calls = before == null
                ? burst
                : Math.min(burst, before.calls() + Math.max(0, nanoTime - before.nanoTime()) * perNano);
        boolean passes = calls >= 1;
        buckets.put(caller, new Bucket(passes ? calls - 1 : calls, nanoTime));
        return passes ? Optional.empty() : Optional.of(Duration.ofNanos((long) Math.ceil((1 - calls) / perNano)));
    }
}
