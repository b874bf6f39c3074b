package dev.logbell.processor.store;

import dev.logbell.alert.Alert;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import java.util.List;
import java.util.Map;

/**
 * What one transaction adds to one source.
 *
 * @param source whose events these are
 * @param expected the watermark that the store must have for this source, {@link #UNKNOWN} if it must not know it yet
 * @param watermark the offset up to which, exclusively, the source is stored after this
 * @param events in the order of their offsets
 * @param storedBytes how many bytes the events cover
 * @param droppedBytes how many bytes are left out, by reason
 * @param alerts that the events raised
 */
public record SourceBatch(
        Source source,
        long expected,
        long watermark,
        List<LogEvent> events,
        long storedBytes,
        Map<String, Long> droppedBytes,
        List<Alert> alerts) {
    public static final long UNKNOWN = -1;

    public SourceBatch {
        events = List.copyOf(events);
        droppedBytes = Map.copyOf(droppedBytes);
        alerts = List.copyOf(alerts);
    }
}
