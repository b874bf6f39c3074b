package dev.logbell.processor.store.postgres;

import dev.logbell.alert.Alert;
import dev.logbell.log.Source;
import dev.logbell.processor.store.AppendOutcome;
import dev.logbell.processor.store.EventPage;
import dev.logbell.processor.store.EventSearch;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.SourceAccount;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.StoreSettings;
import dev.logbell.processor.store.sql.StoredJson;
import dev.logbell.wire.AlertCodec;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.flywaydb.core.Flyway;

/** Keeps everything in PostgreSQL, without blocking a thread; only the schema is made with JDBC, on a worker. */
public final class PostgresLogStore implements LogStore, AutoCloseable {
    private static final int CONNECT_TIMEOUT_SECONDS = 5;

    private final StoreSettings.Postgres settings;
    private final Duration searchTimeout;
    private final Clock clock;
    private final Pool pool;
    private final Partitions partitions;
    private volatile boolean hasSchema;

    public PostgresLogStore(Vertx vertx, StoreSettings.Postgres settings, Duration searchTimeout, Clock clock) {
        this.settings = settings;
        this.searchTimeout = searchTimeout;
        this.clock = clock;
        this.partitions = new Partitions(clock);
        PgConnectOptions options = new PgConnectOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setDatabase(settings.database())
                .setUser(settings.user())
                .setPassword(settings.password())
                .setCachePreparedStatements(true)
                .addProperty("application_name", "logbell-processor");
        options.setConnectTimeout(CONNECT_TIMEOUT_SECONDS * 1_000);
        options.setTcpKeepAlive(true);
        this.pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(settings.connections()))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    @Override
    public Uni<Void> open() {
        return Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(this::migrate)
                .chain(() -> partitions.makeAhead(pool));
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
        return partitions.makeFor(pool, batch).chain(() -> PostgresAppend.append(clock, pool, batch));
    }

    @Override
    public Uni<EventPage> search(EventSearch search) {
        return PostgresSearch.search(pool, search, searchTimeout);
    }

    @Override
    public Uni<List<Alert>> alerts(int limit, int offset) {
        return pool.preparedQuery(
                        "SELECT payload::text AS payload FROM alerts ORDER BY starts_at DESC, id DESC LIMIT $1 OFFSET $2")
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
    public void close() {
        pool.closeAndForget();
    }

    private void migrate() {
        if (hasSchema) {
            return;
        }
        String url = "jdbc:postgresql://%s:%d/%s?connectTimeout=%d"
                .formatted(settings.host(), settings.port(), settings.database(), CONNECT_TIMEOUT_SECONDS);
        Flyway.configure()
                .dataSource(url, settings.user(), settings.password())
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
