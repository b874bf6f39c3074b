package dev.logbell.processor.store.sqlite;

import dev.logbell.alert.Alert;
import dev.logbell.log.Source;
import dev.logbell.processor.store.SourceAccount;
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

/** What is asked of the SQLite file, events apart. */
final class SqliteReads {
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

    List<Alert> alerts(Connection connection, int limit, int offset) throws SQLException {
        List<Alert> alerts = new ArrayList<>();
        try (PreparedStatement find = connection.prepareStatement("""
                SELECT payload FROM alerts
                ORDER BY starts_at DESC, payload ->> '$.events[0].source' DESC,
                    payload ->> '$.events[0].offset' DESC, id DESC
                LIMIT ? OFFSET ?""")) {
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
}
