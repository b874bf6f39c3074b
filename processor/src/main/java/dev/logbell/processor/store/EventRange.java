package dev.logbell.processor.store;

import dev.logbell.log.LogEvent;
import dev.logbell.query.Query;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Events in an order.
 *
 * @param query that they match
 * @param from earliest time, inclusive; null for no bound
 * @param to latest time, exclusive; null for no bound
 * @param after the event that comes before them in their order; null for none, as with {@link Order#ANY}
 */
public record EventRange(
        Query query,
        @Nullable Instant from,
        @Nullable Instant to,
        Order order,
        @Nullable Cursor after) {
    /** How events follow each other, by (time, source, offset). */
    public enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST,
        /** However the store is quickest. */
        ANY
    }

    /** A place in the order of events. */
    public record Cursor(Instant time, String source, long offset) {
        public static Cursor of(LogEvent event) {
            return new Cursor(event.time(), event.source(), event.offset());
        }
    }

    /** All events of a query within bounds, newest first. */
    public static EventRange newestFirst(Query query, @Nullable Instant from, @Nullable Instant to) {
        return new EventRange(query, from, to, Order.NEWEST_FIRST, null);
    }

    /** Those of them within other bounds. */
    public EventRange within(@Nullable Instant newFrom, @Nullable Instant newTo) {
        return new EventRange(query, newFrom, newTo, order, after);
    }

    public EventRange of(Query other) {
        return new EventRange(other, from, to, order, after);
    }

    public EventRange in(Order order) {
        return new EventRange(query, from, to, order, after);
    }
}
