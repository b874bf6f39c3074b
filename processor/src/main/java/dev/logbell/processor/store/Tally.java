package dev.logbell.processor.store;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts by stretch of time, and by value. Of values it counts the first thousand apart, and the rest together, so
 * that its memory is bounded.
 */
public final class Tally {
    private static final int MOST_VALUES = 1_000;

    private final int stretches;
    private final Map<@Nullable String, long[]> byValue = new HashMap<>();
    private final long[] rest;
    private boolean hasRest;

    public Tally(int stretches) {
        this.stretches = stretches;
        this.rest = new long[stretches];
    }

    /**
     * Adds to a count.
     *
     * @param value null for events without the field
     * @param stretch its number; others than those there are, are left out
     */
    public void add(@Nullable String value, int stretch, long events) {
        if (stretch < 0 || stretch >= stretches) {
            return;
        }
        long[] counts = byValue.get(value);
        if (counts == null && byValue.size() < MOST_VALUES) {
            counts = new long[stretches];
            byValue.put(value, counts);
        }
        if (counts == null) {
            hasRest = true;
            counts = rest;
        }
        counts[stretch] += events;
    }

    /** The counts of one value, or of those that are not among the most frequent together. */
    public record Series(@Nullable String value, List<Long> counts, long total) {
        private static Series of(@Nullable String value, long[] counts) {
            return new Series(
                    value,
                    Arrays.stream(counts).boxed().toList(),
                    Arrays.stream(counts).sum());
        }
    }

    /** The most frequent values, the most frequent first. */
    public List<Series> top(int most) {
        return ordered().stream().limit(most).toList();
    }

    /** All values but the most frequent ones, together. */
    public Series other(int most) {
        long[] counts = rest.clone();
        for (Series series : ordered().stream().skip(most).toList()) {
            for (int i = 0; i < stretches; i++) {
                counts[i] += series.counts().get(i);
            }
        }
        return Series.of(null, counts);
    }

    /** Everything together. */
    public Series all() {
        return other(0);
    }

    /** Whether every value was counted apart, so that the most frequent ones are known for certain. */
    public boolean isExact() {
        return !hasRest;
    }

    private List<Series> ordered() {
        return byValue.entrySet().stream()
                .map(entry -> Series.of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Series::total)
                        .reversed()
                        .thenComparing(Series::value, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
    }
}
