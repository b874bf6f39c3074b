package dev.logbell.processor.store;

import dev.logbell.processor.sql.SqlRefusedException;
import io.smallrye.mutiny.Uni;

/**
 * Answers questions about the events that a store holds. Each answer takes a bounded time, and fails with a
 * {@link SearchTimeoutException} when that is over; it ends early when its caller leaves.
 */
public interface LogSearch {
    /** Hands all events of a range to a reader, in the order of the range, until it wants no more. */
    <T> Uni<T> read(EventRange range, EventReader<T> reader, Caller caller);

    /** Counts the events of a range over time. */
    Uni<Tally> count(EventCounts question, Caller caller);

    /** An event and those beside it in its source. */
    Uni<EventContext> context(EventContext.Place place, Caller caller);

    /** Rows of the view that SQL may read. Fails with {@link SqlRefusedException} if the database cannot answer it. */
    Uni<SqlAnswer> sql(SqlQuestion question, Caller caller);

    /** What was stored lately by other processors, where several share the database; nothing where they do not. */
    default Uni<Arrivals> arrivals(Arrivals.Question question, Caller caller) {
        return Uni.createFrom().item(Arrivals.NONE);
    }

    /** One page of the events that a search is for. */
    default Uni<EventPage> search(EventSearch search, Caller caller) {
        return read(search.range(), new PageReader(search), caller);
    }

    /** One page of the events that a search is for, however long the store may take. */
    default Uni<EventPage> search(EventSearch search) {
        return search(search, Caller.patient());
    }
}
