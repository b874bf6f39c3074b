package dev.logbell.processor.store.sqlite;

import dev.logbell.alert.Alert;
import dev.logbell.processor.pattern.KnownPattern;
import dev.logbell.processor.store.AppendOutcome;
import dev.logbell.processor.store.Caller;
import dev.logbell.processor.store.Deadline;
import dev.logbell.processor.store.EventContext;
import dev.logbell.processor.store.EventCounts;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventReader;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.PatternStore;
import dev.logbell.processor.store.SourceAccount;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.SqlAnswer;
import dev.logbell.processor.store.SqlQuestion;
import dev.logbell.processor.store.Tally;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in one SQLite file: one connection writes, on a thread of its own, and a few read beside it. All
 * that blocks does so on these threads.
 */
public final class SqliteLogStore implements LogStore, LogSearch, PatternStore, AutoCloseable {
    private static final int READERS = 4;
    private static final int MOST_WAITING = 1_000;

    private final SqliteConnections connections;
    private final Duration searchTimeout;
    private final ExecutorService writing = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("sqlite-writer").daemon().factory());
    private final ExecutorService reading = new ThreadPoolExecutor(
            READERS,
            READERS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("sqlite-reader-", 1).daemon().factory());
    private final BlockingQueue<Connection> readers = new LinkedBlockingQueue<>();
    private final SqlitePatterns patterns;
    private final SqliteAppend append;
    private final SqliteReads reads;
    private volatile boolean isOpen;
    private @Nullable Connection writer;

    public SqliteLogStore(Path file, Duration searchTimeout, Clock clock) {
        this.connections = new SqliteConnections(file);
        this.searchTimeout = searchTimeout;
        this.patterns = new SqlitePatterns(clock);
        this.append = new SqliteAppend(clock, patterns);
        this.reads = new SqliteReads();
    }

    @Override
    public Uni<Void> open() {
        return on(writing, this::openNow).replaceWithVoid();
    }

    @Override
    public Uni<Map<String, Long>> watermarks(Collection<String> sources) {
        return read(connection -> reads.watermarks(connection, sources));
    }

    @Override
    public Uni<AppendOutcome> append(List<SourceBatch> batch) {
        return write(connection -> append.append(connection, batch));
    }

    @Override
    public <T> Uni<T> read(EventRange range, EventReader<T> reader, Caller caller) {
        return ask(caller, search -> search.read(range, reader));
    }

    @Override
    public Uni<Tally> count(EventCounts question, Caller caller) {
        return ask(caller, search -> search.count(question));
    }

    @Override
    public Uni<SqlAnswer> sql(SqlQuestion question, Caller caller) {
        return ask(caller, search -> search.sql(question));
    }

    @Override
    public Uni<EventContext> context(EventContext.Place place, Caller caller) {
        return ask(caller, search -> search.context(place));
    }

    @Override
    public Uni<List<Alert>> alerts(int limit, int offset) {
        return read(connection -> reads.alerts(connection, limit, offset));
    }

    @Override
    public Uni<List<SourceAccount>> accounts() {
        return read(reads::accounts);
    }

    @Override
    public Uni<Void> expire(Instant before) {
        return write(connection -> SqliteRetention.expire(connection, before))
                .repeat()
                .until(deleted -> deleted == 0)
                .collect()
                .last()
                .replaceWithVoid();
    }

    @Override
    public Uni<Found> patterns(@Nullable Long since) {
        return read(connection -> patterns.patterns(connection, since));
    }

    @Override
    public Uni<Void> define(List<KnownPattern> changed) {
        return write(connection -> patterns.define(connection, changed)).replaceWithVoid();
    }

    @Override
    public Uni<Void> keep(int most) {
        return write(connection -> patterns.keep(connection, most)).replaceWithVoid();
    }

    @Override
    public void close() throws SQLException {
        isOpen = false;
        writing.close();
        reading.close();
        for (Connection reader : readers) {
            reader.close();
        }
        if (writer != null) {
            writer.close();
        }
    }

    private boolean openNow() throws SQLException, IOException {
        if (isOpen) {
            return true;
        }
        connections.makeFile();
        if (writer == null) {
            writer = connections.writer();
        }
        Flyway.configure()
                .dataSource(connections.url(), null, null)
                .initSql("PRAGMA busy_timeout = 30000")
                .locations("classpath:db/processor/sqlite")
                .table("processor_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
        while (readers.size() < READERS) {
            readers.add(connections.reader());
        }
        isOpen = true;
        return true;
    }

    private <T> Uni<T> write(SqlFunction<Connection, T> work) {
        return on(writing, () -> {
            Connection connection = writer;
            if (!isOpen || connection == null) {
                throw notOpen();
            }
            execute(connection, "BEGIN IMMEDIATE");
            try {
                T result = work.apply(connection);
                execute(connection, "COMMIT");
                return result;
            } catch (Throwable e) {
                rollBack(connection, e);
                throw e;
            }
        });
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private <T> Uni<T> read(SqlFunction<Connection, T> work) {
        return on(reading, () -> {
            if (!isOpen) {
                throw notOpen();
            }
            Connection connection = readers.take();
            try {
                return work.apply(connection);
            } finally {
                readers.add(connection);
            }
        });
    }

    private <T> Uni<T> ask(Caller caller, SqlFunction<SqliteSearch, T> question) {
        return Uni.createFrom().deferred(() -> {
            Deadline deadline = new Deadline(caller, searchTimeout);
            return read(connection -> {
                try (SearchDeadline watch = new SearchDeadline(connection, deadline)) {
                    return watch.watch(() -> question.apply(new SqliteSearch(connection, deadline)));
                }
            });
        });
    }

    private static <T> Uni<T> on(ExecutorService executor, Callable<T> work) {
        return Uni.createFrom()
                .<T>emitter(emitter -> {
                    try {
                        emitter.complete(work.call());
                    } catch (Exception e) {
                        emitter.fail(e);
                    }
                })
                .runSubscriptionOn(executor);
    }

    private IllegalStateException notOpen() {
        return new IllegalStateException(
                "the SQLite file of %s is not open yet: wait until /q/health is UP".formatted(connections.url()));
    }

    /** Work on a connection, or a question about the events. */
    @FunctionalInterface
    private interface SqlFunction<S, T> {
        T apply(S subject) throws SQLException;
    }
}
