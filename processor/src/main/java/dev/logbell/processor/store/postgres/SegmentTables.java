package dev.logbell.processor.store.postgres;

import dev.logbell.processor.store.index.Segment;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/** The tables that segments are in, and the one with what no segment covers yet. */
final class SegmentTables {
    private static final String WAITING = "SELECT count(*) FROM unindexed WHERE day = ? AND arrival = ANY (?)";
    private static final String SUMMARIZE = """
            SELECT brin_summarize_new_values(i.indexrelid)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
            WHERE i.indrelid = to_regclass(?) AND a.amname = 'brin'""";
    private static final String HAS_STATISTICS = """
            SELECT EXISTS (SELECT FROM pg_stats
            WHERE schemaname = current_schema() AND tablename = ? AND attname = 'arrival')""";
    private static final String SEGMENT = """
            INSERT INTO segments (day, file, earliest, latest, buckets, blocks, counts)
            VALUES (?, pg_relation_filenode(to_regclass(?)), ?, ?, ?, ?, ?) RETURNING id""";
    private static final String SLICES = """
            INSERT INTO segment_slices (segment, slice, bits)
            SELECT ?, slice - 1, bits FROM unnest(?::bytea[]) WITH ORDINALITY AS s (bits, slice)""";

    private final Connection connection;

    SegmentTables(Connection connection) {
        this.connection = connection;
    }

    /**
     * Arrivals of a day that are not in a segment.
     *
     * @param arrivals in their order
     */
    record Due(LocalDate day, List<Long> arrivals, int events) {
        /** What is due of one day. */
        static Due ofAll(Collection<Due> some) {
            return new Due(
                    some.iterator().next().day,
                    some.stream().flatMap(due -> due.arrivals.stream()).sorted().toList(),
                    some.stream().mapToInt(Due::events).sum());
        }

        String partition() {
            return PostgresIndexing.partition(day);
        }
    }

    /** Whether nobody else makes segments until this transaction ends. */
    boolean isAlone() throws SQLException {
        try (Statement lock = connection.createStatement();
                ResultSet row = lock.executeQuery("SELECT pg_try_advisory_xact_lock(hashtext('logbell indexing'))")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Whether none of them is in a segment. */
    boolean isWaiting(Due due) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(WAITING)) {
            count.setObject(1, due.day());
            count.setArray(2, arrivals(due));
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1) == due.arrivals().size();
            }
        }
    }

    /** Until a range of pages is summarized, whoever looks for an arrival has to read it. */
    boolean summarize(String partition) throws SQLException {
        try (PreparedStatement summarize = connection.prepareStatement(SUMMARIZE)) {
            summarize.setString(1, partition);
            try (ResultSet row = summarize.executeQuery()) {
                return row.next();
            }
        }
    }

    void store(Due due, Segment segment) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(SEGMENT);
                PreparedStatement slices = connection.prepareStatement(SLICES)) {
            add.setObject(1, due.day());
            add.setString(2, due.partition());
            add.setLong(3, segment.earliest());
            add.setLong(4, segment.latest());
            add.setInt(5, segment.buckets());
            add.setBytes(6, segment.encodedBlocks());
            add.setBytes(7, segment.encodedCounts());
            try (ResultSet row = add.executeQuery()) {
                row.next();
                slices.setLong(1, row.getLong(1));
            }
            slices.setArray(
                    2, connection.createArrayOf("bytea", segment.slices().toArray(byte[][]::new)));
            slices.executeUpdate();
        }
        analyzeFirst(due.partition());
    }

    /**
     * Gives the planner statistics of a day's first segment. Until it has some it reads whole partitions, and autovacuum
     * comes up to a minute later, when a partition may hold millions of events.
     */
    private void analyzeFirst(String partition) throws SQLException {
        boolean hasStatistics;
        try (PreparedStatement find = connection.prepareStatement(HAS_STATISTICS)) {
            find.setString(1, partition);
            try (ResultSet row = find.executeQuery()) {
                row.next();
                hasStatistics = row.getBoolean(1);
            }
        }
        if (!hasStatistics) {
            try (Statement analyze = connection.createStatement()) {
                analyze.execute("ANALYZE " + partition + " (time, arrival)");
            }
        }
    }

    /** Says that a segment covers them, or none ever will. */
    void markDone(Due due) throws SQLException {
        try (PreparedStatement done =
                connection.prepareStatement("DELETE FROM unindexed WHERE day = ? AND arrival = ANY (?)")) {
            done.setObject(1, due.day());
            done.setArray(2, arrivals(due));
            done.executeUpdate();
        }
    }

    Array arrivals(Due due) throws SQLException {
        return connection.createArrayOf("int8", due.arrivals().toArray());
    }
}
