package dev.logbell.processor.store;

import dev.logbell.log.LogEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What several processors stored lately in the database they share.
 *
 * @param watermarks of the sources that were stored to lately
 * @param events those of them that are above what was known, of each source in its order
 */
public record Arrivals(Map<String, Long> watermarks, List<LogEvent> events) {
    public static final Arrivals NONE = new Arrivals(Map.of(), List.of());

    /**
     * What is asked for.
     *
     * @param known watermarks; of a source that is not among them nothing is known
     * @param updatedSince sources that were stored to since then are looked at
     * @param happenedSince events that happened since then are returned
     */
    public record Question(Map<String, Long> known, Instant updatedSince, Instant happenedSince) {}
}
