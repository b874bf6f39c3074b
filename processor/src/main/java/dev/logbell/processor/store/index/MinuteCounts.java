package dev.logbell.processor.store.index;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** How many of some events happened in each minute, by their severity. */
public final class MinuteCounts {
    static final long MICROS_OF_A_MINUTE = 60_000_000L;

    private static final int BYTES_OF_AN_ENTRY = Long.BYTES + Integer.BYTES;
    private static final int SEVERITIES = 1 << 5;

    /** By the minute since 1970, and the severity in its last five bits. */
    private final Map<Long, int[]> counts = new TreeMap<>();

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

    /** Counts an event, whose time is in microseconds since 1970. */
    public void add(long micros, int severity) {
        long key = Math.floorDiv(micros, MICROS_OF_A_MINUTE) * SEVERITIES + severity;
        counts.computeIfAbsent(key, none -> new int[1])[0]++;
    }

    public byte[] encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(counts.size() * BYTES_OF_AN_ENTRY);
        counts.forEach((key, events) -> bytes.putLong(key).putInt(events[0]));
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
