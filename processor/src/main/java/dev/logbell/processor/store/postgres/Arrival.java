package dev.logbell.processor.store.postgres;

import dev.logbell.log.LogEvent;
import java.util.List;
import java.util.Map;

/**
 * What one append brought.
 *
 * @param days how many events of which days since 1970
 */
record Arrival(long number, Map<Long, Integer> days, List<Part> parts) {
    /**
     * The events of one source.
     *
     * @param source its id in the store
     */
    record Part(int source, List<LogEvent> events) {}
}
