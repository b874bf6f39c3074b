package dev.logbell.processor.store.postgres;

import dev.logbell.log.Source;
import dev.logbell.processor.store.index.Segment;
import dev.logbell.processor.store.sql.StoredEvent;
import dev.logbell.processor.store.sql.StoredJson;
import dev.logbell.processor.store.sql.StoredTime;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes segments of the index, each in a transaction that the caller commits. */
final class PostgresSegments {
    private static final Logger LOG = Logger.getLogger(PostgresSegments.class);
    private static final int ROWS_AT_ONCE = 2_000;
    private static final String DUE = """
            SELECT day FROM unindexed WHERE arrival > 0 AND stored <= now() - make_interval(secs => ?) GROUP BY day
            HAVING sum(events) >= ? OR (sum(events) >= ? AND max(stored) < now() - interval '1 minute')
            ORDER BY day LIMIT 1""";
    private static final String ARRIVALS = """
            SELECT arrival, events FROM unindexed
            WHERE day = ? AND arrival > 0 AND stored <= now() - make_interval(secs => ?) ORDER BY arrival""";
    private static final String SOURCE = "SELECT source, resource::text FROM sources WHERE id = ?";
    private final Connection connection;
    private final SegmentTables tables;

    private PostgresSegments(Connection connection) {
        this.connection = connection;
        this.tables = new SegmentTables(connection);
    }

    /**
     * Makes one segment, if one is due and nobody else makes any.
     *
     * @param enough events for one of a day that gets more
     * @param few events for one of a day that gets no more
     * @param age of arrivals that are taken
     */
    static boolean makeOne(Connection connection, int enough, int few, Duration age) throws SQLException {
        PostgresSegments segments = new PostgresSegments(connection);
        SegmentTables.Due due = segments.tables.isAlone() ? segments.due(enough, few, age) : null;
        if (due == null) {
            return false;
        }
        segments.index(due);
        return true;
    }

    /**
     * Makes the segments of the drafts of one day, if nobody else makes any. A draft is given up if any of its arrivals
     * has been indexed meanwhile, or some of its rows were not found.
     *
     * @return whether drafts were taken
     */
    static boolean makeDrafted(Connection connection, SegmentDrafts drafts) throws SQLException {
        PostgresSegments segments = new PostgresSegments(connection);
        if (!segments.tables.isAlone()) {
            return false;
        }
        List<SegmentDrafts.Full> day = drafts.takeDay();
        List<SegmentDrafts.Full> waiting = new ArrayList<>();
        for (SegmentDrafts.Full full : day) {
            if (segments.tables.isWaiting(full.due())) {
                waiting.add(full);
            }
        }
        int made = waiting.isEmpty() ? 0 : segments.store(waiting);
        if (made < day.size()) {
            LOG.debugf(
                    "%d of %d drafts of %s were given up: their events are indexed from rows",
                    day.size() - made, day.size(), day.getFirst().day());
        }
        return !day.isEmpty();
    }

    /** Returns how many could be stored. */
    private int store(List<SegmentDrafts.Full> drafts) throws SQLException {
        SegmentTables.Due all = SegmentTables.Due.ofAll(
                drafts.stream().map(SegmentDrafts.Full::due).toList());
        if (!tables.summarize(all.partition())) {
            return 0;
        }
        place(all, drafts);
        int stored = 0;
        for (SegmentDrafts.Full full : drafts) {
            if (full.draft().isWhole()) {
                tables.store(full.due(), full.draft().segment());
                tables.markDone(full.due());
                stored++;
            }
        }
        return stored;
    }

    /**
     * Asks where the rows are: one answer for each arrival, source and page. An arrival has most rows on new pages and
     * a few in gaps of old ones. For those BRIN returns many pages of other arrivals too, so all drafts are asked for
     * at once; + 0 keeps the list from BRIN, which would read all of itself once for each arrival of it.
     */
    private void place(SegmentTables.Due due, List<SegmentDrafts.Full> drafts) throws SQLException {
        Map<Long, SegmentDraft> byArrival = new HashMap<>();
        drafts.forEach(full -> full.draft().arrivals().forEach(arrival -> byArrival.put(arrival, full.draft())));
        try (PreparedStatement read = connection.prepareStatement("""
                SELECT arrival, source_id, min(source_offset), max(source_offset), count(*),
                    substring(tidsend(ctid) FOR 4) AS page
                FROM %s WHERE arrival BETWEEN ? AND ? AND arrival + 0 = ANY (?)
                GROUP BY arrival, source_id, page""".formatted(due.partition()))) {
            bind(read, due);
            try (ResultSet row = read.executeQuery()) {
                while (row.next()) {
                    long arrival = row.getLong(1);
                    Objects.requireNonNull(byArrival.get(arrival))
                            .place(
                                    arrival,
                                    row.getInt(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getInt(5),
                                    Integer.toUnsignedLong(
                                            ByteBuffer.wrap(row.getBytes(6)).getInt()));
                }
            }
        }
    }

    private void bind(PreparedStatement read, SegmentTables.Due due) throws SQLException {
        read.setFetchSize(ROWS_AT_ONCE);
        read.setLong(1, due.arrivals().getFirst());
        read.setLong(2, due.arrivals().getLast());
        read.setArray(3, tables.arrivals(due));
    }

    private SegmentTables.@Nullable Due due(int enough, int few, Duration age) throws SQLException {
        LocalDate day;
        try (PreparedStatement find = connection.prepareStatement(DUE)) {
            find.setLong(1, age.toSeconds());
            find.setInt(2, enough);
            find.setInt(3, few);
            try (ResultSet row = find.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                day = row.getObject(1, LocalDate.class);
            }
        }
        List<Long> arrivals = new ArrayList<>();
        int events = 0;
        try (PreparedStatement find = connection.prepareStatement(ARRIVALS)) {
            find.setObject(1, day);
            find.setLong(2, age.toSeconds());
            try (ResultSet row = find.executeQuery()) {
                while (events < enough && row.next()) {
                    arrivals.add(row.getLong(1));
                    events += row.getInt(2);
                }
            }
        }
        return new SegmentTables.Due(day, arrivals, events);
    }

    /** Of a day without a partition, the events are in the one that is never indexed. */
    private void index(SegmentTables.Due due) throws SQLException {
        if (tables.summarize(due.partition())) {
            Segment segment = read(due);
            if (segment.events() > 0) {
                tables.store(due, segment);
            }
        }
        tables.markDone(due);
    }

    private Segment read(SegmentTables.Due due) throws SQLException {
        Segment segment = new Segment(due.events());
        try (PreparedStatement read = connection.prepareStatement("""
                        SELECT ctid::text, source_id, time, severity_number, service, body, attributes::text,
                            resource::text, trace_id, span_id, pattern, source_offset
                        FROM %s WHERE arrival BETWEEN ? AND ? AND arrival = ANY (?)""".formatted(due.partition()));
                PreparedStatement sourceOf = connection.prepareStatement(SOURCE)) {
            Map<Integer, Source> sources = new HashMap<>();
            bind(read, due);
            try (ResultSet row = read.executeQuery()) {
                while (row.next()) {
                    int id = row.getInt(2);
                    Source source = sources.get(id);
                    if (source == null) {
                        source = source(sourceOf, id);
                        sources.put(id, source);
                    }
                    segment.add(event(row), source, page(row.getString(1)));
                }
            }
        }
        return segment;
    }

    private static Source source(PreparedStatement sourceOf, int id) throws SQLException {
        sourceOf.setInt(1, id);
        try (ResultSet row = sourceOf.executeQuery()) {
            row.next();
            return new Source(row.getString(1), StoredJson.resource(row.getString(2)));
        }
    }

    /** The page of a row whose place is {@code (page,number)}. */
    private static long page(String place) {
        return Long.parseLong(place, 1, place.indexOf(','), 10);
    }

    /** By the number of the column, which is looked up for each value otherwise. */
    private static StoredEvent event(ResultSet row) throws SQLException {
        StoredTime time = StoredTime.of(row.getObject(3, OffsetDateTime.class).toInstant());
        return new StoredEvent(
                time,
                time,
                row.getInt(4),
                "",
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getLong(11),
                row.getLong(12));
    }
}
