package dev.logbell.processor.store.sqlite;

import dev.logbell.processor.store.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Ends the statements of a connection once their time is over, or nobody waits for them any more. */
final class SearchDeadline implements AutoCloseable {
    private static final int STEPS_BETWEEN_LOOKS = 100_000;

    private final Connection connection;
    private final Deadline deadline;

    SearchDeadline(Connection connection, Deadline deadline) throws SQLException {
        this.connection = connection;
        this.deadline = deadline;
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return deadline.isOver() ? 1 : 0;
            }
        });
    }

    <T> T watch(Search<T> search) throws SQLException {
        try {
            deadline.check();
            return search.run();
        } catch (SQLiteException e) {
            if (e.getResultCode() == SQLiteErrorCode.SQLITE_INTERRUPT) {
                RuntimeException failure = deadline.failure();
                failure.initCause(e);
                throw failure;
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
