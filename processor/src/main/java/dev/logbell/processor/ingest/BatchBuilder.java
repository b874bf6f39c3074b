package dev.logbell.processor.ingest;

import dev.logbell.alert.Alert;
import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.parse.ParsedChunk;
import dev.logbell.processor.store.SourceBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Gathers the waiting chunks of one source into what one transaction adds to it. */
final class BatchBuilder {
    private static final String GAP = "gap";

    private final Source source;
    private final long expected;
    private final Function<LogChunk, ParsedChunk> parse;
    private final List<LogEvent> events = new ArrayList<>();
    private final Map<String, Long> droppedBytes = new HashMap<>();
    private final List<Alert> alerts = new ArrayList<>();
    private long watermark;
    private long storedBytes;

    /**
     * Starts with nothing.
     *
     * @param expected the watermark that the store is thought to have, {@link SourceBatch#UNKNOWN} if none
     * @param parse again, for a chunk of which another processor has stored a part meanwhile
     */
    BatchBuilder(Source source, long expected, Function<LogChunk, ParsedChunk> parse) {
        this.source = source;
        this.expected = expected;
        this.watermark = expected;
        this.parse = parse;
    }

    /** Adds what of a chunk lies above the watermark; bytes that are missing before it are counted as dropped. */
    void add(Work work) {
        LogChunk chunk = work.chunk();
        if (chunk.isEmpty() && chunk.endOffset() <= watermark) {
            return;
        }
        ParsedChunk parsed = work.parsed();
        if (watermark > chunk.offset()) {
            chunk = chunk.from(watermark);
            if (chunk.isEmpty()) {
                return;
            }
            parsed = parse.apply(chunk);
        }
        if (watermark != SourceBatch.UNKNOWN && chunk.offset() > watermark && chunk.framing() != Framing.ONE_RECORD) {
            droppedBytes.merge(GAP, chunk.offset() - watermark, Long::sum);
        }
        events.addAll(parsed.events());
        storedBytes += parsed.storedBytes();
        parsed.droppedBytes().forEach((reason, bytes) -> droppedBytes.merge(reason, bytes, Long::sum));
        alerts.addAll(work.alerts());
        watermark = chunk.endOffset();
    }

    boolean isEmpty() {
        return watermark == expected;
    }

    SourceBatch build() {
        return new SourceBatch(source, expected, watermark, events, storedBytes, droppedBytes, alerts);
    }
}
