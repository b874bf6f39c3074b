package dev.logbell.processor.store.postgres;

import dev.logbell.alert.Alert;
import dev.logbell.log.Source;
import dev.logbell.processor.pattern.KnownPattern;
import dev.logbell.processor.store.AppendOutcome;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.PatternStore;
import dev.logbell.processor.store.SourceAccount;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.StoreSettings;
import dev.logbell.processor.store.index.Segment;
import dev.logbell.processor.store.sql.StoredJson;
import dev.logbell.wire.AlertCodec;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** Keeps everything in PostgreSQL: reads without blocking a thread, appends on a thread of their own. */
public final class PostgresLogStore implements LogStore, PatternStore, AutoCloseable {
    private final StoreSettings.Postgres settings;
    private final Pool pool;
    private final PostgresWriter writer;
    private final Partitions partitions;
    private final PostgresIndexing indexing;
    private volatile boolean hasSchema;

    public PostgresLogStore(Vertx vertx, StoreSettings.Postgres settings, Clock clock) {
        this(vertx, settings, clock, Segment.EVENTS);
    }

    PostgresLogStore(Vertx vertx, StoreSettings.Postgres settings, Clock clock, int eventsPerSegment) {
        SegmentDrafts drafts = new SegmentDrafts(eventsPerSegment);
        this.indexing = new PostgresIndexing(settings, eventsPerSegment, drafts);
        this.settings = settings;
        this.writer = new PostgresWriter(settings, clock, drafts);
        this.partitions = new Partitions(clock);
        this.pool = PostgresPool.of(vertx, settings, "logbell-processor", -1);
    }

    @Override
    public Uni<Void> open() {
        return Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(this::migrate)
                .chain(() -> partitions.makeAhead(pool))
                .invoke(indexing::begin);
    }

    @Override
    public Uni<Map<String, Long>> watermarks(Collection<String> sources) {
        return pool.preparedQuery("SELECT source, watermark FROM sources WHERE source = ANY ($1)")
                .execute(Tuple.of(sources.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Long> watermarks = new HashMap<>();
                    rows.forEach(row -> watermarks.put(row.getString("source"), row.getLong("watermark")));
                    return watermarks;
                });
    }

    @Override
    public Uni<AppendOutcome> append(List<SourceBatch> batch) {
        return partitions.makeFor(pool, batch).chain(() -> writer.append(batch));
    }

    @Override
    public Uni<List<Alert>> alerts(int limit, int offset) {
        return pool.preparedQuery("""
                        SELECT payload::text AS payload FROM alerts
                        ORDER BY starts_at DESC, (payload #>> '{events,0,source}') COLLATE "C" DESC,
                            (payload #>> '{events,0,offset}')::bigint DESC, id DESC
                        LIMIT $1 OFFSET $2""")
                .execute(Tuple.of(limit, offset))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> AlertCodec.decode(row.getString("payload")))
                        .toList());
    }

    @Override
    public Uni<List<SourceAccount>> accounts() {
        return pool.query("""
                        SELECT source, resource::text AS resource, watermark, stored_events, stored_bytes,
                            dropped::text AS dropped, updated
                        FROM sources ORDER BY updated DESC, id""")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresLogStore::account)
                        .toList());
    }

    @Override
    public Uni<Void> expire(Instant before) {
        return partitions.expire(pool, before).chain(() -> partitions.makeAhead(pool));
    }

    @Override
    public Uni<Found> patterns(@Nullable Long since) {
        return PostgresPatterns.patterns(pool, since);
    }

    @Override
    public Uni<Void> define(List<KnownPattern> changed) {
        return PostgresPatterns.define(pool, changed);
    }

    @Override
    public Uni<Void> keep(int most) {
        return PostgresPatterns.keep(pool, most);
    }

    /** What indexes it. */
    PostgresIndexing indexing() {
        return indexing;
    }

    @Override
    public void close() {
        indexing.close();
        writer.close();
        pool.closeAndForget();
    }

    private void migrate() {
        if (hasSchema) {
            return;
        }
        Flyway.configure()
                .dataSource(PostgresWriter.url(settings), settings.user(), settings.password())
                .locations("classpath:db/processor/postgresql")
                .table("processor_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
        hasSchema = true;
    }

    private static SourceAccount account(Row row) {
        return new SourceAccount(
                new Source(row.getString("source"), StoredJson.resource(row.getString("resource"))),
                row.getLong("watermark"),
                row.getLong("stored_events"),
                row.getLong("stored_bytes"),
                StoredJson.counts(row.getString("dropped")),
                row.getOffsetDateTime("updated").toInstant());
    }
}
