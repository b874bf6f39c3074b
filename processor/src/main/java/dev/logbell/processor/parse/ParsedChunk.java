package dev.logbell.processor.parse;

import dev.logbell.log.LogEvent;
import java.util.List;
import java.util.Map;

/**
 * What became of the bytes of a chunk; every byte is in exactly one of the two counts.
 *
 * @param events in the order of their offsets
 * @param storedBytes how many bytes of the chunk the events cover, separators included
 * @param droppedBytes how many bytes were left out, by reason, e.g. {@code {"blank": 2}}
 */
public record ParsedChunk(List<LogEvent> events, long storedBytes, Map<String, Long> droppedBytes) {
    public ParsedChunk {
        events = List.copyOf(events);
        droppedBytes = Map.copyOf(droppedBytes);
    }
}
