package dev.logbell.processor.store;

import dev.logbell.query.Query;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which page of events to return.
 *
 * @param range of which it is a part
 * @param limit how many at the most, 1 to 10000
 * @param offset how many matching events to leave out first
 */
public record EventSearch(EventRange range, int limit, int offset) {
    /**
     * A page of the newest events.
     *
     * @param after the last event of the page before; null for the first page
     */
    public EventSearch(
            Query query,
            @Nullable Instant from,
            @Nullable Instant to,
            int limit,
            int offset,
            EventRange.@Nullable Cursor after) {
        this(new EventRange(query, from, to, EventRange.Order.NEWEST_FIRST, after), limit, offset);
    }
}
