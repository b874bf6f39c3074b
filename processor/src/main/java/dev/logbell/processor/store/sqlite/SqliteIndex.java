package dev.logbell.processor.store.sqlite;

import dev.logbell.processor.store.Deadline;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.index.Block;
import dev.logbell.processor.store.index.Run;
import dev.logbell.processor.store.index.Segment;
import dev.logbell.processor.store.index.Sought;
import dev.logbell.processor.store.index.Window;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the index of the SQLite file where to look for events. */
final class SqliteIndex {
    private static final int SEGMENTS_OF_A_GUESS = 12;
    private static final double FREQUENT = 0.6;

    private final Connection connection;
    private final Deadline deadline;

    SqliteIndex(Connection connection, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    private record Hit(long segment, long blocks) {}

    /**
     * The windows in which all events of a range are, one after the other in its order.
     *
     * @return empty if it is quicker to look at all events
     */
    Optional<List<Window>> windows(EventRange range) throws SQLException {
        return blocks(Sought.of(range.query()), Window.from(range), Window.to(range))
                .map(blocks -> Window.over(blocks, range.order()));
    }

    /** The blocks in which all events are that have what is sought, between two times in microseconds. */
    Optional<List<Block>> blocks(Sought sought, long from, long to) throws SQLException {
        if (sought instanceof Sought.Anything) {
            return Optional.empty();
        }
        List<Hit> hits = new ArrayList<>();
        int segments = 0;
        int found = 0;
        try (PreparedStatement find = connection.prepareStatement(
                        "SELECT id, buckets FROM segments WHERE latest >= ? AND earliest <= ? ORDER BY latest DESC");
                PreparedStatement row =
                        connection.prepareStatement("SELECT substr(bits, ?, 8) FROM segment_slices WHERE id = ?")) {
            find.setLong(1, from);
            find.setLong(2, to);
            try (ResultSet segment = find.executeQuery()) {
                while (segment.next()) {
                    deadline.check();
                    Hit hit = new Hit(segment.getLong(1), look(row, segment.getLong(1), segment.getInt(2), sought));
                    segments++;
                    found += Long.bitCount(hit.blocks());
                    if (hit.blocks() != 0) {
                        hits.add(hit);
                    }
                    if (segments == SEGMENTS_OF_A_GUESS && isFrequent(found, segments)) {
                        return Optional.empty();
                    }
                }
            }
        }
        return segments == 0 || isFrequent(found, segments) ? Optional.empty() : Optional.of(blocks(hits, from, to));
    }

    private static boolean isFrequent(int found, int segments) {
        return found > FREQUENT * segments * Long.SIZE;
    }

    private static long look(PreparedStatement row, long segment, int buckets, Sought sought) throws SQLException {
        try {
            return sought.in(mark -> look(row, segment, buckets, mark));
        } catch (LookException e) {
            throw e.reason;
        }
    }

    private static long look(PreparedStatement row, long segment, int buckets, int mark) {
        try {
            row.setInt(1, Segment.position(mark) + 1);
            row.setLong(2, segment * SqliteIndexing.SLICES_PER_SEGMENT + Segment.slice(mark, buckets));
            try (ResultSet found = row.executeQuery()) {
                return found.next() ? ByteBuffer.wrap(found.getBytes(1)).getLong() : -1L;
            }
        } catch (SQLException e) {
            throw new LookException(e);
        }
    }

    private List<Block> blocks(List<Hit> hits, long from, long to) throws SQLException {
        List<Block> blocks = new ArrayList<>();
        try (PreparedStatement find = connection.prepareStatement("SELECT blocks FROM segments WHERE id = ?")) {
            for (Hit hit : hits) {
                find.setLong(1, hit.segment());
                try (ResultSet row = find.executeQuery()) {
                    row.next();
                    Block.chosen(row.getBytes(1), hit.blocks()).stream()
                            .filter(block -> block.latest() >= from && block.earliest() <= to)
                            .forEach(blocks::add);
                }
            }
        }
        addLatest(blocks);
        return blocks;
    }

    /** What is not indexed yet is one more block. */
    private void addLatest(List<Block> blocks) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement("""
                        SELECT min(rowid), max(rowid), min(time), max(time) FROM events
                        WHERE rowid > (SELECT coalesce(max(last_row), 0) FROM segments)""");
                ResultSet row = find.executeQuery()) {
            row.next();
            Run rows = new Run(row.getLong(1), row.getLong(2));
            if (rows.last() > 0) {
                blocks.add(new Block(List.of(rows), row.getLong(3), row.getLong(4)));
            }
        }
    }

    /** Carries what went wrong out of a look into the index. */
    private static final class LookException extends RuntimeException {
        private final transient SQLException reason;

        LookException(SQLException reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
