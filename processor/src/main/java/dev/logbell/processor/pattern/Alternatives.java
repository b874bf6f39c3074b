package dev.logbell.processor.pattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Patterns that differ in one place alone, by what they have in common. When enough was seen in a place, it is one of
 * values. Keeps two generations, so that it never grows beyond a size.
 */
final class Alternatives {
    private static final int MOST_PLACES = 24;

    private final int size;
    private Map<Long, List<Pattern>> young = new HashMap<>();
    private Map<Long, List<Pattern>> old = new HashMap<>();

    Alternatives(int size) {
        this.size = size;
    }

    /** Patterns that are one, since they differ in a place of values. */
    record Found(int place, List<Pattern> patterns) {}

    /** Takes a pattern in; says where it and others turn out to be one. */
    List<Found> add(Pattern pattern) {
        List<Found> found = new ArrayList<>();
        Template template = pattern.template();
        for (int place = 0; place < Math.min(template.length(), MOST_PLACES); place++) {
            if (!template.canBeWild(place)) {
                continue;
            }
            List<Pattern> others = others(template.key(place) + place);
            others.removeIf(other -> other == pattern || other.isMerged() || other.isForgotten());
            others.add(pattern);
            if (others.size() > 1 && areEnough(others, place)) {
                found.add(new Found(place, List.copyOf(others)));
            }
        }
        return found;
    }

    private static boolean areEnough(List<Pattern> patterns, int place) {
        int points = 0;
        for (Pattern pattern : patterns) {
            points += Cues.points(pattern.template().tokens(), place);
        }
        return points >= Cues.CERTAIN;
    }

    private List<Pattern> others(long key) {
        List<Pattern> others = young.get(key);
        if (others == null) {
            others = old.remove(key);
            if (others == null) {
                others = new ArrayList<>(1);
            }
            if (young.size() >= size) {
                old = young;
                young = new HashMap<>();
            }
            young.put(key, others);
        }
        return others;
    }
}
