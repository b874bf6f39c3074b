package dev.logbell.processor.store.index;

import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.sql.QuerySql;
import dev.logbell.processor.store.sql.StoredTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch of time, and the blocks that have events of it.
 *
 * @param from in microseconds since 1970, inclusive; {@link Long#MIN_VALUE} for no bound
 * @param to in microseconds since 1970, exclusive; {@link Long#MAX_VALUE} for no bound
 */
public record Window(long from, long to, List<Block> blocks) {
    private static final int FIRST_BLOCKS = 16;
    private static final int GROWTH = 4;

    /** Windows over all time in the order of a range, each with more blocks than the one before; one for any order. */
    public static List<Window> over(List<Block> blocks, EventRange.Order order) {
        return switch (order) {
            case ANY -> List.of(new Window(Long.MIN_VALUE, Long.MAX_VALUE, blocks));
            case NEWEST_FIRST -> newestFirst(blocks);
            case OLDEST_FIRST -> oldestFirst(blocks);
        };
    }

    private static List<Window> newestFirst(List<Block> blocks) {
        List<Block> sorted = blocks.stream()
                .sorted(Comparator.comparingLong(Block::latest).reversed())
                .toList();
        List<Window> windows = new ArrayList<>();
        long to = Long.MAX_VALUE;
        int next = FIRST_BLOCKS;
        while (to != Long.MIN_VALUE) {
            long from = next < sorted.size() ? sorted.get(next).latest() + 1 : Long.MIN_VALUE;
            if (from < to) {
                windows.add(new Window(from, to, within(sorted, from, to)));
                to = from;
            }
            next *= GROWTH;
        }
        return windows;
    }

    private static List<Window> oldestFirst(List<Block> blocks) {
        List<Block> sorted = blocks.stream()
                .sorted(Comparator.comparingLong(Block::earliest))
                .toList();
        List<Window> windows = new ArrayList<>();
        long from = Long.MIN_VALUE;
        int next = FIRST_BLOCKS;
        while (from != Long.MAX_VALUE) {
            long to = next < sorted.size() ? sorted.get(next).earliest() : Long.MAX_VALUE;
            if (from < to) {
                windows.add(new Window(from, to, within(sorted, from, to)));
                from = to;
            }
            next *= GROWTH;
        }
        return windows;
    }

    private static List<Block> within(List<Block> blocks, long from, long to) {
        return blocks.stream()
                .filter(block -> block.latest() >= from && block.earliest() < to)
                .toList();
    }

    /** Where the blocks are, each place once. */
    public List<Run> runs() {
        return runs(blocks);
    }

    /** Where some blocks are, each place once. */
    public static List<Run> runs(List<Block> blocks) {
        return Run.merged(
                blocks.stream().flatMap(block -> block.runs().stream()).toList());
    }

    /** Adds its bounds to those of a query. */
    public QuerySql bound(QuerySql query) {
        if (from != Long.MIN_VALUE) {
            query.from(new StoredTime(from, 0).instant());
        }
        if (to != Long.MAX_VALUE) {
            query.to(new StoredTime(to, 0).instant());
        }
        return query;
    }

    /** The earliest time that events of a range have, in microseconds. */
    public static long from(EventRange range) {
        boolean isUpwards = range.order() == EventRange.Order.OLDEST_FIRST && range.after() != null;
        return Math.max(
                range.from() == null ? Long.MIN_VALUE : micros(range.from()),
                isUpwards && range.after() != null ? micros(range.after().time()) : Long.MIN_VALUE);
    }

    /** The latest time that events of a range have, in microseconds. */
    public static long to(EventRange range) {
        boolean isDownwards = range.order() == EventRange.Order.NEWEST_FIRST && range.after() != null;
        return Math.min(
                range.to() == null ? Long.MAX_VALUE : micros(range.to()),
                isDownwards && range.after() != null ? micros(range.after().time()) : Long.MAX_VALUE);
    }

    private static long micros(Instant time) {
        return StoredTime.of(time).micros();
    }
}
