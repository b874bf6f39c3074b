package dev.logbell.processor.store.postgres;

import dev.logbell.alert.Alert;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.store.AppendOutcome;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.sql.Dialect;
import dev.logbell.processor.store.sql.StoredJson;
import dev.logbell.wire.AlertCodec;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One append, in a transaction that the caller commits. It locks the rows of its sources in the order of their ids, so
 * that two appends wait for each other and never block each other.
 */
final class PostgresAppend {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final String LOCK = """
            SELECT id, source, resource::text AS resource, watermark, dropped::text AS dropped FROM sources
            WHERE source = ANY (?) ORDER BY source FOR UPDATE""";
    private static final String ADD = """
            INSERT INTO sources (source, resource, watermark, stored_events, stored_bytes, dropped, updated)
            SELECT source, resource::json, -1, 0, 0, '{}', now()
            FROM unnest(?::text[], ?::text[]) AS s (source, resource) ORDER BY source COLLATE "C"
            ON CONFLICT DO NOTHING
            RETURNING id, source, resource::text AS resource, watermark, dropped::text AS dropped""";
    private static final String MOVE = """
            UPDATE sources s SET watermark = p.watermark, stored_events = s.stored_events + p.stored_events,
                stored_bytes = s.stored_bytes + p.stored_bytes, dropped = p.dropped::json,
                newest = greatest(s.newest, p.newest), updated = ?
            FROM unnest(?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::timestamptz[])
                AS p (id, watermark, stored_events, stored_bytes, dropped, newest)
            WHERE s.id = p.id""";
    private static final String RAISE = """
            INSERT INTO alerts (id, name, starts_at, payload)
            SELECT id, name, starts_at, payload::json
            FROM unnest(?::text[], ?::text[], ?::timestamptz[], ?::text[]) AS a (id, name, starts_at, payload)
            ORDER BY id COLLATE "C"
            ON CONFLICT DO NOTHING""";

    private final Instant now;
    private final Connection connection;
    private final List<SourceBatch> batch;
    private final EventCopy events;
    private final Map<String, Known> known = new HashMap<>();

    private PostgresAppend(Instant now, Connection connection, List<SourceBatch> batch, EventCopy events) {
        this.now = now;
        this.connection = connection;
        this.events = events;
        this.batch = batch.stream()
                .sorted(Comparator.comparing(part -> part.source().id()))
                .toList();
    }

    /** A source as the store knows it. */
    record Known(int id, Source source, long watermark, Map<String, Long> dropped) {
        static Known of(ResultSet row) throws SQLException {
            return new Known(
                    row.getInt("id"),
                    new Source(row.getString("source"), StoredJson.resource(row.getString("resource"))),
                    row.getLong("watermark"),
                    StoredJson.counts(row.getString("dropped")));
        }
    }

    /** Writes the batch; nothing of it where a watermark is not the expected one: the caller then rolls back. */
    static AppendOutcome append(Instant now, Connection connection, List<SourceBatch> batch, EventCopy events)
            throws SQLException {
        return new PostgresAppend(now, connection, batch, events).run();
    }

    private AppendOutcome run() throws SQLException {
        lock();
        add();
        Map<String, Long> conflicts = conflicts();
        if (!conflicts.isEmpty()) {
            return new AppendOutcome.Conflict(conflicts);
        }
        events.copy(connection, batch, this::of);
        move();
        raise();
        PostgresPatterns.count(connection, batch);
        return new AppendOutcome.Appended();
    }

    private void lock() throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setArray(1, texts(batch, part -> part.source().id()));
            remember(lock);
        }
    }

    /** Adds the sources that are expected to be unknown. Those that another has added meanwhile come out as a conflict. */
    private void add() throws SQLException {
        List<SourceBatch> added = batch.stream()
                .filter(part -> part.expected() == SourceBatch.UNKNOWN
                        && !known.containsKey(part.source().id()))
                .toList();
        if (added.isEmpty()) {
            return;
        }
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            add.setArray(1, texts(added, part -> part.source().id()));
            add.setArray(2, texts(added, part -> StoredJson.write(part.source().resource())));
            if (remember(add) < added.size()) {
                lock();
            }
        }
    }

    private int remember(PreparedStatement statement) throws SQLException {
        int found = 0;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Known source = Known.of(rows);
                known.put(source.source().id(), source);
                found++;
            }
        }
        return found;
    }

    private Map<String, Long> conflicts() {
        Map<String, Long> conflicts = new HashMap<>();
        for (SourceBatch part : batch) {
            Known source = known.get(part.source().id());
            long watermark = source == null ? SourceBatch.UNKNOWN : source.watermark();
            if (watermark != part.expected()) {
                conflicts.put(part.source().id(), watermark);
            }
        }
        return conflicts;
    }

    private void move() throws SQLException {
        try (PreparedStatement move = connection.prepareStatement(MOVE)) {
            move.setObject(1, Dialect.POSTGRES.time(now));
            move.setArray(2, array("int4", batch, part -> of(part).id()));
            move.setArray(3, array("int8", batch, SourceBatch::watermark));
            move.setArray(4, array("int8", batch, part -> (long) part.events().size()));
            move.setArray(5, array("int8", batch, SourceBatch::storedBytes));
            move.setArray(6, texts(batch, this::dropped));
            move.setArray(7, array("timestamptz", batch, this::newest));
            move.executeUpdate();
        }
    }

    private void raise() throws SQLException {
        List<Alert> alerts =
                batch.stream().flatMap(part -> part.alerts().stream()).toList();
        if (alerts.isEmpty()) {
            return;
        }
        try (PreparedStatement raise = connection.prepareStatement(RAISE)) {
            raise.setArray(1, texts(alerts, Alert::id));
            raise.setArray(2, texts(alerts, alert -> StoredJson.text(alert.name())));
            raise.setArray(3, array("timestamptz", alerts, alert -> Dialect.POSTGRES.time(alert.startsAt())));
            raise.setArray(4, texts(alerts, AlertCodec::encode));
            raise.executeUpdate();
        }
    }

    private Known of(SourceBatch part) {
        return Objects.requireNonNull(known.get(part.source().id()));
    }

    private String dropped(SourceBatch part) {
        Map<String, Long> dropped = new HashMap<>(of(part).dropped());
        part.droppedBytes().forEach((reason, bytes) -> dropped.merge(reason, bytes, Long::sum));
        return StoredJson.write(dropped);
    }

    private @Nullable Object newest(SourceBatch part) {
        Instant latest = now.plus(CLOCKS_DIFFER);
        Instant newest = null;
        for (LogEvent event : part.events()) {
            Instant time = event.time();
            if ((newest == null || time.isAfter(newest)) && !time.isAfter(latest)) {
                newest = time;
            }
        }
        return newest == null ? null : Dialect.POSTGRES.time(newest);
    }

    private <T> Array texts(List<T> items, Function<T, String> text) throws SQLException {
        return array("text", items, text);
    }

    private <T> Array array(String type, List<T> items, Function<T, ? extends @Nullable Object> value)
            throws SQLException {
        return connection.createArrayOf(type, items.stream().map(value).toArray());
    }
}
