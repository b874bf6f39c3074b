package dev.logbell.processor.store.index;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** How many of some events happened in each minute, by their severity. */
public final class MinuteCounts {
    static final long MICROS_OF_A_MINUTE = 60_000_000L;

    private static final int BYTES_OF_AN_ENTRY = Long.BYTES + Integer.BYTES;
    private static final int SEVERITIES = 1 << 5;

    /** By the minute since 1970, of each severity. */
    private final Map<Long, int[]> counts = new TreeMap<>();

    private long startOfLast = Long.MAX_VALUE;
    private int[] ofLast = {};

    /** Takes the counts of an encoding. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Takes one count.
         *
         * @param minute since 1970
         */
        void take(long minute, int severity, int events);
    }

    /** Counts an event, whose time is in microseconds since 1970. It is mostly of the minute of the one before. */
    public void add(long micros, int severity) {
        if (micros < startOfLast || micros - startOfLast >= MICROS_OF_A_MINUTE) {
            long minute = Math.floorDiv(micros, MICROS_OF_A_MINUTE);
            startOfLast = minute * MICROS_OF_A_MINUTE;
            ofLast = counts.computeIfAbsent(minute, none -> new int[SEVERITIES]);
        }
        ofLast[severity]++;
    }

    public byte[] encoded() {
        int entries = counts.values().stream()
                .mapToInt(bySeverity -> (int)
                        Arrays.stream(bySeverity).filter(events -> events > 0).count())
                .sum();
        ByteBuffer bytes = ByteBuffer.allocate(entries * BYTES_OF_AN_ENTRY);
        counts.forEach((minute, bySeverity) -> {
            for (int severity = 0; severity < SEVERITIES; severity++) {
                if (bySeverity[severity] > 0) {
                    bytes.putLong(minute * SEVERITIES + severity).putInt(bySeverity[severity]);
                }
            }
        });
        return bytes.array();
    }

    public static void read(byte[] encoded, Reader reader) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        while (bytes.hasRemaining()) {
            long key = bytes.getLong();
            reader.take(Math.floorDiv(key, SEVERITIES), Math.floorMod(key, SEVERITIES), bytes.getInt());
        }
    }
}
