package dev.logbell.processor.store.index;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.store.sql.StoredEvent;
import dev.logbell.processor.store.sql.StoredTime;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The index of some thousand events that do not change any more, in up to 64 blocks. It is a table with a row for each
 * bucket of marks and a column, one bit wide, for each block: a question reads a few rows of it. Here it stands by
 * column, since a block is filled after the other and its column fits into a processor's fastest cache. Not thread-safe.
 */
public final class Segment {
    /** How many events make a segment worth its while. */
    public static final int EVENTS = 1 << 14;

    /** How many rows of the table are stored together. */
    public static final int ROWS_OF_A_SLICE = 64;

    private static final int MOST_BLOCKS = Long.SIZE;
    private static final int BUCKETS_PER_EVENT = 128;
    private static final int FEWEST_BUCKETS = 1 << 10;

    private final int eventsPerBlock;
    private final int buckets;
    private final List<long[]> columns = new ArrayList<>();
    private final List<Extent> extents = new ArrayList<>();
    private final MinuteCounts counts = new MinuteCounts();
    private final IntConsumer marking = this::mark;
    private final EventMarks eventMarks = new EventMarks(marking);
    private int events;
    private long[] column = {};
    private @Nullable Origin origin;

    /**
     * An empty one.
     *
     * @param most events that it will take
     */
    public Segment(int most) {
        eventsPerBlock = Math.max(1, Math.ceilDiv(most, MOST_BLOCKS));
        buckets = Math.max(FEWEST_BUCKETS, Integer.highestOneBit(eventsPerBlock * BUCKETS_PER_EVENT * 2 - 1));
    }

    /** Where and when the events of a block are. */
    private static final class Extent {
        private final List<Run> runs = new ArrayList<>();
        private long earliest = Long.MAX_VALUE;
        private long latest = Long.MIN_VALUE;

        void add(long time) {
            earliest = Math.min(earliest, time);
            latest = Math.max(latest, time);
        }

        void place(long place) {
            Run last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && place >= last.first() && last.isNear(place)) {
                runs.set(runs.size() - 1, new Run(last.first(), Math.max(last.last(), place)));
            } else {
                runs.add(new Run(place, place));
            }
        }

        Block block() {
            return new Block(Run.merged(runs), earliest, latest);
        }
    }

    /**
     * Takes the next event, of a source as the store knows it.
     *
     * @param place where the store has it
     */
    public void add(StoredEvent event, Source source, long place) {
        place(add(event.time().micros(), event.severityNumber()), place);
        eventMarks.leave(event, source);
        Origin its = new Origin(source.id(), event.service(), event.resource());
        if (!its.equals(origin)) {
            origin = its;
            Marks.leaveOrigin(source.id(), event.resourceOf(source), marking);
        }
    }

    /** Takes the next event, and says which block it is in; {@link #place} then says where the store has it. */
    public int add(LogEvent event) {
        int block = add(StoredTime.of(event.time()).micros(), event.severityNumber());
        eventMarks.leave(event);
        return block;
    }

    /** Says that an event of a block is there. */
    public void place(int block, long place) {
        extents.get(block).place(place);
    }

    private int add(long time, int severity) {
        if (events % eventsPerBlock == 0) {
            column = new long[buckets / Long.SIZE];
            columns.add(column);
            extents.add(new Extent());
            origin = null;
            eventMarks.startBlock();
        }
        events++;
        extents.getLast().add(time);
        counts.add(time, severity);
        return extents.size() - 1;
    }

    /** What the resource of an event depends on. */
    private record Origin(
            String source,
            @Nullable String service,
            @Nullable String resource) {}

    private void mark(int mark) {
        column[(mark & (buckets - 1)) / Long.SIZE] |= 1L << mark;
    }

    public int events() {
        return events;
    }

    /** How many rows the table has, a power of two. */
    public int buckets() {
        return buckets;
    }

    /** In which slice the row of a mark is. */
    public static int slice(int mark, int buckets) {
        return (mark & (buckets - 1)) / ROWS_OF_A_SLICE;
    }

    /** At which byte of its slice the row of a mark begins. */
    public static int position(int mark) {
        return Math.floorMod(mark, ROWS_OF_A_SLICE) * Long.BYTES;
    }

    /** The table, cut into slices. */
    public List<byte[]> slices() {
        List<byte[]> slices = new ArrayList<>();
        long[] rows = new long[ROWS_OF_A_SLICE];
        for (int i = 0; i < buckets / ROWS_OF_A_SLICE; i++) {
            Arrays.fill(rows, 0);
            for (int block = 0; block < columns.size(); block++) {
                rows[block] = columns.get(block)[i];
            }
            transpose(rows);
            ByteBuffer slice = ByteBuffer.allocate(ROWS_OF_A_SLICE * Long.BYTES);
            slice.asLongBuffer().put(rows);
            slices.add(slice.array());
        }
        return slices;
    }

    /** Makes rows of the columns of 64 times 64 bits: swaps two quarters, then those of each quarter, and so on. */
    private static void transpose(long[] square) {
        long lower = -1L;
        for (int half = Long.SIZE / 2; half > 0; half /= 2) {
            lower ^= lower << half;
            for (int row = 0; row < Long.SIZE; row = (row + half + 1) & ~half) {
                long swapped = ((square[row] >>> half) ^ square[row + half]) & lower;
                square[row] ^= swapped << half;
                square[row + half] ^= swapped;
            }
        }
    }

    /** Which share of all bits is set. */
    public double fill() {
        long set = 0;
        for (long[] each : columns) {
            for (long word : each) {
                set += Long.bitCount(word);
            }
        }
        return (double) set / buckets / Math.max(1, columns.size());
    }

    /** All blocks. */
    public List<Block> blocks() {
        return extents.stream().map(Extent::block).toList();
    }

    public byte[] encodedBlocks() {
        return Block.encode(blocks());
    }

    /** How many events it has of each minute and severity. */
    public byte[] encodedCounts() {
        return counts.encoded();
    }

    public long earliest() {
        return extents.stream().mapToLong(extent -> extent.earliest).min().orElse(0);
    }

    public long latest() {
        return extents.stream().mapToLong(extent -> extent.latest).max().orElse(0);
    }
}
