package dev.logbell.processor.store.sqlite;

import dev.logbell.processor.store.index.Segment;
import dev.logbell.processor.store.sql.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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

    private static final String LAST_ROW = "SELECT coalesce(max(rowid), 0) FROM events";

    private final SqliteWork work;
    private final int most;
    private final SqliteDraft draft;
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
        this.draft = new SqliteDraft(most);
    }

    /** What is to be told of each append. */
    SqliteDraft draft() {
        return draft;
    }

    /**
     * A segment that is not stored yet.
     *
     * @param deletions how often rows had been deleted when it was read: numbers of deleted rows may be given again
     */
    private record Read(SqliteDraft.Rows rows, int deletions) {}

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
            if (!draft.isGrowing()) {
                beginDraft();
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debugf("Events were not indexed: %s. Trying again", e.getMessage());
        }
    }

    /** Stores one segment, if there are enough events for it. */
    synchronized boolean indexOne() throws SQLException {
        if (draft.isGrowing()) {
            return draft.hasFull() && work.writeAndWait(this::storeFull);
        }
        Optional<Read> read = readFull();
        return read.isPresent() && work.writeAndWait(connection -> store(connection, read.get()));
    }

    /** Has the next segment grow from now on, if what is in none is less than one. */
    void beginDraft() throws SQLException {
        work.writeAndWait(connection -> {
            SqliteDraft.Rows rest = readNext(connection);
            if (rest.segment().events() < most) {
                draft.begin(rest);
            }
            return true;
        });
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
            draft.giveUp();
            SqliteRetention.forgetSegments(connection, before);
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

    private Optional<Read> readFull() throws SQLException {
        Connection connection = reader == null ? work.reader() : reader;
        reader = connection;
        int deletionsBefore = deletions.get();
        if (number(connection, LAST_ROW) - lastIndexed(connection) < most) {
            return Optional.empty();
        }
        SqliteDraft.Rows rows = readNext(connection);
        return rows.segment().events() < most ? Optional.empty() : Optional.of(new Read(rows, deletionsBefore));
    }

    /** Up to as many events as make a segment, behind those that are in one. */
    private SqliteDraft.Rows readNext(Connection connection) throws SQLException {
        long after = lastIndexed(connection);
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
        return new SqliteDraft.Rows(after, last, segment);
    }

    /** What is drafted of rows that were rolled back meanwhile, or does not follow the last segment, is given up. */
    private boolean storeFull(Connection connection) throws SQLException {
        SqliteDraft.Rows rows = draft.poll();
        boolean isStored = false;
        try {
            isStored = rows != null
                    && rows.after() == lastIndexed(connection)
                    && rows.last() <= number(connection, LAST_ROW)
                    && store(connection, new Read(rows, deletions.get()));
        } finally {
            if (!isStored) {
                draft.giveUp();
            }
        }
        return isStored;
    }

    private boolean store(Connection connection, Read read) throws SQLException {
        if (read.deletions() != deletions.get()) {
            return false;
        }
        SqliteDraft.Rows rows = read.rows();
        Segment segment = rows.segment();
        try (PreparedStatement add = connection.prepareStatement("""
                INSERT INTO segments (first_row, last_row, earliest, latest, buckets, blocks, counts)
                VALUES (?, ?, ?, ?, ?, ?, ?)""");
                PreparedStatement slices =
                        connection.prepareStatement("INSERT INTO segment_slices (id, bits) VALUES (?, ?)")) {
            add.setLong(1, rows.after() + 1);
            add.setLong(2, rows.last());
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

    private static long lastIndexed(Connection connection) throws SQLException {
        return number(connection, "SELECT coalesce(max(last_row), 0) FROM segments");
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
