package dev.logbell.processor.store.sqlite;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** The threads and connections of one SQLite file: one that writes, and a few that read beside it. */
final class SqliteWork implements AutoCloseable {
    private static final int READERS = 4;
    private static final int MOST_WAITING = 1_000;

    private final SqliteConnections connections;
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
    private volatile boolean isOpen;
    private @Nullable Connection writer;

    SqliteWork(Path file) {
        this.connections = new SqliteConnections(file);
    }

    Uni<Void> open() {
        return on(writing, this::openNow).replaceWithVoid();
    }

    /** Work in a transaction of its own. */
    <T> Uni<T> write(SqlFunction<Connection, T> work) {
        return on(writing, () -> inTransaction(openWriter(), "BEGIN IMMEDIATE", work));
    }

    /** Work in a transaction of its own, for a thread that may wait for it. */
    <T> T writeAndWait(SqlFunction<Connection, T> work) throws SQLException {
        return onWriter(connection -> inTransaction(connection, "BEGIN IMMEDIATE", work));
    }

    /** Work on the connection that writes, between two transactions. */
    <T> T onWriter(SqlFunction<Connection, T> work) throws SQLException {
        try {
            return writing.submit(() -> work.apply(openWriter())).get();
        } catch (ExecutionException e) {
            throw new SQLException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException(e);
        }
    }

    private Connection openWriter() {
        Connection connection = writer;
        if (!isOpen || connection == null) {
            throw notOpen();
        }
        return connection;
    }

    /** One more connection that reads, for whoever closes it. */
    Connection reader() throws SQLException {
        return connections.reader();
    }

    <T> Uni<T> read(SqlFunction<Connection, T> work) {
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

    /** Work that sees one state of the file from its begin to its end. */
    static <T> T inTransaction(Connection connection, String begin, SqlFunction<Connection, T> work)
            throws SQLException {
        execute(connection, begin);
        try {
            T result = work.apply(connection);
            execute(connection, "COMMIT");
            return result;
        } catch (Throwable e) {
            rollBack(connection, e);
            throw e;
        }
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
    interface SqlFunction<S, T> {
        T apply(S subject) throws SQLException;
    }
}
