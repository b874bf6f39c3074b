package dev.logbell.collector.edge;

import dev.logbell.query.Query;

/** What becomes of the events that a query matches. */
public sealed interface EdgeRule {
    Query query();

    /** All of them are left out. */
    record Drop(Query query) implements EdgeRule {}

    /** One in so many is kept, chosen by where it stands in its source: the same ones whenever they are read. */
    record Sample(Query query, int oneIn) implements EdgeRule {}

    /** So many a second are kept of each source, and after a rest so many at once. */
    record Limit(Query query, double perSecond, double burst) implements EdgeRule {}
}
