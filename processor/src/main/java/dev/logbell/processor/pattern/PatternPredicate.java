package dev.logbell.processor.pattern;

import dev.logbell.log.LogEvent;
import dev.logbell.query.EventPredicate;
import dev.logbell.query.Query;
import java.util.function.Predicate;

/** A query as a test of events that keeps meaning all parts of the patterns that it names. For one thread. */
public final class PatternPredicate implements Predicate<LogEvent> {
    private final Query query;
    private final Patterns patterns;
    private int version;
    private Predicate<LogEvent> test;

    private PatternPredicate(Query query, Patterns patterns) {
        this.query = query;
        this.patterns = patterns;
        this.version = patterns.version();
        this.test = new EventPredicate(patterns.expand(query));
    }

    /** The test that a query is. */
    public static PatternPredicate of(Query query, Patterns patterns) {
        return new PatternPredicate(query, patterns);
    }

    @Override
    public boolean test(LogEvent event) {
        int latest = patterns.version();
        if (latest != version) {
            version = latest;
            test = new EventPredicate(patterns.expand(query));
        }
        return test.test(event);
    }
}
