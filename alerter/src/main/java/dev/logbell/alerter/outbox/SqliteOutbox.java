package dev.logbell.alerter.outbox;

import dev.logbell.wire.AlertCodec;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outbox in a SQLite file. */
public final class SqliteOutbox implements Outbox {
    private final SqliteConnection database;

    /** @param file made if it is not there; may be shared with others */
    public SqliteOutbox(Path file) {
        this.database = new SqliteConnection(file);
    }

    @Override
    public Uni<Void> open() {
        return database.open();
    }

    @Override
    public Uni<Integer> add(List<Arrival> arrivals) {
        return database.inTransaction(connection -> {
            int added = 0;
            try (PreparedStatement alert = connection.prepareStatement(
                            "INSERT INTO alerter_alerts (id, arrived_at, alert) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
                                    + " RETURNING seq");
                    PreparedStatement delivery = connection.prepareStatement("""
                            INSERT INTO alerter_deliveries (alert_id, channel, seq, state, next_attempt_at)
                            VALUES (?, ?, ?, 'pending', ?)""")) {
                for (Arrival arrival : arrivals) {
                    alert.setString(1, arrival.alert().id());
                    alert.setLong(2, arrival.at().toEpochMilli());
                    alert.setString(3, AlertCodec.encode(arrival.alert()));
                    try (ResultSet inserted = alert.executeQuery()) {
                        if (!inserted.next()) {
                            continue;
                        }
                        added++;
                        for (String channel : arrival.channels()) {
                            delivery.setString(1, arrival.alert().id());
                            delivery.setString(2, channel);
                            delivery.setLong(3, inserted.getLong(1));
                            delivery.setLong(4, arrival.at().toEpochMilli());
                            delivery.addBatch();
                        }
                    }
                }
                delivery.executeBatch();
            }
            return added;
        });
    }

    @Override
    public Uni<List<Delivery>> due(String channel, Instant now, int limit) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement("""
                            SELECT a.alert, d.attempts, a.arrived_at
                            FROM alerter_deliveries d JOIN alerter_alerts a ON a.id = d.alert_id
                            WHERE d.channel = ? AND d.state = 'pending' AND d.next_attempt_at <= ?
                            ORDER BY d.seq LIMIT ?""")) {
                query.setString(1, channel);
                query.setLong(2, now.toEpochMilli());
                query.setInt(3, limit);
                List<Delivery> due = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        due.add(new Delivery(
                                AlertCodec.decode(row.getString(1)),
                                row.getInt(2),
                                Instant.ofEpochMilli(row.getLong(3))));
                    }
                }
                return due;
            }
        });
    }

    @Override
    public Uni<Optional<Instant>> nextDue(String channel) {
        return database.run(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT min(next_attempt_at) FROM alerter_deliveries WHERE channel = ? AND state = 'pending'")) {
                query.setString(1, channel);
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.ofNullable(SqliteHistory.instant(row, 1)) : Optional.empty();
                }
            }
        });
    }

    @Override
    public Uni<Void> settle(String channel, List<String> alertIds, Settlement settlement) {
        return database.inTransaction(connection -> {
                    try (PreparedStatement delivery = connection.prepareStatement("""
                                    UPDATE alerter_deliveries SET state = ?, attempts = attempts + 1, next_attempt_at = ?,
                                        last_attempt_at = ?, last_error = ?
                                    WHERE alert_id = ? AND channel = ? AND state = 'pending' RETURNING attempts""");
                            PreparedStatement attempt = connection.prepareStatement("""
                                    INSERT INTO alerter_attempts (alert_id, channel, number, at, outcome, detail)
                                    VALUES (?, ?, ?, ?, ?, ?)""");
                            PreparedStatement forgotten = connection.prepareStatement(
                                    "DELETE FROM alerter_attempts WHERE alert_id = ? AND channel = ? AND number <= ?")) {
                        for (String alertId : alertIds) {
                            delivery.setString(1, settlement.state().word());
                            delivery.setObject(2, millis(settlement.nextAttemptAt()));
                            delivery.setLong(3, settlement.at().toEpochMilli());
                            delivery.setString(4, settlement.state() == State.DELIVERED ? null : settlement.detail());
                            delivery.setString(5, alertId);
                            delivery.setString(6, channel);
                            int number;
                            try (ResultSet updated = delivery.executeQuery()) {
                                if (!updated.next()) {
                                    continue;
                                }
                                number = updated.getInt(1);
                            }
                            attempt.setString(1, alertId);
                            attempt.setString(2, channel);
                            attempt.setInt(3, number);
                            attempt.setLong(4, settlement.at().toEpochMilli());
                            attempt.setString(5, Attempt.outcomeOf(settlement));
                            attempt.setString(6, settlement.detail());
                            attempt.executeUpdate();
                            if (number > ATTEMPTS_KEPT) {
                                forgotten.setString(1, alertId);
                                forgotten.setString(2, channel);
                                forgotten.setInt(3, number - ATTEMPTS_KEPT);
                                forgotten.executeUpdate();
                            }
                        }
                    }
                    return Boolean.TRUE;
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> postpone(String channel, Instant until) {
        return database.run(connection -> {
                    try (PreparedStatement update = connection.prepareStatement("""
                                    UPDATE alerter_deliveries SET next_attempt_at = ?
                                    WHERE channel = ? AND state = 'pending' AND next_attempt_at < ?""")) {
                        update.setLong(1, until.toEpochMilli());
                        update.setString(2, channel);
                        update.setLong(3, until.toEpochMilli());
                        return update.executeUpdate();
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<List<DeliveryRecord>> recent(Filter filter) {
        return database.run(connection -> SqliteHistory.recent(connection, filter));
    }

    @Override
    public Uni<Map<String, Summary>> summaries() {
        return database.run(SqliteHistory::summaries);
    }

    @Override
    public Uni<Map<String, Long>> pending() {
        return database.run(SqliteHistory::pending);
    }

    @Override
    public Uni<Integer> prune(Instant before) {
        return database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TEMP TABLE IF NOT EXISTS alerter_pruned (id TEXT PRIMARY KEY)");
                statement.execute("DELETE FROM alerter_pruned");
                statement.execute("""
                        INSERT INTO alerter_pruned SELECT id FROM alerter_alerts a WHERE arrived_at < %d AND NOT EXISTS (
                            SELECT 1 FROM alerter_deliveries d WHERE d.alert_id = a.id AND d.state = 'pending')""".formatted(before.toEpochMilli()));
                statement.execute("DELETE FROM alerter_attempts WHERE alert_id IN (SELECT id FROM alerter_pruned)");
                statement.execute("DELETE FROM alerter_deliveries WHERE alert_id IN (SELECT id FROM alerter_pruned)");
                return statement.executeUpdate(
                        "DELETE FROM alerter_alerts WHERE id IN (SELECT id FROM alerter_pruned)");
            }
        });
    }

    @Override
    public void close() {
        database.close();
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
