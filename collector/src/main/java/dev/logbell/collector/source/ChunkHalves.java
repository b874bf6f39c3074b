package dev.logbell.collector.source;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import java.util.List;

/** Cuts a chunk in two that is too large for a broker. */
final class ChunkHalves {
    private ChunkHalves() {}

    /** Both halves in their order; the chunk alone if it cannot be cut. */
    static List<LogChunk> of(LogChunk chunk) {
        byte[] bytes = chunk.bytes();
        if (bytes.length < 2) {
            return List.of(chunk);
        }
        int middle = middle(chunk);
        long offset = chunk.offsetAt(middle);
        return List.of(chunk.until(offset, bytes[middle - 1] != '\n'), chunk.from(offset));
    }

    /** Where to cut: between two records if it holds more than one, else anywhere. */
    private static int middle(LogChunk chunk) {
        byte[] bytes = chunk.bytes();
        int half = bytes.length / 2;
        if (chunk.framing() != Framing.RECORDS) {
            return half;
        }
        for (int distance = 0; distance < half; distance++) {
            if (bytes[half - distance - 1] == '\n') {
                return half - distance;
            }
            if (half + distance < bytes.length - 1 && bytes[half + distance] == '\n') {
                return half + distance + 1;
            }
        }
        return half;
    }
}
