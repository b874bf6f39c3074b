package dev.logbell.processor.store.sqlite;

import dev.logbell.access.OwnerOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/** Opens connections to the SQLite file, for one writer and for readers. */
final class SqliteConnections {
    private static final int BUSY_TIMEOUT_MS = 30_000;
    private static final int PAGES_BEFORE_CHECKPOINT = 4_000;
    private static final int CACHE_KIB = 16_000;

    private static final int LARGEST_VALUE = 256 << 20;

    private final Path file;

    SqliteConnections(Path file) {
        this.file = file.toAbsolutePath();
    }

    String url() {
        return "jdbc:sqlite:" + file;
    }

    /** With mode 0600, which SQLite gives to the files beside it as well. */
    void makeFile() throws IOException {
        OwnerOnly.makeFile(file);
    }

    /** The one connection that writes; nothing is acknowledged before the disk has it. */
    Connection writer() throws SQLException {
        Connection connection = config().createConnection(url());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA wal_autocheckpoint = " + PAGES_BEFORE_CHECKPOINT);
        }
        return connection;
    }

    Connection reader() throws SQLException {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        SQLiteConnection connection = (SQLiteConnection) config.createConnection(url());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = 1");
            connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, LARGEST_VALUE);
            connection.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        }
        return connection;
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setCacheSize(-CACHE_KIB);
        return config;
    }
}
