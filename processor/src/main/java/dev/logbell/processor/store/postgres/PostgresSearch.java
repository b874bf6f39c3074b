package dev.logbell.processor.store.postgres;

import dev.logbell.log.Source;
import dev.logbell.processor.store.EventPage;
import dev.logbell.processor.store.EventSearch;
import dev.logbell.processor.store.SearchTimeoutException;
import dev.logbell.processor.store.sql.Dialect;
import dev.logbell.processor.store.sql.PageCollector;
import dev.logbell.processor.store.sql.QuerySql;
import dev.logbell.processor.store.sql.StoredEvent;
import dev.logbell.processor.store.sql.StoredJson;
import dev.logbell.processor.store.sql.StoredTime;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One search. No index gives the order of events, because one would cost a quarter of all inserting: it looks into
 * windows of time, from the newest events backwards, each longer than the one before, until the page is full.
 */
final class PostgresSearch {
    private static final int ROWS_AT_ONCE = 200;
    private static final String QUERY_CANCELED = "57014";

    private final SqlConnection connection;
    private final EventSearch search;
    private final Duration timeout;
    private final long end;
    private final PageCollector page;
    private final Map<Integer, Source> sources = new HashMap<>();

    private PostgresSearch(SqlConnection connection, EventSearch search, Duration timeout) {
        this.connection = connection;
        this.search = search;
        this.timeout = timeout;
        this.end = System.nanoTime() + timeout.toNanos();
        this.page = new PageCollector(search);
    }

    static Uni<EventPage> search(Pool pool, EventSearch search, Duration timeout) {
        return pool.withTransaction(connection -> new PostgresSearch(connection, search, timeout).run())
                .onFailure(
                        failure -> failure instanceof PgException error && QUERY_CANCELED.equals(error.getSqlState()))
                .transform(failure -> new SearchTimeoutException(timeout));
    }

    private Uni<EventPage> run() {
        return connection
                .query("SET LOCAL statement_timeout = " + timeout.toMillis())
                .execute()
                .chain(() -> connection
                        .query("SELECT max(newest) AS newest FROM sources")
                        .execute())
                .map(rows -> TimeWindow.backwards(search, newest(rows)))
                .onItem()
                .transformToMulti(windows -> Multi.createFrom().iterable(windows))
                .onItem()
                .transformToUniAndConcatenate(
                        window -> page.isFull() ? Uni.createFrom().voidItem() : look(window))
                .collect()
                .last()
                .map(done -> page.page());
    }

    private static @Nullable OffsetDateTime newest(RowSet<Row> rows) {
        return rows.iterator().next().getOffsetDateTime("newest");
    }

    private Uni<Void> look(TimeWindow window) {
        QuerySql query = new QuerySql(Dialect.POSTGRES, search);
        if (window.from() != null) {
            query.from(window.from());
        }
        if (window.to() != null) {
            query.to(window.to());
        }
        return connection
                .prepare(statement(query))
                .chain(statement ->
                        read(statement.cursor(Tuple.from(query.parameters()))).eventually(statement::close));
    }

    private Uni<Void> read(Cursor cursor) {
        return Multi.createBy()
                .repeating()
                .uni(() -> cursor.read(ROWS_AT_ONCE).emitOn(Infrastructure.getDefaultWorkerPool()))
                .whilst(rows -> offer(rows) && cursor.hasMore())
                .collect()
                .last()
                .chain(cursor::close);
    }

    /** Whether more rows are wanted. */
    private boolean offer(RowSet<Row> rows) {
        if (System.nanoTime() - end > 0) {
            throw new SearchTimeoutException(timeout);
        }
        for (Row row : rows) {
            if (page.isFull()) {
                return false;
            }
            Source source = sources.computeIfAbsent(
                    row.getInteger("source_id"),
                    id -> new Source(row.getString("source"), StoredJson.resource(row.getString("source_resource"))));
            page.offer(event(row).toEvent(source));
        }
        return !page.isFull();
    }

    private String statement(QuerySql query) {
        String limit = query.isExact() ? " LIMIT " + (search.limit() + search.offset() + 1) : "";
        return """
                SELECT e.time, e.time_nanos, e.observed_time, e.source_offset, e.severity_number, e.severity_text,
                    e.service, e.body, e.attributes::text AS attributes, e.resource::text AS resource, e.trace_id,
                    e.span_id, e.source_id, s.source, s.resource::text AS source_resource
                FROM events e JOIN sources s ON s.id = e.source_id
                WHERE %s %s%s""".formatted(query.condition(), QuerySql.ORDER, limit);
    }

    private static StoredEvent event(Row row) {
        return new StoredEvent(
                time(row.getOffsetDateTime("time"), row.getInteger("time_nanos")),
                time(row.getOffsetDateTime("observed_time"), 0),
                row.getInteger("severity_number"),
                row.getString("severity_text"),
                row.getString("service"),
                row.getString("body"),
                row.getString("attributes"),
                row.getString("resource"),
                row.getString("trace_id"),
                row.getString("span_id"),
                row.getLong("source_offset"));
    }

    private static StoredTime time(OffsetDateTime time, int nanos) {
        return new StoredTime(StoredTime.of(time.toInstant()).micros(), nanos);
    }
}
