package dev.logbell.alerter.outbox;

import dev.logbell.access.OwnerOnly;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The one connection to a SQLite file, used by one thread of its own; every commit is synced to the disk. */
final class SqliteConnection {
    private static final Logger LOG = Logger.getLogger(SqliteConnection.class);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("alerter-outbox").daemon().factory());
    private final SQLiteDataSource dataSource;
    private final Path file;
    private @Nullable Connection connection;

    SqliteConnection(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(30_000);
        this.dataSource = new SQLiteDataSource(config);
        this.dataSource.setUrl("jdbc:sqlite:" + file);
        this.file = file;
    }

    /** Makes the file if it is not there, and brings its tables up to date. */
    Uni<Void> open() {
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> {
                    OwnerOnly.makeFile(file);
                    return file;
                }))
                .runSubscriptionOn(thread)
                .chain(() -> Migration.of(dataSource, "db/alerter/sqlite", file.toString(), thread))
                .chain(() -> Uni.createFrom()
                        .item(Unchecked.supplier(() -> {
                            connection = dataSource.getConnection();
                            return file;
                        }))
                        .runSubscriptionOn(thread))
                .replaceWithVoid();
    }

    void close() {
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
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Works on the connection's thread. */
    <T> Uni<T> run(Work<T> work) {
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> work.with(opened())))
                .runSubscriptionOn(thread);
    }

    /** Changes in one transaction, on the connection's thread. */
    <T> Uni<T> inTransaction(Work<T> change) {
        return run(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                try {
                    T result = change.with(connection);
                    statement.execute("COMMIT");
                    return result;
                } catch (SQLException | RuntimeException e) {
                    statement.execute("ROLLBACK");
                    throw e;
                }
            }
        });
    }

    private Connection opened() throws SQLException {
        Connection open = connection;
        if (open == null) {
            throw new SQLException("the outbox in %s is not open yet".formatted(file));
        }
        return open;
    }
}
