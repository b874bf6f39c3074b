package dev.logbell.processor.store;

import dev.logbell.log.Source;
import java.time.Instant;
import java.util.Map;

/**
 * What became of the bytes of one source.
 *
 * @param source whose bytes these are
 * @param watermark the offset up to which, exclusively, it is stored
 * @param storedEvents how many events are stored of it
 * @param storedBytes how many bytes these cover
 * @param droppedBytes how many bytes were left out, by reason
 * @param updated when something was last stored
 */
public record SourceAccount(
        Source source,
        long watermark,
        long storedEvents,
        long storedBytes,
        Map<String, Long> droppedBytes,
        Instant updated) {
    public SourceAccount {
        droppedBytes = Map.copyOf(droppedBytes);
    }
}
