package dev.logbell.processor.store.sqlite;

import dev.logbell.processor.store.index.Segment;
import dev.logbell.processor.store.sql.Dialect;
import dev.logbell.processor.store.sql.StoredTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Indexes the events of the SQLite file in the background, on a thread and over a connection of its own, a segment as soon as there are enough for one: rows get
 * ascending numbers and never change, so that those below the last one read are settled.
 */
final class SqliteIndexing implements AutoCloseable {
    static final int SLICES_PER_SEGMENT = 4_096;

    private static final Logger LOG = Logger.getLogger(SqliteIndexing.class);
    private static final int PAUSE_MILLIS = 500;
    private static final String READ =
            "SELECT e.rowid AS place, %s FROM events e CROSS JOIN sources s ON s.id = e.source_id WHERE e.rowid > ? ORDER BY e.rowid LIMIT ?"
                    .formatted(Dialect.SQLITE.columns());

    private final SqliteWork work;
    private final int most;
    private final AtomicInteger deletions = new AtomicInteger();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sqlite-indexer").daemon().factory());
    private @Nullable Connection reader;
    private boolean hasBegun;

    /**
     * Indexing of a file.
     *
     * @param most how many events a segment has
     */
    SqliteIndexing(SqliteWork work, int most) {
        this.work = work;
        this.most = most;
    }

    /**
     * A segment that is not stored yet.
     *
     * @param deletions how often rows had been deleted when it was read: numbers of deleted rows may be given again
     */
    private record Read(long after, long last, Segment segment, int deletions) {}

    synchronized void begin() {
        if (!hasBegun) {
            hasBegun = true;
            var _ = thread.scheduleWithFixedDelay(this::tryIndex, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tryIndex() {
        try {
            boolean isMore = true;
            while (isMore && !thread.isShutdown()) {
                isMore = indexOne() || countOne();
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debugf("Events were not indexed: %s. Trying again", e.getMessage());
        }
    }

    /** Makes one segment, if there are enough events for it. */
    synchronized boolean indexOne() throws SQLException {
        if (reader == null) {
            reader = work.reader();
        }
        Optional<Read> read = readNext(reader);
        return read.isPresent() && work.writeAndWait(connection -> store(connection, read.get()));
    }

    /** Counts the events of one segment anew, if there is one whose counts are not known. */
    synchronized boolean countOne() throws SQLException {
        if (reader == null) {
            reader = work.reader();
        }
        int deletionsBefore = deletions.get();
        Optional<SqliteCounts.Counted> counted = SqliteCounts.countOne(reader);
        return counted.isPresent()
                && work.writeAndWait(connection ->
                        deletionsBefore == deletions.get() && counted.get().store(connection));
    }

    /** How many events one step deleted that happened before a time. */
    int expire(Connection connection, Instant before) throws SQLException {
        int deleted = SqliteRetention.expire(connection, before);
        if (deleted > 0) {
            deletions.incrementAndGet();
            forget(connection, before);
            SqliteCounts.forget(connection, before);
        }
        return deleted;
    }

    @Override
    public void close() throws SQLException {
        thread.shutdown();
        synchronized (this) {
            if (reader != null) {
                reader.close();
            }
        }
    }

    private Optional<Read> readNext(Connection connection) throws SQLException {
        int deletionsBefore = deletions.get();
        long after = number(connection, "SELECT coalesce(max(last_row), 0) FROM segments");
        if (number(connection, "SELECT coalesce(max(rowid), 0) FROM events") - after < most) {
            return Optional.empty();
        }
        Segment segment = new Segment(most);
        SqliteEvents events = new SqliteEvents();
        long last = after;
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            read.setLong(1, after);
            read.setInt(2, most);
            try (ResultSet row = read.executeQuery()) {
                while (row.next()) {
                    last = row.getLong("place");
                    segment.add(SqliteEvents.stored(row), events.source(row), last);
                }
            }
        }
        return segment.events() < most
                ? Optional.empty()
                : Optional.of(new Read(after, last, segment, deletionsBefore));
    }

    private boolean store(Connection connection, Read read) throws SQLException {
        if (read.deletions() != deletions.get()) {
            return false;
        }
        Segment segment = read.segment();
        try (PreparedStatement add = connection.prepareStatement("""
                INSERT INTO segments (first_row, last_row, earliest, latest, buckets, blocks, counts)
                VALUES (?, ?, ?, ?, ?, ?, ?)""");
                PreparedStatement slices =
                        connection.prepareStatement("INSERT INTO segment_slices (id, bits) VALUES (?, ?)")) {
            add.setLong(1, read.after() + 1);
            add.setLong(2, read.last());
            add.setLong(3, segment.earliest());
            add.setLong(4, segment.latest());
            add.setInt(5, segment.buckets());
            add.setBytes(6, segment.encodedBlocks());
            add.setBytes(7, segment.encodedCounts());
            add.executeUpdate();
            long id = number(connection, "SELECT last_insert_rowid()") * SLICES_PER_SEGMENT;
            for (byte[] slice : segment.slices()) {
                slices.setLong(1, id++);
                slices.setBytes(2, slice);
                slices.addBatch();
            }
            slices.executeBatch();
        }
        return true;
    }

    /** Segments of which nothing is left, and those that cover numbers that new rows may be given again. */
    private static void forget(Connection connection, Instant before) throws SQLException {
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
                slices.setLong(1, id * SLICES_PER_SEGMENT);
                slices.setLong(2, (id + 1) * SLICES_PER_SEGMENT);
                slices.executeUpdate();
            }
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
