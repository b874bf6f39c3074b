package dev.logbell.alerter.outbox;

import dev.logbell.wire.AlertCodec;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The outbox in PostgreSQL: each change is one statement, and so one transaction, on the reactive client. */
public final class PostgresOutbox implements Outbox {
    private final Pool pool;
    private final DataSource dataSource;

    /** @param dataSource of the same database, for the migration only */
    public PostgresOutbox(Pool pool, DataSource dataSource) {
        this.pool = pool;
        this.dataSource = dataSource;
    }

    @Override
    public Uni<Void> open() {
        return Migration.of(dataSource, "db/alerter/postgresql", "PostgreSQL", Infrastructure.getDefaultWorkerPool());
    }

    @Override
    public Uni<Integer> add(List<Arrival> arrivals) {
        List<String> ids = new ArrayList<>();
        List<OffsetDateTime> times = new ArrayList<>();
        List<String> alerts = new ArrayList<>();
        List<String> deliveryIds = new ArrayList<>();
        List<String> deliveryChannels = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Arrival arrival : arrivals) {
            if (!known.add(arrival.alert().id())) {
                continue;
            }
            ids.add(arrival.alert().id());
            times.add(time(arrival.at()));
            alerts.add(AlertCodec.encode(arrival.alert()));
            for (String channel : arrival.channels()) {
                deliveryIds.add(arrival.alert().id());
                deliveryChannels.add(channel);
            }
        }
        return execute(
                        """
                        WITH added AS (
                            INSERT INTO alerter_alerts (id, arrived_at, alert)
                            SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[])
                            ON CONFLICT (id) DO NOTHING RETURNING id, seq, arrived_at),
                        deliveries AS (
                            INSERT INTO alerter_deliveries (alert_id, channel, seq, state, next_attempt_at)
                            SELECT added.id, d.channel, added.seq, 'pending', added.arrived_at
                            FROM unnest($4::text[], $5::text[]) AS d (alert_id, channel)
                            JOIN added ON added.id = d.alert_id)
                        SELECT count(*) FROM added""",
                        ids.toArray(String[]::new),
                        times.toArray(OffsetDateTime[]::new),
                        alerts.toArray(String[]::new),
                        deliveryIds.toArray(String[]::new),
                        deliveryChannels.toArray(String[]::new))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    @Override
    public Uni<List<Delivery>> due(String channel, Instant now, int limit) {
        return execute("""
                        SELECT a.alert, d.attempts, a.arrived_at
                        FROM (SELECT seq, attempts FROM alerter_deliveries
                            WHERE channel = $1 AND state = 'pending' AND next_attempt_at <= $2
                            ORDER BY seq LIMIT $3) d
                        JOIN alerter_alerts a ON a.seq = d.seq ORDER BY d.seq""", channel, time(now), limit)
                .map(rows -> rows.stream()
                        .map(row -> new Delivery(
                                AlertCodec.decode(row.getString(0)),
                                row.getInteger(1),
                                row.getOffsetDateTime(2).toInstant()))
                        .toList());
    }

    @Override
    public Uni<Optional<Instant>> nextDue(String channel) {
        return execute(
                        "SELECT min(next_attempt_at) FROM alerter_deliveries WHERE channel = $1 AND state = 'pending'",
                        channel)
                .map(rows -> Optional.ofNullable(instant(rows.iterator().next(), 0)));
    }

    @Override
    public Uni<Void> settle(String channel, List<String> alertIds, Settlement settlement) {
        return execute(
                        """
                        WITH settled AS (
                            UPDATE alerter_deliveries SET state = $3, attempts = attempts + 1, next_attempt_at = $4,
                                last_attempt_at = $5, last_error = $6
                            WHERE channel = $1 AND state = 'pending'
                                AND seq = ANY (ARRAY(SELECT seq FROM alerter_alerts WHERE id = ANY ($2)))
                            RETURNING alert_id, attempts),
                        forgotten AS (
                            DELETE FROM alerter_attempts a USING settled
                            WHERE a.alert_id = settled.alert_id AND a.channel = $1 AND a.number <= settled.attempts - $9)
                        INSERT INTO alerter_attempts (alert_id, channel, number, at, outcome, detail)
                        SELECT alert_id, $1, attempts, $5, $7, $8 FROM settled""",
                        channel,
                        alertIds.toArray(String[]::new),
                        settlement.state().word(),
                        time(settlement.nextAttemptAt()),
                        time(settlement.at()),
                        settlement.state() == State.DELIVERED ? null : settlement.detail(),
                        Attempt.outcomeOf(settlement),
                        settlement.detail(),
                        ATTEMPTS_KEPT)
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> postpone(String channel, Instant until) {
        return execute("""
                        UPDATE alerter_deliveries SET next_attempt_at = $2
                        WHERE channel = $1 AND state = 'pending' AND next_attempt_at < $2""", channel, time(until)).replaceWithVoid();
    }

    @Override
    public Uni<List<DeliveryRecord>> recent(Filter filter) {
        return execute(
                        """
                        SELECT d.alert_id, a.alert, d.channel, d.state, d.attempts, a.arrived_at, d.next_attempt_at,
                            d.last_error, t.numbers, t.times, t.outcomes, t.details
                        FROM alerter_deliveries d JOIN alerter_alerts a ON a.seq = d.seq
                        LEFT JOIN LATERAL (
                            SELECT array_agg(number ORDER BY number) AS numbers, array_agg(at ORDER BY number) AS times,
                                array_agg(outcome ORDER BY number) AS outcomes,
                                array_agg(detail ORDER BY number) AS details
                            FROM alerter_attempts t WHERE t.alert_id = d.alert_id AND t.channel = d.channel) t ON TRUE
                        WHERE ($1::text IS NULL OR d.state = $1) AND ($2::text IS NULL OR d.channel = $2)
                        ORDER BY d.seq DESC, d.channel LIMIT $3""",
                        filter.state().map(State::word).orElse(null),
                        filter.channel().orElse(null),
                        filter.limit())
                .map(rows -> rows.stream().map(PostgresOutbox::record).toList());
    }

    private static DeliveryRecord record(Row row) {
        List<Attempt> attempts = new ArrayList<>();
        Integer[] numbers = row.getArrayOfIntegers(8);
        if (numbers != null) {
            OffsetDateTime[] times = row.getArrayOfOffsetDateTimes(9);
            String[] outcomes = row.getArrayOfStrings(10);
            String[] details = row.getArrayOfStrings(11);
            for (int i = 0; i < numbers.length; i++) {
                attempts.add(new Attempt(numbers[i], times[i].toInstant(), outcomes[i], details[i]));
            }
        }
        return new DeliveryRecord(
                row.getString(0),
                AlertCodec.decode(row.getString(1)).labels(),
                row.getString(2),
                State.of(row.getString(3)),
                row.getInteger(4),
                row.getOffsetDateTime(5).toInstant(),
                instant(row, 6),
                row.getString(7),
                attempts);
    }

    @Override
    public Uni<Map<String, Summary>> summaries() {
        return execute("""
                        SELECT c.channel, count(*) FILTER (WHERE state = 'pending'),
                            count(*) FILTER (WHERE state = 'failed'),
                            max(last_attempt_at) FILTER (WHERE state = 'delivered'),
                            max(last_attempt_at) FILTER (WHERE last_error IS NOT NULL),
                            (SELECT e.last_error FROM alerter_deliveries e
                             WHERE e.channel = c.channel AND e.last_error IS NOT NULL
                             ORDER BY e.last_attempt_at DESC LIMIT 1)
                        FROM alerter_deliveries c GROUP BY c.channel""").map(rows -> {
            Map<String, Summary> summaries = new HashMap<>();
            rows.forEach(row -> summaries.put(
                    row.getString(0),
                    new Summary(row.getLong(1), row.getLong(2), instant(row, 3), instant(row, 4), row.getString(5))));
            return summaries;
        });
    }

    @Override
    public Uni<Map<String, Long>> pending() {
        return execute("SELECT channel, count(*) FROM alerter_deliveries WHERE state = 'pending' GROUP BY channel")
                .map(rows -> {
                    Map<String, Long> pending = new HashMap<>();
                    rows.forEach(row -> pending.put(row.getString(0), row.getLong(1)));
                    return pending;
                });
    }

    @Override
    public Uni<Integer> prune(Instant before) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("""
                        DELETE FROM alerter_attempts t USING alerter_alerts a
                        WHERE a.id = t.alert_id AND a.arrived_at < $1 AND NOT EXISTS (
                            SELECT 1 FROM alerter_deliveries d WHERE d.seq = a.seq AND d.state = 'pending')""")
                .execute(Tuple.of(time(before)))
                .chain(() -> connection.preparedQuery("""
                                DELETE FROM alerter_deliveries d USING alerter_alerts a
                                WHERE a.seq = d.seq AND a.arrived_at < $1 AND NOT EXISTS (
                                    SELECT 1 FROM alerter_deliveries p WHERE p.seq = a.seq AND p.state = 'pending')""").execute(Tuple.of(time(before))))
                .chain(() -> connection.preparedQuery("""
                                DELETE FROM alerter_alerts a WHERE arrived_at < $1 AND NOT EXISTS (
                                    SELECT 1 FROM alerter_deliveries d WHERE d.seq = a.seq)""").execute(Tuple.of(time(before))))
                .map(RowSet::rowCount));
    }

    @Override
    public void close() {
        // The pool belongs to whoever made it.
    }

    private Uni<RowSet<Row>> execute(String statement, @Nullable Object... values) {
        return pool.preparedQuery(statement).execute(Tuple.from(values));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(Row row, int column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
