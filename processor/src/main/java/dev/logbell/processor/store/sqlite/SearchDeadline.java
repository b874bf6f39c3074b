package dev.logbell.processor.store.sqlite;

import dev.logbell.processor.store.SearchTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Ends the statements of a connection once their time is over. */
final class SearchDeadline implements AutoCloseable {
    private static final int STEPS_BETWEEN_LOOKS = 100_000;

    private final Connection connection;
    private final Duration limit;

    SearchDeadline(Connection connection, Duration limit) throws SQLException {
        this.connection = connection;
        this.limit = limit;
        long end = System.nanoTime() + limit.toNanos();
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - end > 0 ? 1 : 0;
            }
        });
    }

    <T> T watch(Search<T> search) throws SQLException {
        try {
            return search.run();
        } catch (SQLiteException e) {
            if (e.getResultCode() == SQLiteErrorCode.SQLITE_INTERRUPT) {
                SearchTimeoutException timeout = new SearchTimeoutException(limit);
                timeout.initCause(e);
                throw timeout;
            }
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        ProgressHandler.clearHandler(connection);
    }

    /** What is watched. */
    @FunctionalInterface
    interface Search<T> {
        T run() throws SQLException;
    }
}
