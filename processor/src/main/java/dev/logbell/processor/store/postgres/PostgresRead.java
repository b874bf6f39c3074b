package dev.logbell.processor.store.postgres;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.Deadline;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventReader;
import dev.logbell.processor.store.index.Sought;
import dev.logbell.processor.store.index.Window;
import dev.logbell.processor.store.sql.Dialect;
import dev.logbell.processor.store.sql.QuerySql;
import dev.logbell.processor.store.sql.RowTest;
import dev.logbell.processor.store.sql.Statement;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a range. No index gives their order, because one would cost a quarter of all inserting: it looks
 * into windows of time, each longer than the one before, until the reader has enough.
 */
final class PostgresRead<T> {
    private static final int FEWEST_ROWS = 200;
    private static final int MOST_WITHOUT_CURSOR = 10_001;
    private static final int MOST_ROWS = 5_000;
    private static final int BYTES_AT_ONCE = 4 << 20;

    private final SqlConnection connection;
    private final EventRange range;
    private final EventReader<T> reader;
    private final Deadline deadline;
    private final Sought sought;
    private final RowTest test;
    private final PostgresEvents events = new PostgresEvents();
    private @Nullable Row lastRow;
    private boolean isMoreWanted = true;
    private int rowsAtOnce = FEWEST_ROWS;

    PostgresRead(SqlConnection connection, EventRange range, EventReader<T> reader, Deadline deadline) {
        this.connection = connection;
        this.range = range;
        this.reader = reader;
        this.deadline = deadline;
        this.sought = Sought.of(range.query());
        this.test = new RowTest(range.query(), new QuerySql(Dialect.POSTGRES, range).isExact());
    }

    /** Where to look next: some of a table, for the events of a range in its order. */
    private record Look(EventRange range, UnaryOperator<QuerySql> bound, Function<List<Object>, String> table) {
        QuerySql query() {
            return bound.apply(new QuerySql(Dialect.POSTGRES, range));
        }
    }

    /** What is found often is looked for where it is newest first, without asking all of the index. */
    Uni<T> read() {
        Uni<Optional<Instant>> often = range.order() == EventRange.Order.NEWEST_FIRST
                ? index(range).oftenSince(sought)
                : Uni.createFrom().item(Optional.empty());
        return often.chain(since -> since.map(time -> read(range.within(time, range.to()))
                                .chain(() -> read(range.within(range.from(), time))))
                        .orElseGet(() -> read(range)))
                .map(done -> reader.result());
    }

    private Uni<Void> read(EventRange part) {
        if (!isMoreWanted) {
            return Uni.createFrom().voidItem();
        }
        return looks(part)
                .onItem()
                .transformToMulti(looks -> Multi.createFrom().iterable(looks))
                .onItem()
                .transformToUniAndConcatenate(
                        look -> isMoreWanted ? look(look) : Uni.createFrom().voidItem())
                .collect()
                .last();
    }

    private PostgresIndex index(EventRange part) {
        return new PostgresIndex(connection, Window.from(part), Window.to(part));
    }

    private Uni<List<Look>> looks(EventRange part) {
        return index(part)
                .places(sought)
                .chain(places -> places.isPresent()
                        ? Uni.createFrom().item(looks(part, places.get()))
                        : windows(part)
                                .map(windows -> windows.stream()
                                        .map(window -> new Look(part, window::bound, parameters -> "events"))
                                        .toList()));
    }

    private Uni<List<TimeWindow>> windows(EventRange part) {
        return switch (part.order()) {
            case NEWEST_FIRST ->
                connection
                        .query("SELECT max(newest) AS newest FROM sources")
                        .execute()
                        .map(rows -> TimeWindow.backwards(
                                part, rows.iterator().next().getOffsetDateTime("newest")));
            case OLDEST_FIRST ->
                connection
                        .query("""
                                SELECT to_date(min(substr(c.relname, 8)), 'YYYYMMDD') AS day
                                FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                                WHERE i.inhparent = 'events'::regclass AND c.relname ~ '^events_[0-9]{8}$'""")
                        .execute()
                        .map(rows ->
                                TimeWindow.forwards(part, rows.iterator().next().getLocalDate("day")));
            case ANY -> Uni.createFrom().item(List.of(new TimeWindow(null, null)));
        };
    }

    private static List<Look> looks(EventRange part, PostgresPlaces places) {
        return places.windows(part.order()).stream()
                .map(window -> new Look(part, window::bound, parameters -> places.table(window, parameters)))
                .toList();
    }

    private Uni<Void> look(Look look) {
        deadline.check();
        QuerySql query = look.query();
        if (query.isExact() && reader.most() <= MOST_WITHOUT_CURSOR) {
            return some(statement(look, query), reader.most()).replaceWithVoid();
        }
        return range.order() == EventRange.Order.ANY
                ? all(statement(look, query))
                : some(statement(look, query), FEWEST_ROWS)
                        .chain(last -> last.map(row -> rest(look, row))
                                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private static Statement statement(Look look, QuerySql query) {
        List<Object> parameters = new ArrayList<>(query.parameters());
        String table = look.table().apply(parameters);
        return new Statement(
                "SELECT %s FROM %s e JOIN sources s ON s.id = e.source_id WHERE %s %s"
                        .formatted(Dialect.POSTGRES.columns(), table, query.condition(), query.order()),
                parameters);
    }

    /**
     * Reads the first rows without a cursor, because the server finds those of a cursor with one process alone.
     *
     * @return the last of them if there may be more that are wanted
     */
    private Uni<Optional<EventRange.Cursor>> some(Statement statement, long limit) {
        return connection
                .preparedQuery(statement.sql() + " LIMIT " + limit)
                .execute(Tuple.from(statement.parameters()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> take(rows) && rows.size() == limit ? place() : Optional.empty());
    }

    private Optional<EventRange.Cursor> place() {
        return Optional.ofNullable(lastRow).map(PostgresEvents::place);
    }

    private Uni<Void> rest(Look look, EventRange.Cursor after) {
        EventRange part = look.range();
        EventRange left = new EventRange(part.query(), part.from(), part.to(), part.order(), after);
        Look rest = new Look(left, look.bound(), look.table());
        return all(statement(rest, rest.query()));
    }

    private Uni<Void> all(Statement statement) {
        return connection
                .prepare(statement.sql())
                .chain(prepared -> read(prepared.cursor(Tuple.from(statement.parameters())))
                        .eventually(prepared::close));
    }

    private Uni<Void> read(Cursor cursor) {
        return Multi.createBy()
                .repeating()
                .uni(() -> cursor.read(rowsAtOnce).emitOn(Infrastructure.getDefaultWorkerPool()))
                .whilst(rows -> take(rows) && cursor.hasMore())
                .collect()
                .last()
                .chain(cursor::close);
    }

    /** Whether more rows are wanted. */
    private boolean take(RowSet<Row> rows) {
        long bytes = 1;
        for (Row row : rows) {
            deadline.check();
            LogEvent event = events.event(row, test);
            lastRow = row;
            bytes += row.getString("body").length() + 200;
            if (event != null && !reader.take(event)) {
                isMoreWanted = false;
                return false;
            }
        }
        rowsAtOnce = Math.clamp(BYTES_AT_ONCE / (bytes / (rows.size() + 1) + 1), 10, MOST_ROWS);
        return true;
    }
}
