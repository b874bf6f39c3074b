package dev.logbell.processor.search;

import dev.logbell.processor.store.Caller;
import dev.logbell.processor.store.EventContext;
import dev.logbell.processor.store.EventCounts;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventReader;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.SqlAnswer;
import dev.logbell.processor.store.SqlQuestion;
import dev.logbell.processor.store.Tally;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Never answers, and tells who asked. */
class UnansweredSearch implements LogSearch {
    final BlockingQueue<Caller> callers = new LinkedBlockingQueue<>();

    @Override
    public <T> Uni<T> read(EventRange range, EventReader<T> reader, Caller caller) {
        return ask(caller);
    }

    @Override
    public Uni<Tally> count(EventCounts question, Caller caller) {
        return ask(caller);
    }

    @Override
    public Uni<EventContext> context(EventContext.Place place, Caller caller) {
        return ask(caller);
    }

    @Override
    public Uni<SqlAnswer> sql(SqlQuestion question, Caller caller) {
        return ask(caller);
    }

    private <T> Uni<T> ask(Caller caller) {
        return Uni.createFrom().emitter(_ -> callers.add(caller)); // once it can be cancelled
    }
}
