package dev.logbell.processor.store.postgres;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.sql.RowTest;
import dev.logbell.processor.store.sql.StoredEvent;
import dev.logbell.processor.store.sql.StoredJson;
import dev.logbell.processor.store.sql.StoredTime;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads events from the rows of one question. */
final class PostgresEvents {
    private final Map<Integer, Source> sources = new HashMap<>();

    LogEvent event(Row row) {
        return stored(row).toEvent(source(row));
    }

    /** The event of a row, or null if a search is not for it. */
    @Nullable
    LogEvent event(Row row, RowTest test) {
        return test.event(stored(row), source(row));
    }

    /** Where a row stands in the order of events. */
    static EventRange.Cursor place(Row row) {
        return new EventRange.Cursor(
                time(row.getOffsetDateTime("time"), row.getInteger("time_nanos"))
                        .instant(),
                row.getString("source"),
                row.getLong("source_offset"));
    }

    private Source source(Row row) {
        return sources.computeIfAbsent(
                row.getInteger("source_id"),
                id -> new Source(row.getString("source"), StoredJson.resource(row.getString("source_resource"))));
    }

    private static StoredEvent stored(Row row) {
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
                row.getLong("pattern"),
                row.getLong("source_offset"));
    }

    private static StoredTime time(OffsetDateTime time, int nanos) {
        return new StoredTime(StoredTime.of(time.toInstant()).micros(), nanos);
    }
}
