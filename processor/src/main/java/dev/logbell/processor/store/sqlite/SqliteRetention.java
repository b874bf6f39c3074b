package dev.logbell.processor.store.sqlite;

import dev.logbell.processor.store.sql.StoredTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

    /** Deletes segments of which nothing is left, and those that cover numbers that new rows may be given again. */
    static void forgetSegments(Connection connection, Instant before) throws SQLException {
        List<Long> gone = new ArrayList<>();
        try (PreparedStatement find = connection.prepareStatement("""
                SELECT id FROM segments
                WHERE latest < ? OR last_row > (SELECT coalesce(max(rowid), 0) FROM events)""")) {
            find.setLong(1, StoredTime.of(before).micros());
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    gone.add(row.getLong(1));
                }
            }
        }
        try (PreparedStatement segment = connection.prepareStatement("DELETE FROM segments WHERE id = ?");
                PreparedStatement slices =
                        connection.prepareStatement("DELETE FROM segment_slices WHERE id >= ? AND id < ?")) {
            for (long id : gone) {
                segment.setLong(1, id);
                segment.executeUpdate();
                slices.setLong(1, id * SqliteIndexing.SLICES_PER_SEGMENT);
                slices.setLong(2, (id + 1) * SqliteIndexing.SLICES_PER_SEGMENT);
                slices.executeUpdate();
            }
        }
    }
}
