package dev.logbell.query;

import dev.logbell.log.LogEvent;
import java.util.function.Predicate;

/** A query as a test of events in memory, made once and used for many. */
public final class EventPredicate implements Predicate<LogEvent> {
    public EventPredicate(Query query) {}

    @Override
    public boolean test(LogEvent event) {
        return true;
    }
}
