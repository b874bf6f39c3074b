package dev.logbell.processor.store.sql;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.SourceBatch;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many events of each pattern a transaction adds. */
public final class PatternTally {
    private final long id;
    private long events;
    private Instant first;
    private Instant last;

    private PatternTally(LogEvent event, String pattern) {
        this.id = Long.parseUnsignedLong(pattern, 16);
        this.first = event.time();
        this.last = event.time();
    }

    /** Those of a batch, in the order of their ids, so that two transactions never block each other. */
    public static List<PatternTally> of(Collection<SourceBatch> batch) {
        Map<String, PatternTally> tallies = new HashMap<>();
        for (SourceBatch part : batch) {
            for (LogEvent event : part.events()) {
                String pattern = event.pattern();
                if (pattern != null) {
                    tallies.computeIfAbsent(pattern, id -> new PatternTally(event, id))
                            .add(event.time());
                }
            }
        }
        return tallies.values().stream()
                .sorted(Comparator.comparingLong(PatternTally::id))
                .toList();
    }

    private void add(Instant time) {
        events++;
        if (time.isBefore(first)) {
            first = time;
        } else if (time.isAfter(last)) {
            last = time;
        }
    }

    public long id() {
        return id;
    }

    public long events() {
        return events;
    }

    public Instant first() {
        return first;
    }

    public Instant last() {
        return last;
    }
}
