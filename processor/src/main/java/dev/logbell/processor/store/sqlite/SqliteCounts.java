package dev.logbell.processor.store.sqlite;

import dev.logbell.processor.store.Tally;
import dev.logbell.processor.store.index.CountByMinute;
import dev.logbell.processor.store.index.MinuteCounts;
import dev.logbell.processor.store.index.Run;
import dev.logbell.processor.store.sql.StoredTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The counts by minute of the segments in the SQLite file. */
final class SqliteCounts {
    private SqliteCounts() {}

    /** What a segment was found to have. */
    @SuppressWarnings("ArrayRecordComponent") // stored at once; nobody compares two of them
    record Counted(long segment, byte[] counts) {
        boolean store(Connection connection) throws SQLException {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE segments SET counts = ? WHERE id = ? AND counts IS NULL")) {
                update.setBytes(1, counts);
                update.setLong(2, segment);
                return update.executeUpdate() > 0;
            }
        }
    }

    /**
     * Adds the counts of all segments that have events of a question's whole minutes.
     *
     * @return the rows that are still to be counted one by one: those of no segment, and of segments without counts
     */
    static List<Run> add(Connection connection, CountByMinute question, Tally tally) throws SQLException {
        List<Run> uncounted = new ArrayList<>();
        try (PreparedStatement find = connection.prepareStatement(
                "SELECT counts, first_row, last_row FROM segments WHERE latest >= ? AND earliest < ?")) {
            find.setLong(1, question.from());
            find.setLong(2, question.to());
            try (ResultSet segment = find.executeQuery()) {
                while (segment.next()) {
                    byte[] counts = segment.getBytes(1);
                    if (counts == null) {
                        uncounted.add(new Run(segment.getLong(2), segment.getLong(3)));
                    } else {
                        question.add(counts, tally);
                    }
                }
            }
        }
        try (PreparedStatement last = connection.prepareStatement("SELECT coalesce(max(last_row), 0) FROM segments");
                ResultSet row = last.executeQuery()) {
            row.next();
            uncounted.add(new Run(row.getLong(1) + 1, Long.MAX_VALUE));
        }
        return uncounted;
    }

    /** Forgets the counts of segments of which events were deleted that happened before a time. */
    static void forget(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE segments SET counts = NULL WHERE earliest < ? AND counts IS NOT NULL")) {
            update.setLong(1, StoredTime.of(before).micros());
            update.executeUpdate();
        }
    }

    /** Counts the rows of a segment whose counts are not known, if there is one. */
    static Optional<Counted> countOne(Connection connection) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(
                        "SELECT id, first_row, last_row FROM segments WHERE counts IS NULL LIMIT 1");
                ResultSet segment = find.executeQuery()) {
            return segment.next()
                    ? Optional.of(
                            new Counted(segment.getLong(1), count(connection, segment.getLong(2), segment.getLong(3))))
                    : Optional.empty();
        }
    }

    private static byte[] count(Connection connection, long first, long last) throws SQLException {
        MinuteCounts counts = new MinuteCounts();
        try (PreparedStatement find =
                connection.prepareStatement("SELECT time, severity_number FROM events WHERE rowid BETWEEN ? AND ?")) {
            find.setLong(1, first);
            find.setLong(2, last);
            try (ResultSet event = find.executeQuery()) {
                while (event.next()) {
                    counts.add(event.getLong(1), event.getInt(2));
                }
            }
        }
        return counts.encoded();
    }
}
