package dev.logbell.processor.pattern;

import org.jspecify.annotations.Nullable;

/** The patterns of the shapes of lines that were seen lately: a table of one size, in which new shapes replace others. */
final class ShapeCache {
    /** Places that one shape can be in. */
    private static final int WAYS = 4;

    private final long[] shapes;
    private final @Nullable Pattern[] patterns;
    private final int mask;
    private int next;

    ShapeCache(int size) {
        int slots = Integer.highestOneBit(Math.max(size, 2 * WAYS));
        this.shapes = new long[slots];
        this.patterns = new Pattern[slots];
        this.mask = slots - WAYS;
    }

    @Nullable
    Pattern get(long shape) {
        int first = (int) shape & mask;
        for (int i = first; i < first + WAYS; i++) {
            if (shapes[i] == shape) {
                return patterns[i];
            }
        }
        return null;
    }

    void put(long shape, Pattern pattern) {
        int first = (int) shape & mask;
        int at = first + (next++ & (WAYS - 1));
        for (int i = first; i < first + WAYS; i++) {
            if (shapes[i] == shape || patterns[i] == null) {
                at = i;
                break;
            }
        }
        shapes[at] = shape;
        patterns[at] = pattern;
    }
}
