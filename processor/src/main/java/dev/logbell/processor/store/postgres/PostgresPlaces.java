package dev.logbell.processor.store.postgres;

import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.index.Block;
import dev.logbell.processor.store.index.Run;
import dev.logbell.processor.store.index.Window;
import dev.logbell.processor.store.sql.Dialect;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where in PostgreSQL events are looked for: in the pages of some blocks, in what is not indexed, and in the partition
 * that never is.
 *
 * @param blocks whose places are pages of the partition of their day
 * @param moved days of which everything is looked at
 * @param unindexed what of a day is not indexed
 */
record PostgresPlaces(List<Block> blocks, Set<LocalDate> moved, Map<LocalDate, Unindexed> unindexed) {
    private static final long MICROS_OF_A_DAY = Duration.ofDays(1).toNanos() / 1_000;
    static final String COLUMNS =
            "time, time_nanos, observed_time, source_id, source_offset, severity_number, severity_text, service, body, attributes, resource, trace_id, span_id, pattern";

    /**
     * Arrivals of a day.
     *
     * @param isOld whether those are among them that came before arrivals were counted
     */
    record Unindexed(boolean isOld, long first, long last) {
        String condition() {
            String counted = "arrival BETWEEN %d AND %d".formatted(first, last);
            return isOld ? "(arrival = 0 OR %s)".formatted(counted) : counted;
        }
    }

    List<Window> windows(EventRange.Order order) {
        return Window.over(blocks, order);
    }

    /** All of it. */
    Window all() {
        return new Window(Long.MIN_VALUE, Long.MAX_VALUE, blocks);
    }

    /**
     * The table that has at least all events of a window, in the place of {@code events}.
     *
     * @param parameters to which those of the table are added
     */
    String table(Window window, List<Object> parameters) {
        Map<LocalDate, List<Block>> days = new TreeMap<>();
        for (Block block : window.blocks()) {
            LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(block.earliest(), MICROS_OF_A_DAY));
            if (!moved.contains(day)) {
                days.computeIfAbsent(day, none -> new ArrayList<>()).add(block);
            }
        }
        List<String> parts = new ArrayList<>();
        parts.add("SELECT %s FROM events_default".formatted(COLUMNS));
        moved.stream()
                .filter(day -> isIn(window, day))
                .forEach(day -> parts.add("SELECT %s FROM %s".formatted(COLUMNS, PostgresIndexing.partition(day))));
        unindexed.forEach((day, some) -> {
            if (!moved.contains(day) && isIn(window, day)) {
                parts.add("SELECT %s FROM %s WHERE %s"
                        .formatted(COLUMNS, PostgresIndexing.partition(day), some.condition()));
            }
        });
        days.forEach((day, blocksOfDay) -> parts.add(pages(day, blocksOfDay, parameters)));
        return "(" + String.join(" UNION ALL ", parts) + ")";
    }

    /** OFFSET 0 keeps the inner part as it is: a scan of the pages from one to another, for each run of pages. */
    private String pages(LocalDate day, List<Block> blocksOfDay, List<Object> parameters) {
        List<Run> runs = Window.runs(blocksOfDay);
        parameters.add(runs.stream().map(Run::first).toArray(Long[]::new));
        String first = Dialect.POSTGRES.placeholder(parameters.size());
        parameters.add(runs.stream().map(run -> run.last() + 1).toArray(Long[]::new));
        String next = Dialect.POSTGRES.placeholder(parameters.size());
        Unindexed other = unindexed.get(day);
        return """
                SELECT p.* FROM unnest(%s::bigint[], %s::bigint[]) AS r (first, next) CROSS JOIN LATERAL (
                    SELECT %s FROM %s
                    WHERE ctid >= ('(' || r.first || ',0)')::tid AND ctid < ('(' || r.next || ',0)')::tid%s OFFSET 0) p""".formatted(
                        first,
                        next,
                        COLUMNS,
                        PostgresIndexing.partition(day),
                        other == null ? "" : " AND NOT (%s)".formatted(other.condition()));
    }

    private static boolean isIn(Window window, LocalDate day) {
        long start = day.toEpochDay() * MICROS_OF_A_DAY;
        return window.to() > start && window.from() < start + MICROS_OF_A_DAY;
    }
}
