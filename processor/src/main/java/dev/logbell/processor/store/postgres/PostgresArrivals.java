package dev.logbell.processor.store.postgres;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.Arrivals;
import dev.logbell.processor.store.sql.Dialect;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks for what other processors stored: first at the watermarks, which is little, and then at the events above them. */
final class PostgresArrivals {
    private static final int MOST_EVENTS = 10_000;

    private PostgresArrivals() {}

    static Uni<Arrivals> ask(SqlConnection connection, Arrivals.Question question) {
        return connection
                .preparedQuery("SELECT id, source, watermark FROM sources WHERE updated >= $1")
                .execute(Tuple.of(Dialect.POSTGRES.time(question.updatedSince())))
                .chain(rows -> above(connection, question, rows));
    }

    private static Uni<Arrivals> above(SqlConnection connection, Arrivals.Question question, RowSet<Row> rows) {
        Map<String, Long> watermarks = new HashMap<>();
        List<Integer> moved = new ArrayList<>();
        for (Row row : rows) {
            String source = row.getString("source");
            long watermark = row.getLong("watermark");
            watermarks.put(source, watermark);
            if (watermark > question.known().getOrDefault(source, Long.MAX_VALUE)
                    || !question.known().containsKey(source)) {
                moved.add(row.getInteger("id"));
            }
        }
        return moved.isEmpty()
                ? Uni.createFrom().item(new Arrivals(watermarks, List.of()))
                : events(connection, question, watermarks, moved).map(events -> new Arrivals(watermarks, events));
    }

    private static Uni<List<LogEvent>> events(
            SqlConnection connection, Arrivals.Question question, Map<String, Long> watermarks, List<Integer> moved) {
        String sql = ("SELECT %s FROM events e JOIN sources s ON s.id = e.source_id WHERE e.time >= $1"
                        + " AND e.source_id = ANY ($2) ORDER BY e.source_id, e.source_offset DESC LIMIT %d")
                .formatted(Dialect.POSTGRES.columns(), MOST_EVENTS);
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(Dialect.POSTGRES.time(question.happenedSince()), moved.toArray(Integer[]::new)))
                .map(rows -> {
                    PostgresEvents read = new PostgresEvents();
                    List<LogEvent> events = new ArrayList<>();
                    for (Row row : rows) {
                        String source = row.getString("source");
                        long offset = row.getLong("source_offset");
                        boolean isNew = offset >= question.known().getOrDefault(source, 0L)
                                && offset < watermarks.getOrDefault(source, 0L);
                        if (isNew) {
                            events.add(read.event(row));
                        }
                    }
                    return events.reversed();
                });
    }
}
