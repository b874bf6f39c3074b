package dev.logbell.processor.store.sqlite;

import dev.logbell.alert.Alert;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.store.AppendOutcome;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.sql.StoredEvent;
import dev.logbell.processor.store.sql.StoredJson;
import dev.logbell.processor.store.sql.StoredTime;
import dev.logbell.wire.AlertCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One append in one transaction, which the caller commits. */
final class SqliteAppend {
    private static final String FIND = "SELECT id, resource, watermark, dropped FROM sources WHERE source = ?";
    private static final String ADD = """
            INSERT INTO sources (source, resource, watermark, stored_events, stored_bytes, dropped, updated)
            VALUES (?, ?, 0, 0, 0, '{}', 0)""";
    private static final String MOVE = """
            UPDATE sources SET watermark = ?, stored_events = stored_events + ?, stored_bytes = stored_bytes + ?,
                dropped = ?, updated = ? WHERE id = ?""";
    private static final String EVENT = """
            INSERT INTO events (time, time_nanos, observed_time, source_id, source_offset, severity_number,
                severity_text, service, body, attributes, resource, trace_id, span_id, pattern)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String ALERT =
            "INSERT INTO alerts (id, name, starts_at, payload) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

    private final Clock clock;
    private final SqlitePatterns patterns;
    private final SqliteDraft draft;

    SqliteAppend(Clock clock, SqlitePatterns patterns, SqliteDraft draft) {
        this.clock = clock;
        this.patterns = patterns;
        this.draft = draft;
    }

    private record Known(int id, Source source, long watermark, Map<String, Long> dropped) {}

    AppendOutcome append(Connection connection, List<SourceBatch> batch) throws SQLException {
        Map<String, Known> known = new HashMap<>();
        Map<String, Long> conflicts = new HashMap<>();
        for (SourceBatch part : batch) {
            String id = part.source().id();
            Known source = find(connection, part.source());
            long watermark = source == null ? SourceBatch.UNKNOWN : source.watermark();
            if (watermark != part.expected()) {
                conflicts.put(id, watermark);
            } else if (source != null) {
                known.put(id, source);
            }
        }
        if (!conflicts.isEmpty()) {
            return new AppendOutcome.Conflict(conflicts);
        }
        for (SourceBatch part : batch) {
            if (!known.containsKey(part.source().id())) {
                known.put(part.source().id(), add(connection, part.source()));
            }
        }
        try (PreparedStatement events = connection.prepareStatement(EVENT);
                PreparedStatement move = connection.prepareStatement(MOVE);
                PreparedStatement alerts = connection.prepareStatement(ALERT)) {
            for (SourceBatch part : batch) {
                Known source = Objects.requireNonNull(known.get(part.source().id()));
                for (LogEvent event : part.events()) {
                    bind(events, StoredEvent.of(event, source.source()), source.id());
                    events.addBatch();
                }
                bind(move, part, source);
                move.addBatch();
                for (Alert alert : part.alerts()) {
                    bind(alerts, alert);
                    alerts.addBatch();
                }
            }
            events.executeBatch();
            tellDraft(connection, batch);
            move.executeBatch();
            alerts.executeBatch();
        }
        patterns.count(connection, batch);
        return new AppendOutcome.Appended();
    }

    /** Each row got the number after the last one's. */
    private void tellDraft(Connection connection, List<SourceBatch> batch) throws SQLException {
        int added = batch.stream().mapToInt(part -> part.events().size()).sum();
        if (added == 0 || !draft.isGrowing()) {
            return;
        }
        try (PreparedStatement last = connection.prepareStatement("SELECT last_insert_rowid()");
                ResultSet row = last.executeQuery()) {
            row.next();
            draft.add(row.getLong(1) - added + 1, batch);
        }
    }

    private static @Nullable Known find(Connection connection, Source source) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setString(1, source.id());
            try (ResultSet row = find.executeQuery()) {
                return row.next()
                        ? new Known(
                                row.getInt("id"),
                                new Source(source.id(), StoredJson.resource(row.getString("resource"))),
                                row.getLong("watermark"),
                                StoredJson.counts(row.getString("dropped")))
                        : null;
            }
        }
    }

    private static Known add(Connection connection, Source source) throws SQLException {
        String resource = StoredJson.write(source.resource());
        try (PreparedStatement add = connection.prepareStatement(ADD, PreparedStatement.RETURN_GENERATED_KEYS)) {
            add.setString(1, source.id());
            add.setString(2, resource);
            add.executeUpdate();
            try (ResultSet keys = add.getGeneratedKeys()) {
                keys.next();
                return new Known(keys.getInt(1), new Source(source.id(), StoredJson.resource(resource)), 0, Map.of());
            }
        }
    }

    private static void bind(PreparedStatement events, StoredEvent event, int source) throws SQLException {
        events.setLong(1, event.time().micros());
        events.setInt(2, event.time().nanos());
        events.setLong(3, event.observedTime().micros());
        events.setInt(4, source);
        events.setLong(5, event.offset());
        events.setInt(6, event.severityNumber());
        events.setString(7, event.severityText());
        setText(events, 8, event.service());
        events.setString(9, event.body());
        setText(events, 10, event.attributes());
        setText(events, 11, event.resource());
        setText(events, 12, event.traceId());
        setText(events, 13, event.spanId());
        events.setLong(14, event.pattern());
    }

    private void bind(PreparedStatement move, SourceBatch part, Known source) throws SQLException {
        Map<String, Long> dropped = new HashMap<>(source.dropped());
        part.droppedBytes().forEach((reason, bytes) -> dropped.merge(reason, bytes, Long::sum));
        move.setLong(1, part.watermark());
        move.setInt(2, part.events().size());
        move.setLong(3, part.storedBytes());
        move.setString(4, StoredJson.write(dropped));
        move.setLong(5, StoredTime.of(clock.instant()).micros());
        move.setInt(6, source.id());
    }

    private static void bind(PreparedStatement alerts, Alert alert) throws SQLException {
        alerts.setString(1, alert.id());
        alerts.setString(2, StoredJson.text(alert.name()));
        alerts.setLong(3, StoredTime.of(alert.startsAt()).micros());
        alerts.setString(4, AlertCodec.encode(alert));
    }

    private static void setText(PreparedStatement statement, int position, @Nullable String text) throws SQLException {
        if (text == null) {
            statement.setNull(position, Types.VARCHAR);
        } else {
            statement.setString(position, text);
        }
    }
}
