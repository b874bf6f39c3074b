package dev.logbell.processor.store.postgres;

import dev.logbell.processor.store.index.Block;
import dev.logbell.processor.store.index.Segment;
import dev.logbell.processor.store.index.Sought;
import dev.logbell.processor.store.sql.StoredTime;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks the index in PostgreSQL where to look for events, in a transaction that sees one state of the database. */
final class PostgresIndex {
    private static final double FREQUENT = 0.6;
    /** Segments that are asked before the others. */
    private static final int NEWEST = 16;
    /** So many of their blocks most likely have a page of events. */
    private static final int OFTEN = 32;

    private static final String OLDER = """
            SELECT latest FROM segments WHERE latest >= $1 AND earliest <= $2
            ORDER BY latest DESC OFFSET %d LIMIT 1""".formatted(NEWEST);
    private static final String BITS = """
            SELECT s.id, w.mark, substring(g.bits FROM w.position FOR 8) AS bits
            FROM segments s
            CROSS JOIN unnest($1::int[], $2::int[]) AS w (mark, position)
            JOIN segment_slices g ON g.segment = s.id AND g.slice = (w.mark & (s.buckets - 1)) / %d
            WHERE s.latest >= $3 AND s.earliest <= $4""".formatted(Segment.ROWS_OF_A_SLICE);
    private static final String BLOCKS = "SELECT id, blocks FROM segments WHERE id = ANY ($1)";
    private static final String DAYS = """
            SELECT day, bool_and(file = pg_relation_filenode(to_regclass('events_' || to_char(day, 'YYYYMMDD')))) AS is_true
            FROM segments WHERE latest >= $1 AND earliest <= $2 GROUP BY day""";
    private static final String UNINDEXED = """
            SELECT day, bool_or(arrival = 0) AS is_old, coalesce(min(nullif(arrival, 0)), 0) AS first,
                max(arrival) AS last
            FROM unindexed WHERE to_regclass('events_' || to_char(day, 'YYYYMMDD')) IS NOT NULL GROUP BY day""";

    private final SqlConnection connection;
    private final long from;
    private final long to;

    /** An index, asked about times in microseconds, both ends inclusive. */
    PostgresIndex(SqlConnection connection, long from, long to) {
        this.connection = connection;
        this.from = from;
        this.to = to;
    }

    /**
     * Where all events are that have what is sought.
     *
     * @return empty if it is quicker to look at all events
     */
    Uni<Optional<PostgresPlaces>> places(Sought sought) {
        if (sought instanceof Sought.Anything) {
            return Uni.createFrom().item(Optional.empty());
        }
        return hits(sought)
                .chain(hits -> hits.segments() == 0 || hits.areMost()
                        ? Uni.createFrom().item(Optional.<PostgresPlaces>empty())
                        : places(hits.bySegment()).map(Optional::of));
    }

    /**
     * The time from which on only the newest segments have events, if many of their blocks have what is sought.
     *
     * @return empty as well if these are all segments
     */
    Uni<Optional<Instant>> oftenSince(Sought sought) {
        return sought instanceof Sought.Anything
                ? Uni.createFrom().item(Optional.empty())
                : connection.preparedQuery(OLDER).execute(Tuple.of(from, to)).chain(older -> {
                    if (older.size() == 0) {
                        return Uni.createFrom().item(Optional.empty());
                    }
                    long since = older.iterator().next().getLong("latest") + 1;
                    return new PostgresIndex(connection, since, to)
                            .hits(sought)
                            .map(hits -> hits.blocks() < OFTEN
                                    ? Optional.empty()
                                    : Optional.of(new StoredTime(since, 0).instant()));
                });
    }

    /**
     * What is sought in some segments.
     *
     * @param bySegment the blocks that have it, as bits, of the segments in which any has
     */
    private record Hits(int segments, Map<Long, Long> bySegment) {
        int blocks() {
            return bySegment.values().stream().mapToInt(Long::bitCount).sum();
        }

        boolean areMost() {
            return blocks() > FREQUENT * segments * Long.SIZE;
        }
    }

    private Uni<Hits> hits(Sought sought) {
        Integer[] marks = sought.all().toArray(Integer[]::new);
        Integer[] positions = new Integer[marks.length];
        for (int i = 0; i < marks.length; i++) {
            positions[i] = Segment.position(marks[i]) + 1;
        }
        return connection
                .preparedQuery(BITS)
                .execute(Tuple.of(marks, positions, from, to))
                .map(rows -> hits(sought, rows));
    }

    private static Hits hits(Sought sought, RowSet<Row> rows) {
        Map<Long, Map<Integer, Long>> bits = new HashMap<>();
        for (Row row : rows) {
            bits.computeIfAbsent(row.getLong("id"), id -> new HashMap<>())
                    .put(row.getInteger("mark"), row.get(Buffer.class, "bits").getLong(0));
        }
        Map<Long, Long> hits = new HashMap<>();
        bits.forEach((segment, ofSegment) -> {
            long blocks = sought.in(mark -> ofSegment.getOrDefault(mark, -1L));
            if (blocks != 0) {
                hits.put(segment, blocks);
            }
        });
        return new Hits(bits.size(), hits);
    }

    private Uni<PostgresPlaces> places(Map<Long, Long> hits) {
        return connection
                .preparedQuery(BLOCKS)
                .execute(Tuple.of(hits.keySet().toArray(Long[]::new)))
                .map(rows -> blocks(hits, rows))
                .chain(blocks -> connection
                        .preparedQuery(DAYS)
                        .execute(Tuple.of(from, to))
                        .map(PostgresIndex::moved)
                        .chain(moved -> connection
                                .query(UNINDEXED)
                                .execute()
                                .map(rows -> new PostgresPlaces(blocks, moved, unindexed(rows)))));
    }

    private List<Block> blocks(Map<Long, Long> hits, RowSet<Row> rows) {
        List<Block> blocks = new ArrayList<>();
        for (Row row : rows) {
            byte[] encoded = row.get(Buffer.class, "blocks").getBytes();
            Block.chosen(encoded, hits.getOrDefault(row.getLong("id"), 0L)).stream()
                    .filter(block -> block.latest() >= from && block.earliest() <= to)
                    .forEach(blocks::add);
        }
        return blocks;
    }

    /** Days whose partition was written anew since it was indexed. */
    private static Set<LocalDate> moved(RowSet<Row> rows) {
        Set<LocalDate> moved = new HashSet<>();
        for (Row row : rows) {
            if (!Boolean.TRUE.equals(row.getBoolean("is_true"))) {
                moved.add(row.getLocalDate("day"));
            }
        }
        return moved;
    }

    private static Map<LocalDate, PostgresPlaces.Unindexed> unindexed(RowSet<Row> rows) {
        Map<LocalDate, PostgresPlaces.Unindexed> days = new HashMap<>();
        for (Row row : rows) {
            days.put(
                    row.getLocalDate("day"),
                    new PostgresPlaces.Unindexed(row.getBoolean("is_old"), row.getLong("first"), row.getLong("last")));
        }
        return days;
    }
}
