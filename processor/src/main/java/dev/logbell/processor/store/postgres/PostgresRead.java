package dev.logbell.processor.store.postgres;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.Deadline;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventReader;
import dev.logbell.processor.store.sql.Dialect;
import dev.logbell.processor.store.sql.QuerySql;
import dev.logbell.processor.store.sql.RowTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
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

    Uni<T> read() {
        return windows()
                .onItem()
                .transformToMulti(windows -> Multi.createFrom().iterable(windows))
                .onItem()
                .transformToUniAndConcatenate(
                        window -> isMoreWanted ? look(window) : Uni.createFrom().voidItem())
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

    private Uni<Void> look(TimeWindow window) {
        deadline.check();
        QuerySql query = query(window, range);
        if (query.isExact() && reader.most() <= MOST_WITHOUT_CURSOR) {
            return some(query, reader.most()).replaceWithVoid();
        }
        return range.order() == EventRange.Order.ANY
                ? all(query)
                : some(query, FEWEST_ROWS)
                        .chain(last -> last.map(row -> rest(window, row))
                                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private static QuerySql query(TimeWindow window, EventRange range) {
        QuerySql query = new QuerySql(Dialect.POSTGRES, range);
        if (window.from() != null) {
            query.from(window.from());
        }
        if (window.to() != null) {
            query.to(window.to());
        }
        return query;
    }

    private static String statement(QuerySql query) {
        return "SELECT %s FROM events e JOIN sources s ON s.id = e.source_id WHERE %s %s"
                .formatted(Dialect.POSTGRES.columns(), query.condition(), query.order());
    }

    /**
     * Reads the first rows without a cursor, because the server finds those of a cursor with one process alone.
     *
     * @return the last of them if there may be more that are wanted
     */
    private Uni<Optional<EventRange.Cursor>> some(QuerySql query, long limit) {
        return connection
                .preparedQuery(statement(query) + " LIMIT " + limit)
                .execute(Tuple.from(query.parameters()))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> take(rows) && rows.size() == limit ? place() : Optional.empty());
    }

    private Optional<EventRange.Cursor> place() {
        return Optional.ofNullable(lastRow).map(PostgresEvents::place);
    }

    private Uni<Void> rest(TimeWindow window, EventRange.Cursor after) {
        return all(query(window, new EventRange(range.query(), range.from(), range.to(), range.order(), after)));
    }

    private Uni<Void> all(QuerySql query) {
        return connection
                .prepare(statement(query))
                .chain(statement ->
                        read(statement.cursor(Tuple.from(query.parameters()))).eventually(statement::close));
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
