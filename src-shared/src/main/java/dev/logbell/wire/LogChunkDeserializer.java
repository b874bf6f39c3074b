package dev.logbell.wire;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Source;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Kafka record as a chunk. Never fails: a record without our headers, or with broken ones, is one event of
 * another producer, whose identity {@link #identify} completes.
 */
public final class LogChunkDeserializer implements Deserializer<LogChunk> {
    private static final String FOREIGN = "kafka:";

    private final Clock clock;

    public LogChunkDeserializer() {
        this(Clock.systemUTC());
    }

    LogChunkDeserializer(Clock clock) {
        this.clock = clock;
    }

    @Override
    public LogChunk deserialize(String topic, byte[] value) {
        return foreign(topic, value);
    }

    @Override
    public LogChunk deserialize(String topic, Headers headers, byte @Nullable [] value) {
        byte[] bytes = value == null ? new byte[0] : value;
        Map<String, String> texts = new HashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        String source = texts.get(ChunkHeaders.SOURCE);
        String offset = texts.get(ChunkHeaders.OFFSET);
        String framing = texts.get(ChunkHeaders.FRAMING);
        String observedTime = texts.get(ChunkHeaders.OBSERVED_TIME);
        if (source == null || offset == null || framing == null || observedTime == null) {
            return foreign(topic, bytes);
        }
        try {
            return new LogChunk(
                    new Source(source, resource(texts), texts.get(ChunkHeaders.EVENT_START)),
                    Long.parseLong(offset),
                    bytes,
                    Framing.valueOf(framing),
                    Instant.parse(observedTime),
                    texts.containsKey(ChunkHeaders.CONTINUES),
                    SkipsCodec.decode(texts.getOrDefault(ChunkHeaders.SKIPS, "")));
        } catch (RuntimeException e) {
            return foreign(topic, bytes);
        }
    }

    /**
     * Gives another producer's record its identity: topic, partition and Kafka offset. A chunk of a collector is
     * returned as it is.
     */
    public static LogChunk identify(LogChunk chunk, String topic, int partition, long offset) {
        if (!isForeign(chunk)) {
            return chunk;
        }
        Source source = new Source(
                FOREIGN + topic + "/" + partition,
                Map.of("messaging.destination.name", topic, "messaging.destination.partition.id", "" + partition));
        return new LogChunk(source, offset, chunk.bytes(), Framing.ONE_EVENT, chunk.observedTime(), false);
    }

    private LogChunk foreign(String topic, byte[] bytes) {
        return new LogChunk(new Source(FOREIGN + topic, Map.of()), 0, bytes, Framing.ONE_EVENT, clock.instant(), false);
    }

    private static boolean isForeign(LogChunk chunk) {
        return chunk.framing() == Framing.ONE_EVENT && chunk.source().id().startsWith(FOREIGN);
    }

    private static Map<String, String> resource(Map<String, String> headers) {
        Map<String, String> resource = new HashMap<>();
        headers.forEach((name, value) -> {
            if (name.startsWith(ChunkHeaders.RESOURCE_PREFIX)) {
                resource.put(name.substring(ChunkHeaders.RESOURCE_PREFIX.length()), value);
            }
        });
        return resource;
    }
}
