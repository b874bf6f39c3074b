package dev.logbell.processor.store;

import dev.logbell.log.LogEvent;
import dev.logbell.query.Query;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events to return: newest first, by (time, source, offset).
 *
 * @param query that they match
 * @param from earliest time, inclusive; null for no bound
 * @param to latest time, exclusive; null for no bound
 * @param limit how many at the most, 1 to 10000
 * @param offset how many matching events to leave out first
 * @param after the last event of the page before; null for the first page
 */
public record EventSearch(
        Query query,
        @Nullable Instant from,
        @Nullable Instant to,
        int limit,
        int offset,
        @Nullable Cursor after) {
    /** A place in the order of events. */
    public record Cursor(Instant time, String source, long offset) {
        public static Cursor of(LogEvent event) {
            return new Cursor(event.time(), event.source(), event.offset());
        }
    }
}
