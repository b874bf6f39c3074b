package dev.logbell.alerter.outbox;

import dev.logbell.wire.AlertCodec;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The outbox in a SQLite file: one connection, used by one thread of its own, every commit synced to the disk. */
public final class SqliteOutbox implements Outbox {
    private static final Logger LOG = Logger.getLogger(SqliteOutbox.class);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("alerter-outbox").daemon().factory());
    private final SQLiteDataSource dataSource;
    private final Path file;
    private @Nullable Connection connection;

    /** @param file made if it is not there; may be shared with others */
    public SqliteOutbox(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(30_000);
        this.dataSource = new SQLiteDataSource(config);
        this.dataSource.setUrl("jdbc:sqlite:" + file);
        this.file = file;
    }

    @Override
    public Uni<Void> open() {
        return Uni.createFrom()
                .item(Unchecked.supplier(this::makeFolder))
                .runSubscriptionOn(thread)
                .chain(() -> Migration.of(dataSource, "db/alerter/sqlite", file.toString(), thread))
                .chain(() -> onThread(() -> {
                    connection = dataSource.getConnection();
                    return Boolean.TRUE;
                }))
                .replaceWithVoid();
    }

    private Path makeFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file : Files.createDirectories(folder);
    }

    @Override
    public Uni<Integer> add(List<Arrival> arrivals) {
        return onThread(() -> inTransaction(connection -> {
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
        }));
    }

    @Override
    public Uni<List<Delivery>> due(String channel, Instant now, int limit) {
        return onThread(() -> {
            try (PreparedStatement query = connection().prepareStatement("""
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
        return onThread(() -> {
            try (PreparedStatement query = connection()
                    .prepareStatement(
                            "SELECT min(next_attempt_at) FROM alerter_deliveries WHERE channel = ? AND state = 'pending'")) {
                query.setString(1, channel);
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.ofNullable(instant(row, 1)) : Optional.empty();
                }
            }
        });
    }

    @Override
    public Uni<Void> settle(String channel, List<String> alertIds, Settlement settlement) {
        return onThread(() -> inTransaction(connection -> {
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
                }))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> postpone(String channel, Instant until) {
        return onThread(() -> {
                    try (PreparedStatement update = connection().prepareStatement("""
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
        return onThread(() -> {
            try (PreparedStatement query = connection().prepareStatement("""
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
                                attempts(row.getString(1), row.getString(3))));
                    }
                }
                return records;
            }
        });
    }

    private List<Attempt> attempts(String alertId, String channel) throws SQLException {
        try (PreparedStatement query = connection().prepareStatement("""
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

    @Override
    public Uni<Map<String, Summary>> summaries() {
        return onThread(() -> {
            try (Statement query = connection().createStatement();
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
                                    row.getLong(2),
                                    row.getLong(3),
                                    instant(row, 4),
                                    instant(row, 5),
                                    row.getString(6)));
                }
                return summaries;
            }
        });
    }

    @Override
    public Uni<Map<String, Long>> pending() {
        return onThread(() -> {
            try (Statement query = connection().createStatement();
                    ResultSet row = query.executeQuery(
                            "SELECT channel, count(*) FROM alerter_deliveries WHERE state = 'pending' GROUP BY channel")) {
                Map<String, Long> pending = new HashMap<>();
                while (row.next()) {
                    pending.put(row.getString(1), row.getLong(2));
                }
                return pending;
            }
        });
    }

    @Override
    public Uni<Integer> prune(Instant before) {
        return onThread(() -> inTransaction(connection -> {
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
        }));
    }

    @Override
    public void close() {
        thread.execute(() -> {
            Connection open = connection;
            if (open != null) {
                try {
                    open.close();
                } catch (SQLException e) {
                    LOG.warnf(
                            "The outbox in %s did not close cleanly: %s. Nothing of it is lost", file, e.getMessage());
                }
            }
        });
        thread.close();
    }

    /** Work with a database that may fail. */
    private interface Query<T> {
        T run() throws SQLException;
    }

    /** Work in a transaction that may fail. */
    private interface Change<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> Uni<T> onThread(Query<T> query) {
        return Uni.createFrom().item(Unchecked.supplier(query::run)).runSubscriptionOn(thread);
    }

    private <T> T inTransaction(Change<T> change) throws SQLException {
        Connection connection = connection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                T result = change.run(connection);
                statement.execute("COMMIT");
                return result;
            } catch (SQLException | RuntimeException e) {
                statement.execute("ROLLBACK");
                throw e;
            }
        }
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            throw new SQLException("the outbox in %s is not open yet".formatted(file));
        }
        return open;
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
