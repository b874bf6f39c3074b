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
        this.test = new RowTest(range.query(), new QuerySql(Dialect.POSTGRES, range).isExact());
    }

    /** Where to look next: some of a table, in the order of a range. */
    private record Look(UnaryOperator<QuerySql> bound, Function<List<Object>, String> table) {}

    Uni<T> read() {
        return new PostgresIndex(connection, Window.from(range), Window.to(range))
                .places(Sought.of(range.query()))
                .chain(places -> places.isPresent()
                        ? Uni.createFrom().item(looks(places.get(), range.order()))
                        : windows()
                                .map(windows ->
                                        windows.stream().map(PostgresRead::look).toList()))
                .onItem()
                .transformToMulti(looks -> Multi.createFrom().iterable(looks))
                .onItem()
                .transformToUniAndConcatenate(
                        look -> isMoreWanted ? look(look) : Uni.createFrom().voidItem())
                .collect()
                .last()
                .map(done -> reader.result());
    }

    private Uni<List<TimeWindow>> windows() {
        return switch (range.order()) {
            case NEWEST_FIRST ->
                connection
                        .query("SELECT max(newest) AS newest FROM sources")
                        .execute()
                        .map(rows -> TimeWindow.backwards(
                                range, rows.iterator().next().getOffsetDateTime("newest")));
            case OLDEST_FIRST ->
                connection
                        .query("""
                                SELECT to_date(min(substr(c.relname, 8)), 'YYYYMMDD') AS day
                                FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                                WHERE i.inhparent = 'events'::regclass AND c.relname ~ '^events_[0-9]{8}$'""")
                        .execute()
                        .map(rows -> TimeWindow.forwards(
                                range, rows.iterator().next().getLocalDate("day")));
            case ANY -> Uni.createFrom().item(List.of(new TimeWindow(null, null)));
        };
    }

    private static List<Look> looks(PostgresPlaces places, EventRange.Order order) {
        return places.windows(order).stream()
                .map(window -> new Look(window::bound, parameters -> places.table(window, parameters)))
                .toList();
    }

    private static Look look(TimeWindow window) {
        return new Look(window::bound, parameters -> "events");
    }

    private Uni<Void> look(Look look) {
        deadline.check();
        QuerySql query = look.bound().apply(new QuerySql(Dialect.POSTGRES, range));
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
        EventRange left = new EventRange(range.query(), range.from(), range.to(), range.order(), after);
        return all(statement(look, look.bound().apply(new QuerySql(Dialect.POSTGRES, left))));
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
