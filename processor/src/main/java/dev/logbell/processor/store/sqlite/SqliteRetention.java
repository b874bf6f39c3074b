package dev.logbell.processor.store.sqlite;

import dev.logbell.processor.store.sql.StoredTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** Deletes old events in small steps, so that what comes in never waits long, and gives their space back. */
final class SqliteRetention {
    private static final int EVENTS_PER_STEP = 5_000;
    private static final int PAGES_PER_STEP = 2_000;

    private SqliteRetention() {}

    /** How many events one step deleted. */
    static int expire(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM events WHERE rowid IN (SELECT rowid FROM events WHERE time < ? LIMIT ?)")) {
            delete.setLong(1, StoredTime.of(before).micros());
            delete.setInt(2, EVENTS_PER_STEP);
            int deleted = delete.executeUpdate();
            if (deleted > 0) {
                try (Statement vacuum = connection.createStatement()) {
                    vacuum.execute("PRAGMA incremental_vacuum(%d)".formatted(PAGES_PER_STEP));
                }
            }
            return deleted;
        }
    }
}
