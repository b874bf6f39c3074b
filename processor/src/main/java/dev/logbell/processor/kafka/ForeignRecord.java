package dev.logbell.processor.kafka;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Skips;
import dev.logbell.log.Source;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as another producer wrote it.
 *
 * @param timestamp when it was written, by its producer or the broker; null if it does not say
 * @param received when this processor got it
 */
@SuppressWarnings("ArrayRecordComponent") // read once; nobody compares two of them
record ForeignRecord(
        String topic,
        int partition,
        long offset,
        byte @Nullable [] key,
        Headers headers,
        @Nullable Instant timestamp,
        byte[] value,
        Instant received) {
    /** Its events as a chunk: each topic partition is a source of its own. */
    LogChunk chunk(byte[] lines) {
        return chunk(lines, Skips.NONE);
    }

    /** A chunk without events, which accounts for its bytes. */
    LogChunk dropped(String reason) {
        Skips.Builder skips = new Skips.Builder();
        skips.add(0, value.length, reason);
        return chunk(new byte[0], skips.build());
    }

    private LogChunk chunk(byte[] lines, Skips skips) {
        Source source = new Source(
                "kafka:%s:%d".formatted(topic, partition),
                Map.of(
                        "messaging.system",
                        "kafka",
                        "messaging.destination.name",
                        topic,
                        "messaging.destination.partition.id",
                        Integer.toString(partition)));
        return new LogChunk(source, offset * LogChunk.RECORD_SPAN, lines, Framing.ONE_RECORD, received, false, skips);
    }
}
