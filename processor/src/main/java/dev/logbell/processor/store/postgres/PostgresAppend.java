package dev.logbell.processor.store.postgres;

import dev.logbell.alert.Alert;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.store.AppendOutcome;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.sql.Dialect;
import dev.logbell.processor.store.sql.StoredEvent;
import dev.logbell.processor.store.sql.StoredJson;
import dev.logbell.wire.AlertCodec;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One append in one transaction. It locks the rows of its sources in the order of their ids, so that two appends wait
 * for each other and never block each other.
 */
final class PostgresAppend {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final String LOCK = """
            SELECT id, source, resource::text AS resource, watermark, dropped::text AS dropped FROM sources
            WHERE source = ANY ($1) ORDER BY source FOR UPDATE""";
    private static final String ADD = """
            INSERT INTO sources (source, resource, watermark, stored_events, stored_bytes, dropped, updated)
            SELECT source, resource::json, -1, 0, 0, '{}', now()
            FROM unnest($1::text[], $2::text[]) AS s (source, resource) ORDER BY source COLLATE "C"
            ON CONFLICT DO NOTHING
            RETURNING id, source, resource::text AS resource, watermark, dropped::text AS dropped""";
    private static final String MOVE = """
            UPDATE sources s SET watermark = p.watermark, stored_events = s.stored_events + p.stored_events,
                stored_bytes = s.stored_bytes + p.stored_bytes, dropped = p.dropped::json,
                newest = greatest(s.newest, p.newest), updated = $7
            FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::timestamptz[])
                AS p (id, watermark, stored_events, stored_bytes, dropped, newest)
            WHERE s.id = p.id""";
    private static final String RAISE = """
            INSERT INTO alerts (id, name, starts_at, payload)
            SELECT id, name, starts_at, payload::json
            FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[]) AS a (id, name, starts_at, payload)
            ORDER BY id COLLATE "C"
            ON CONFLICT DO NOTHING""";

    private final Clock clock;
    private final SqlConnection connection;
    private final List<SourceBatch> batch;
    private final Map<String, Known> known = new HashMap<>();

    private PostgresAppend(Clock clock, SqlConnection connection, List<SourceBatch> batch) {
        this.clock = clock;
        this.connection = connection;
        this.batch = batch.stream()
                .sorted(Comparator.comparing(part -> part.source().id()))
                .toList();
    }

    private record Known(int id, Source source, long watermark, Map<String, Long> dropped) {
        static Known of(Row row) {
            return new Known(
                    row.getInteger("id"),
                    new Source(row.getString("source"), StoredJson.resource(row.getString("resource"))),
                    row.getLong("watermark"),
                    StoredJson.counts(row.getString("dropped")));
        }
    }

    /** The batch is not to be stored; makes its transaction roll back. */
    private static final class ConflictException extends RuntimeException {
        private final transient AppendOutcome.Conflict conflict;

        ConflictException(Map<String, Long> watermarks) {
            super("watermarks were moved by another", null, false, false);
            this.conflict = new AppendOutcome.Conflict(watermarks);
        }
    }

    static Uni<AppendOutcome> append(Clock clock, Pool pool, List<SourceBatch> batch) {
        return pool.withTransaction(connection -> new PostgresAppend(clock, connection, batch).run())
                .<AppendOutcome>replaceWith(new AppendOutcome.Appended())
                .onFailure(ConflictException.class)
                .recoverWithItem(failure -> failure.conflict);
    }

    private Uni<Void> run() {
        return lock().chain(this::add)
                .invoke(this::compare)
                .chain(this::insertEvents)
                .chain(this::move)
                .chain(this::raise);
    }

    private Uni<Void> lock() {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(ids(batch)))
                .invoke(this::remember)
                .replaceWithVoid();
    }

    /** Adds the sources that are expected to be unknown. Those that another has added meanwhile come out as a conflict. */
    private Uni<Void> add() {
        List<SourceBatch> added = batch.stream()
                .filter(part -> part.expected() == SourceBatch.UNKNOWN
                        && !known.containsKey(part.source().id()))
                .toList();
        if (added.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String[] resources = added.stream()
                .map(part -> StoredJson.write(part.source().resource()))
                .toArray(String[]::new);
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.of(ids(added), resources))
                .invoke(this::remember)
                .chain(rows -> rows.size() == added.size() ? Uni.createFrom().voidItem() : lock());
    }

    private void remember(RowSet<Row> rows) {
        for (Row row : rows) {
            Known source = Known.of(row);
            known.put(source.source().id(), source);
        }
    }

    private void compare() {
        Map<String, Long> conflicts = new HashMap<>();
        for (SourceBatch part : batch) {
            Known source = known.get(part.source().id());
            long watermark = source == null ? SourceBatch.UNKNOWN : source.watermark();
            if (watermark != part.expected()) {
                conflicts.put(part.source().id(), watermark);
            }
        }
        if (!conflicts.isEmpty()) {
            throw new ConflictException(conflicts);
        }
    }

    private Uni<Void> insertEvents() {
        EventArrays events = new EventArrays();
        for (SourceBatch part : batch) {
            Known source = of(part);
            for (LogEvent event : part.events()) {
                events.add(StoredEvent.of(event, source.source()), source.id());
            }
        }
        return events.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(EventArrays.INSERT)
                        .execute(events.tuple())
                        .replaceWithVoid();
    }

    private Uni<Void> move() {
        Instant now = clock.instant();
        return connection
                .preparedQuery(MOVE)
                .execute(Tuple.tuple()
                        .addArrayOfInteger(
                                batch.stream().map(part -> of(part).id()).toArray(Integer[]::new))
                        .addArrayOfLong(
                                batch.stream().map(SourceBatch::watermark).toArray(Long[]::new))
                        .addArrayOfLong(batch.stream()
                                .map(part -> (long) part.events().size())
                                .toArray(Long[]::new))
                        .addArrayOfLong(
                                batch.stream().map(SourceBatch::storedBytes).toArray(Long[]::new))
                        .addArrayOfString(batch.stream().map(this::dropped).toArray(String[]::new))
                        .addArrayOfOffsetDateTime(
                                batch.stream().map(part -> newest(part, now)).toArray(OffsetDateTime[]::new))
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private Uni<Void> raise() {
        List<Alert> alerts =
                batch.stream().flatMap(part -> part.alerts().stream()).toList();
        if (alerts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(RAISE)
                .execute(Tuple.of(
                        alerts.stream().map(Alert::id).toArray(String[]::new),
                        alerts.stream()
                                .map(alert -> StoredJson.text(alert.name()))
                                .toArray(String[]::new),
                        alerts.stream()
                                .map(alert -> Dialect.POSTGRES.time(alert.startsAt()))
                                .toArray(OffsetDateTime[]::new),
                        alerts.stream().map(AlertCodec::encode).toArray(String[]::new)))
                .replaceWithVoid();
    }

    private Known of(SourceBatch part) {
        return Objects.requireNonNull(known.get(part.source().id()));
    }

    private String dropped(SourceBatch part) {
        Map<String, Long> dropped = new HashMap<>(of(part).dropped());
        part.droppedBytes().forEach((reason, bytes) -> dropped.merge(reason, bytes, Long::sum));
        return StoredJson.write(dropped);
    }

    private static @Nullable OffsetDateTime newest(SourceBatch part, Instant now) {
        Instant latest = now.plus(CLOCKS_DIFFER);
        return part.events().stream()
                .map(LogEvent::time)
                .filter(time -> !time.isAfter(latest))
                .max(Comparator.naturalOrder())
                .map(time -> (OffsetDateTime) Dialect.POSTGRES.time(time))
                .orElse(null);
    }

    private static String[] ids(List<SourceBatch> parts) {
        List<String> ids = new ArrayList<>();
        parts.forEach(part -> ids.add(part.source().id()));
        return ids.toArray(String[]::new);
    }
}
