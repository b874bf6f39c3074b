package dev.logbell.alerter.outbox;

import dev.logbell.alerter.outbox.Outbox.Attempt;
import dev.logbell.alerter.outbox.Outbox.DeliveryRecord;
import dev.logbell.alerter.outbox.Outbox.Filter;
import dev.logbell.alerter.outbox.Outbox.State;
import dev.logbell.alerter.outbox.Outbox.Summary;
import dev.logbell.wire.AlertCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the outbox in a SQLite file tells about its deliveries. */
final class SqliteHistory {
    private SqliteHistory() {}

    static List<DeliveryRecord> recent(Connection connection, Filter filter) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                            SELECT d.alert_id, a.alert, d.channel, d.state, d.attempts, a.arrived_at, d.next_attempt_at,
                                d.last_error
                            FROM alerter_deliveries d JOIN alerter_alerts a ON a.id = d.alert_id
                            WHERE (? IS NULL OR d.state = ?) AND (? IS NULL OR d.channel = ?)
                            ORDER BY d.seq DESC, d.channel LIMIT ?""")) {
            String state = filter.state().map(State::word).orElse(null);
            query.setString(1, state);
            query.setString(2, state);
            query.setString(3, filter.channel().orElse(null));
            query.setString(4, filter.channel().orElse(null));
            query.setInt(5, filter.limit());
            List<DeliveryRecord> records = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    records.add(new DeliveryRecord(
                            row.getString(1),
                            AlertCodec.decode(row.getString(2)).labels(),
                            row.getString(3),
                            State.of(row.getString(4)),
                            row.getInt(5),
                            Instant.ofEpochMilli(row.getLong(6)),
                            instant(row, 7),
                            row.getString(8),
                            attempts(connection, row.getString(1), row.getString(3))));
                }
            }
            return records;
        }
    }

    private static List<Attempt> attempts(Connection connection, String alertId, String channel) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                        SELECT number, at, outcome, detail FROM alerter_attempts
                        WHERE alert_id = ? AND channel = ? ORDER BY number""")) {
            query.setString(1, alertId);
            query.setString(2, channel);
            List<Attempt> attempts = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    attempts.add(new Attempt(
                            row.getInt(1), Instant.ofEpochMilli(row.getLong(2)), row.getString(3), row.getString(4)));
                }
            }
            return attempts;
        }
    }

    static Map<String, Summary> summaries(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("""
                            SELECT c.channel, count(*) FILTER (WHERE state = 'pending'),
                                count(*) FILTER (WHERE state = 'failed'),
                                max(last_attempt_at) FILTER (WHERE state = 'delivered'),
                                max(last_attempt_at) FILTER (WHERE last_error IS NOT NULL),
                                (SELECT e.last_error FROM alerter_deliveries e
                                 WHERE e.channel = c.channel AND e.last_error IS NOT NULL
                                 ORDER BY e.last_attempt_at DESC LIMIT 1)
                            FROM alerter_deliveries c GROUP BY c.channel""")) {
            Map<String, Summary> summaries = new HashMap<>();
            while (row.next()) {
                summaries.put(
                        row.getString(1),
                        new Summary(
                                row.getLong(2), row.getLong(3), instant(row, 4), instant(row, 5), row.getString(6)));
            }
            return summaries;
        }
    }

    static Map<String, Long> pending(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(
                        "SELECT channel, count(*) FROM alerter_deliveries WHERE state = 'pending' GROUP BY channel")) {
            Map<String, Long> pending = new HashMap<>();
            while (row.next()) {
                pending.put(row.getString(1), row.getLong(2));
            }
            return pending;
        }
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
