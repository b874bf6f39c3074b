package dev.logbell.log;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where bytes of the source were left out of a chunk, how many and why: what was dropped before it was sent. Each skip
 * stands before the byte of the chunk at its position, or behind the last one.
 *
 * <p>With {@code a\n} and {@code d\n} kept of {@code a\nb\nc\nd\n}: one skip at position 2, of length 4.
 */
public final class Skips {
    public static final Skips NONE = new Skips(new int[0], new int[0], new String[0]);

    private static final Pattern REASON = Pattern.compile("[a-z][a-z-]*");

    private final int[] positions;
    /** How much is skipped up to and with each. */
    private final int[] through;

    private final String[] reasons;

    private Skips(int[] positions, int[] through, String[] reasons) {
        this.positions = positions;
        this.through = through;
        this.reasons = reasons;
    }

    public boolean isEmpty() {
        return positions.length == 0;
    }

    public int count() {
        return positions.length;
    }

    /** Index of the byte of the chunk that skip i stands before. */
    public int position(int i) {
        return positions[i];
    }

    /** How many bytes skip i left out. */
    public int length(int i) {
        return i == 0 ? through[0] : through[i] - through[i - 1];
    }

    /** Why skip i was left out, e.g. {@code filtered}. */
    public String reason(int i) {
        return reasons[i];
    }

    /** How many bytes were left out. */
    public int total() {
        return through.length == 0 ? 0 : through[through.length - 1];
    }

    /** How many bytes were left out before the byte at an index of the chunk. */
    public int before(int index) {
        int next = firstBehind(index);
        return next == 0 ? 0 : through[next - 1];
    }

    /** Whether bytes were left out right before the byte at an index of the chunk. */
    public boolean isAt(int index) {
        int next = firstBehind(index);
        return next > 0 && positions[next - 1] == index;
    }

    /** How many bytes were left out, by reason. */
    public Map<String, Long> byReason() {
        Map<String, Long> sums = new LinkedHashMap<>();
        for (int i = 0; i < positions.length; i++) {
            sums.merge(reasons[i], (long) length(i), Long::sum);
        }
        return sums;
    }

    /** The index of the chunk's first byte that lies at or behind a distance from the chunk's offset. */
    int indexAt(int distance) {
        int skipped = 0;
        for (int i = 0; i < positions.length; i++) {
            if (distance <= positions[i] + skipped) {
                break;
            }
            if (distance < positions[i] + through[i]) {
                return positions[i];
            }
            skipped = through[i];
        }
        return distance - skipped;
    }

    /** What of this lies at or behind a distance from the chunk's offset, for a chunk that starts there. */
    Skips from(int distance) {
        int index = indexAt(distance);
        Builder rest = new Builder();
        for (int i = 0; i < positions.length; i++) {
            int before = distance - (positions[i] + through[i] - length(i));
            rest.add(positions[i] - index, length(i) - Math.max(0, before), reasons[i]);
        }
        return rest.build();
    }

    /** What of this lies before a distance from the chunk's offset. */
    Skips until(int distance) {
        Builder rest = new Builder();
        for (int i = 0; i < positions.length; i++) {
            int start = positions[i] + through[i] - length(i);
            rest.add(positions[i], Math.min(length(i), distance - start), reasons[i]);
        }
        return rest.build();
    }

    /** The first skip whose position is greater than an index. */
    private int firstBehind(int index) {
        int low = 0;
        int high = positions.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (positions[middle] <= index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Skips that
                && Arrays.equals(positions, that.positions)
                && Arrays.equals(through, that.through)
                && Arrays.equals(reasons, that.reasons);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(positions) + Arrays.hashCode(through);
    }

    @Override
    public String toString() {
        return "Skips" + byReason();
    }

    /** Puts skips together in the order of their positions. */
    public static final class Builder {
        private int[] positions = new int[8];
        private int[] through = new int[8];
        private String[] reasons = new String[8];
        private int count;

        /**
         * Adds a skip; one of no length is none, and one beside the last of the same reason makes that longer.
         *
         * @param reason lower-case letters and dashes
         */
        public void add(int position, int length, String reason) {
            if (length <= 0) {
                return;
            }
            int total = Math.addExact(count == 0 ? 0 : through[count - 1], length);
            if (count > 0 && positions[count - 1] == position && reasons[count - 1].equals(reason)) {
                through[count - 1] = total;
                return;
            }
            if (position < (count == 0 ? 0 : positions[count - 1])) {
                throw new IllegalArgumentException(
                        "a skip must not stand before the one that was added last, got position " + position);
            }
            if ((count == 0 || !reasons[count - 1].equals(reason))
                    && !REASON.matcher(reason).matches()) {
                throw new IllegalArgumentException(
                        "a reason to skip must be lower-case letters and dashes, got '%s'".formatted(reason));
            }
            if (count == positions.length) {
                positions = Arrays.copyOf(positions, 2 * count);
                through = Arrays.copyOf(through, 2 * count);
                reasons = Arrays.copyOf(reasons, 2 * count);
            }
            positions[count] = position;
            through[count] = total;
            reasons[count++] = reason;
        }

        public Skips build() {
            return count == 0
                    ? NONE
                    : new Skips(
                            Arrays.copyOf(positions, count),
                            Arrays.copyOf(through, count),
                            Arrays.copyOf(reasons, count));
        }
    }
}
