package dev.logbell.processor.store.sqlite;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.store.sql.RowTest;
import dev.logbell.processor.store.sql.StoredEvent;
import dev.logbell.processor.store.sql.StoredJson;
import dev.logbell.processor.store.sql.StoredTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads events from the rows of one statement. */
final class SqliteEvents {
    private final Map<Integer, Source> sources = new HashMap<>();

    LogEvent event(ResultSet row) throws SQLException {
        return stored(row).toEvent(source(row));
    }

    /** The event of a row, or null if a search is not for it. */
    @Nullable
    LogEvent event(ResultSet row, RowTest test) throws SQLException {
        return test.event(stored(row), source(row));
    }

    /** The source of a row's event, as the store knows it. */
    Source source(ResultSet row) throws SQLException {
        Source source = sources.get(row.getInt("source_id"));
        if (source == null) {
            source = new Source(row.getString("source"), StoredJson.resource(row.getString("source_resource")));
            sources.put(row.getInt("source_id"), source);
        }
        return source;
    }

    /** The event of a row, as it is stored. */
    static StoredEvent stored(ResultSet row) throws SQLException {
        return new StoredEvent(
                new StoredTime(row.getLong("time"), row.getInt("time_nanos")),
                new StoredTime(row.getLong("observed_time"), 0),
                row.getInt("severity_number"),
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
}
