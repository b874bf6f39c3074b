package dev.logbell.processor.store.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Rows or pages of a store that follow each other, both ends inclusive. */
public record Run(long first, long last) {
    /** Runs with fewer places than that between them become one: reading those is quicker than another scan. */
    private static final int NEAR = 4;

    /** The same places, each once and in order, and what is between those that are near each other. */
    static List<Run> merged(Collection<Run> runs) {
        List<Run> merged = new ArrayList<>();
        for (Run run :
                runs.stream().sorted(Comparator.comparingLong(Run::first)).toList()) {
            Run before = merged.isEmpty() ? null : merged.getLast();
            if (before != null && before.isNear(run.first)) {
                merged.set(merged.size() - 1, new Run(before.first, Math.max(before.last, run.last)));
            } else {
                merged.add(run);
            }
        }
        return merged;
    }

    /** Whether a place, at its first or after it, is in it or near its end. */
    boolean isNear(long place) {
        return place - NEAR <= last;
    }
}
