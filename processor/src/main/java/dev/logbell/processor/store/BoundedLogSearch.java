package dev.logbell.processor.store;

import dev.logbell.processor.pattern.Patterns;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Questions that are answered, timed, within a bounded time, whatever the database does. */
final class BoundedLogSearch implements LogSearch {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LogSearch search;
    private final BoundedAnswers answers;
    private final StoreTimer timer;
    private final Duration limit;
    private final Patterns patterns;

    BoundedLogSearch(
            LogSearch search, BoundedAnswers answers, StoreTimer timer, Duration searchTimeout, Patterns patterns) {
        this.search = search;
        this.patterns = patterns;
        this.answers = answers;
        this.timer = timer;
        this.limit = searchTimeout.plus(PATIENCE);
    }

    @Override
    public <T> Uni<T> read(EventRange range, EventReader<T> reader, Caller caller) {
        return answer("search", search.read(expanded(range), reader, caller));
    }

    @Override
    public Uni<Tally> count(EventCounts question, Caller caller) {
        return answer("count", search.count(question.of(expanded(question.range())), caller));
    }

    @Override
    public Uni<EventContext> context(EventContext.Place place, Caller caller) {
        return answer("context", search.context(place, caller));
    }

    @Override
    public Uni<SqlAnswer> sql(SqlQuestion question, Caller caller) {
        return answer("sql", search.sql(question, caller));
    }

    @Override
    public Uni<Arrivals> arrivals(Arrivals.Question question, Caller caller) {
        return answers.within(limit, search.arrivals(question, caller));
    }

    /** A range by all ids that its patterns have. */
    private EventRange expanded(EventRange range) {
        return range.of(patterns.expand(range.query()));
    }

    private <T> Uni<T> answer(String operation, Uni<T> asked) {
        return answers.within(limit, timer.timed(operation, asked));
    }
}
