package dev.logbell.processor.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.store.sql.StoredEvent;
import dev.logbell.query.RandomSearches;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventMarksTest {
    private static final Source SOURCE = new Source("file:a", Map.of("host.name", "web", "service.name", "shop"));
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void leavesForEventsWhatTheirRowsLeave() {
        List<LogEvent> events = new ArrayList<>(new RandomSearches(7).events(400));
        events.add(event(Map.of(
                "list", List.of("A", 2L, Map.of("in.it", List.of(true, 0.5))), "map", Map.of("x", "Y"))));
        events.add(event(Map.of("large", new BigInteger("123456789012345678901"), "int", 7, "tiny", 1.5f)));
        events.add(event(Map.of("not", Double.NaN, "minus", Double.NEGATIVE_INFINITY, "whole", 3.0, "huge", 1e300)));
        events.add(event(Map.of("nul\0name", "nul\0value", "İstanbul", "ÄÖÜ ſ K")));

        Segment inMemory = new Segment(events.size());
        Segment ofRows = new Segment(events.size());
        for (LogEvent event : events) {
            Source source = new Source(event.source(), SOURCE.resource());
            inMemory.place(inMemory.add(event), 0);
            ofRows.add(StoredEvent.of(event, source), source, 0);
        }

        assertThat(inMemory.slices()).usingRecursiveComparison().isEqualTo(ofRows.slices());
        assertThat(inMemory.encodedBlocks()).isEqualTo(ofRows.encodedBlocks());
        assertThat(inMemory.encodedCounts()).isEqualTo(ofRows.encodedCounts());
    }

    @Test
    void leavesForHalvesOfPairsWhatTheStoreMakesOfThem() {
        LogEvent event = event(new TreeMap<>(Map.of("emoji", "😀 and \ude00", "\ud83d", "half")));
        LogEvent stored = event(new TreeMap<>(Map.of("emoji", utf8("😀 and \ude00"), utf8("\ud83d"), "half")));

        Segment segment = new Segment(1);
        Segment ofStored = new Segment(1);
        segment.add(event);
        ofStored.add(stored);

        assertThat(segment.slices()).usingRecursiveComparison().isEqualTo(ofStored.slices());
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static LogEvent event(Map<String, Object> attributes) {
        return new LogEvent(
                NOON, NOON, 9, "INFO", "a body \0 of it", attributes, SOURCE.resource(), null, null, "file:a", 17);
    }
}
