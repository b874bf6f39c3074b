package dev.logbell.processor.store.postgres;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.Arrivals;
import dev.logbell.processor.store.Caller;
import dev.logbell.processor.store.Deadline;
import dev.logbell.processor.store.EventContext;
import dev.logbell.processor.store.EventCounts;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventReader;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.SqlAnswer;
import dev.logbell.processor.store.SqlQuestion;
import dev.logbell.processor.store.StoreSettings;
import dev.logbell.processor.store.Tally;
import dev.logbell.processor.store.index.CountByMinute;
import dev.logbell.processor.store.index.Sought;
import dev.logbell.processor.store.sql.ContextSql;
import dev.logbell.processor.store.sql.CountSql;
import dev.logbell.processor.store.sql.Dialect;
import dev.logbell.processor.store.sql.Statement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Answers questions about the events in PostgreSQL, over connections of its own. */
public final class PostgresLogSearch implements LogSearch, AutoCloseable {
    private static final int MOST_WAITING = 200;

    private final Pool pool;
    private final Duration searchTimeout;

    public PostgresLogSearch(Vertx vertx, StoreSettings.Postgres settings, Duration searchTimeout) {
        this.pool = PostgresPool.of(vertx, settings, "logbell-search", MOST_WAITING);
        this.searchTimeout = searchTimeout;
    }

    @Override
    public <T> Uni<T> read(EventRange range, EventReader<T> reader, Caller caller) {
        return ask(caller, (connection, deadline) -> new PostgresRead<>(connection, range, reader, deadline).read());
    }

    @Override
    public Uni<Tally> count(EventCounts question, Caller caller) {
        Optional<Statement> statement = CountSql.of(Dialect.POSTGRES, question);
        return statement.isEmpty()
                ? read(question.range().in(EventRange.Order.ANY), question.reader(), caller)
                : ask(
                        caller,
                        (connection, deadline) -> CountByMinute.of(question)
                                .map(byMinute -> new PostgresCounts(connection, question, byMinute).tally())
                                .orElseGet(() -> PostgresCounts.rows(connection, question, statement.get())));
    }

    @Override
    public Uni<EventContext> context(EventContext.Place place, Caller caller) {
        return ask(
                caller,
                (connection, deadline) -> event(connection, place)
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().item(EventContext.NONE)
                                : around(connection, found.getFirst(), place)));
    }

    @Override
    public Uni<SqlAnswer> sql(SqlQuestion question, Caller caller) {
        return ask(caller, (connection, deadline) -> new PostgresSql(connection, question).ask());
    }

    @Override
    public Uni<Arrivals> arrivals(Arrivals.Question question, Caller caller) {
        return ask(caller, (connection, deadline) -> PostgresArrivals.ask(connection, question));
    }

    @Override
    public void close() {
        pool.closeAndForget();
    }

    /** Without its time, the event is looked for where the index says that events near its offset are. */
    private static Uni<List<LogEvent>> event(SqlConnection connection, EventContext.Place place) {
        if (place.time() != null) {
            return events(connection, ContextSql.event(Dialect.POSTGRES, place));
        }
        return new PostgresIndex(connection, Long.MIN_VALUE, Long.MAX_VALUE)
                .places(Sought.place(place.source(), place.offset()))
                .map(places -> places.map(some -> ContextSql.event(
                                Dialect.POSTGRES, place, parameters -> some.table(some.all(), parameters)))
                        .orElseGet(() -> ContextSql.event(Dialect.POSTGRES, place)))
                .chain(statement -> events(connection, statement));
    }

    private static Uni<EventContext> around(SqlConnection connection, LogEvent event, EventContext.Place place) {
        return beside(connection, event, true, place.before(), ContextSql.REACHES)
                .chain(before -> beside(connection, event, false, place.after(), ContextSql.REACHES)
                        .map(after -> new EventContext(event, before.reversed(), after)));
    }

    private static Uni<List<LogEvent>> beside(
            SqlConnection connection, LogEvent event, boolean isBefore, int limit, List<Duration> reaches) {
        Statement statement = ContextSql.beside(Dialect.POSTGRES, event, isBefore, limit, reaches.getFirst());
        return events(connection, statement)
                .chain(found -> found.size() >= limit || reaches.size() == 1
                        ? Uni.createFrom().item(found)
                        : beside(connection, event, isBefore, limit, reaches.subList(1, reaches.size())));
    }

    private static Uni<List<LogEvent>> events(SqlConnection connection, Statement statement) {
        return rows(connection, statement).map(rows -> {
            PostgresEvents events = new PostgresEvents();
            return StreamSupport.stream(rows.spliterator(), false)
                    .map(events::event)
                    .toList();
        });
    }

    private static Uni<RowSet<Row>> rows(SqlConnection connection, Statement statement) {
        return connection.preparedQuery(statement.sql()).execute(Tuple.from(statement.parameters()));
    }

    private <T> Uni<T> ask(Caller caller, Question<T> question) {
        return Uni.createFrom().deferred(() -> {
            Deadline deadline = new Deadline(caller, searchTimeout);
            Function<SqlConnection, Uni<T>> asked = connection -> question.ask(connection, deadline);
            return PostgresQuestion.ask(pool, deadline, asked);
        });
    }

    /** A question about the events. */
    @FunctionalInterface
    private interface Question<T> {
        Uni<T> ask(SqlConnection connection, Deadline deadline);
    }
}
