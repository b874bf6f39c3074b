package dev.logbell.processor.store.sqlite;

import dev.logbell.alert.Alert;
import dev.logbell.log.Source;
import dev.logbell.processor.store.EventPage;
import dev.logbell.processor.store.EventSearch;
import dev.logbell.processor.store.SourceAccount;
import dev.logbell.processor.store.sql.Dialect;
import dev.logbell.processor.store.sql.PageCollector;
import dev.logbell.processor.store.sql.QuerySql;
import dev.logbell.processor.store.sql.StoredEvent;
import dev.logbell.processor.store.sql.StoredJson;
import dev.logbell.processor.store.sql.StoredTime;
import dev.logbell.wire.AlertCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is asked of the SQLite file. */
final class SqliteReads {
    private static String events(QuerySql query) {
        return """
                SELECT e.time, e.time_nanos, e.observed_time, e.source_offset, e.severity_number, e.severity_text,
                    e.service, e.body, e.attributes, e.resource, e.trace_id, e.span_id, e.source_id,
                    s.source, s.resource AS source_resource
                FROM events e CROSS JOIN sources s ON s.id = e.source_id
                WHERE %s %s""".formatted(query.condition(), QuerySql.ORDER);
    }

    Map<String, Long> watermarks(Connection connection, Collection<String> sources) throws SQLException {
        Map<String, Long> watermarks = new HashMap<>();
        try (PreparedStatement find = connection.prepareStatement("SELECT watermark FROM sources WHERE source = ?")) {
            for (String source : sources) {
                find.setString(1, source);
                try (ResultSet row = find.executeQuery()) {
                    if (row.next()) {
                        watermarks.put(source, row.getLong(1));
                    }
                }
            }
        }
        return watermarks;
    }

    EventPage search(Connection connection, EventSearch search) throws SQLException {
        QuerySql query = new QuerySql(Dialect.SQLITE, search);
        PageCollector page = new PageCollector(search);
        Map<Integer, Source> sources = new HashMap<>();
        try (PreparedStatement find = connection.prepareStatement(events(query))) {
            List<Object> parameters = query.parameters();
            for (int i = 0; i < parameters.size(); i++) {
                find.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet row = find.executeQuery()) {
                while (!page.isFull() && row.next()) {
                    Source source = sources.get(row.getInt("source_id"));
                    if (source == null) {
                        source = new Source(
                                row.getString("source"), StoredJson.resource(row.getString("source_resource")));
                        sources.put(row.getInt("source_id"), source);
                    }
                    page.offer(event(row).toEvent(source));
                }
            }
        }
        return page.page();
    }

    List<Alert> alerts(Connection connection, int limit, int offset) throws SQLException {
        List<Alert> alerts = new ArrayList<>();
        try (PreparedStatement find = connection.prepareStatement(
                "SELECT payload FROM alerts ORDER BY starts_at DESC, id DESC LIMIT ? OFFSET ?")) {
            find.setInt(1, limit);
            find.setInt(2, offset);
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    alerts.add(AlertCodec.decode(row.getString(1)));
                }
            }
        }
        return alerts;
    }

    List<SourceAccount> accounts(Connection connection) throws SQLException {
        List<SourceAccount> accounts = new ArrayList<>();
        try (PreparedStatement find = connection.prepareStatement("SELECT * FROM sources ORDER BY updated DESC, id");
                ResultSet row = find.executeQuery()) {
            while (row.next()) {
                accounts.add(new SourceAccount(
                        new Source(row.getString("source"), StoredJson.resource(row.getString("resource"))),
                        row.getLong("watermark"),
                        row.getLong("stored_events"),
                        row.getLong("stored_bytes"),
                        StoredJson.counts(row.getString("dropped")),
                        new StoredTime(row.getLong("updated"), 0).instant()));
            }
        }
        return accounts;
    }

    private static StoredEvent event(ResultSet row) throws SQLException {
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
                row.getLong("source_offset"));
    }
}
