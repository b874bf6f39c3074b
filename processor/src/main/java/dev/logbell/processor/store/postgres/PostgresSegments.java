package dev.logbell.processor.store.postgres;

import dev.logbell.log.Source;
import dev.logbell.processor.store.index.Segment;
import dev.logbell.processor.store.sql.StoredEvent;
import dev.logbell.processor.store.sql.StoredJson;
import dev.logbell.processor.store.sql.StoredTime;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes segments of the index, each in a transaction that the caller commits. */
final class PostgresSegments {
    private static final int ROWS_AT_ONCE = 2_000;
    private static final String DUE = """
            SELECT day FROM unindexed WHERE arrival > 0 GROUP BY day
            HAVING sum(events) >= ? OR (sum(events) >= ? AND max(stored) < now() - interval '1 minute')
            ORDER BY day LIMIT 1""";
    private static final String ARRIVALS =
            "SELECT arrival, events FROM unindexed WHERE day = ? AND arrival > 0 ORDER BY arrival";
    private static final String SUMMARIZE = """
            SELECT brin_summarize_new_values(i.indexrelid)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
            WHERE i.indrelid = to_regclass(?) AND a.amname = 'brin'""";
    private static final String SEGMENT = """
            INSERT INTO segments (day, file, earliest, latest, buckets, blocks, counts)
            VALUES (?, pg_relation_filenode(to_regclass(?)), ?, ?, ?, ?, ?) RETURNING id""";
    private static final String SOURCE = "SELECT source, resource::text FROM sources WHERE id = ?";
    private static final String SLICES = """
            INSERT INTO segment_slices (segment, slice, bits)
            SELECT ?, slice - 1, bits FROM unnest(?::bytea[]) WITH ORDINALITY AS s (bits, slice)""";

    private final Connection connection;

    private PostgresSegments(Connection connection) {
        this.connection = connection;
    }

    /** The arrivals of a day that become one segment. */
    private record Due(LocalDate day, List<Long> arrivals, int events) {
        String partition() {
            return PostgresIndexing.partition(day);
        }
    }

    /**
     * Makes one segment, if one is due and nobody else makes any.
     *
     * @param enough events for one of a day that gets more
     * @param few events for one of a day that gets no more
     */
    static boolean makeOne(Connection connection, int enough, int few) throws SQLException {
        PostgresSegments segments = new PostgresSegments(connection);
        Due due = segments.isAlone() ? segments.due(enough, few) : null;
        if (due == null) {
            return false;
        }
        segments.index(due);
        return true;
    }

    private boolean isAlone() throws SQLException {
        try (Statement lock = connection.createStatement();
                ResultSet row = lock.executeQuery("SELECT pg_try_advisory_xact_lock(hashtext('logbell indexing'))")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private @Nullable Due due(int enough, int few) throws SQLException {
        LocalDate day;
        try (PreparedStatement find = connection.prepareStatement(DUE)) {
            find.setInt(1, enough);
            find.setInt(2, few);
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
            try (ResultSet row = find.executeQuery()) {
                while (events < enough && row.next()) {
                    arrivals.add(row.getLong(1));
                    events += row.getInt(2);
                }
            }
        }
        return new Due(day, arrivals, events);
    }

    /** Of a day without a partition, the events are in the one that is never indexed. */
    private void index(Due due) throws SQLException {
        if (summarize(due.partition())) {
            Segment segment = read(due);
            if (segment.events() > 0) {
                store(due, segment);
            }
        }
        try (PreparedStatement done =
                connection.prepareStatement("DELETE FROM unindexed WHERE day = ? AND arrival = ANY (?)")) {
            done.setObject(1, due.day());
            done.setArray(2, arrivals(due));
            done.executeUpdate();
        }
    }

    /** Until a range of pages is summarized, whoever looks for an arrival has to read it. */
    private boolean summarize(String partition) throws SQLException {
        try (PreparedStatement summarize = connection.prepareStatement(SUMMARIZE)) {
            summarize.setString(1, partition);
            try (ResultSet row = summarize.executeQuery()) {
                return row.next();
            }
        }
    }

    private Segment read(Due due) throws SQLException {
        Segment segment = new Segment(due.events());
        try (PreparedStatement read = connection.prepareStatement("""
                        SELECT ctid::text, source_id, time, severity_number, service, body, attributes::text,
                            resource::text, trace_id, span_id, pattern, source_offset
                        FROM %s WHERE arrival BETWEEN ? AND ? AND arrival = ANY (?)""".formatted(due.partition()));
                PreparedStatement sourceOf = connection.prepareStatement(SOURCE)) {
            Map<Integer, Source> sources = new HashMap<>();
            read.setFetchSize(ROWS_AT_ONCE);
            read.setLong(1, due.arrivals().getFirst());
            read.setLong(2, due.arrivals().getLast());
            read.setArray(3, arrivals(due));
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

    private void store(Due due, Segment segment) throws SQLException {
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
    }

    private Array arrivals(Due due) throws SQLException {
        return connection.createArrayOf("int8", due.arrivals().toArray());
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
