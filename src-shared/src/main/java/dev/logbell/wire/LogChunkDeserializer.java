package dev.logbell.wire;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Source;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Kafka record as a chunk. Never fails: a record without our headers, or with broken ones, is the raw value of
 * another producer's record, for its reader to make something of.
 */
public final class LogChunkDeserializer implements Deserializer<LogChunk> {
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
        if (!isOurs(headers)) {
            return foreign(topic, bytes);
        }
        try {
            return chunk(headers, bytes);
        } catch (RuntimeException e) {
            return foreign(topic, bytes);
        }
    }

    /** Whether a chunk is the raw value of a record that is none of a collector's, or none that can be read. */
    public static boolean isForeign(LogChunk chunk) {
        return chunk.framing() == Framing.ONE_RECORD;
    }

    /** What is wrong with a collector's record; empty if it is another producer's, or nothing is. */
    public static Optional<String> problem(Headers headers, byte[] value) {
        if (!isOurs(headers)) {
            return Optional.empty();
        }
        try {
            chunk(headers, value);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isOurs(Headers headers) {
        return headers.lastHeader(ChunkHeaders.SOURCE) != null;
    }

    private static LogChunk chunk(Headers headers, byte[] bytes) {
        Map<String, String> texts = new HashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        Framing framing = Framing.valueOf(required(texts, ChunkHeaders.FRAMING));
        if (framing == Framing.ONE_RECORD) {
            throw new IllegalArgumentException("a collector sends LINES or RECORDS, got " + framing);
        }
        return new LogChunk(
                new Source(required(texts, ChunkHeaders.SOURCE), resource(texts), texts.get(ChunkHeaders.EVENT_START)),
                Long.parseLong(required(texts, ChunkHeaders.OFFSET)),
                bytes,
                framing,
                Instant.parse(required(texts, ChunkHeaders.OBSERVED_TIME)),
                texts.containsKey(ChunkHeaders.CONTINUES),
                SkipsCodec.decode(texts.getOrDefault(ChunkHeaders.SKIPS, "")));
    }

    private static String required(Map<String, String> headers, String name) {
        String value = headers.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the header %s is missing".formatted(name));
        }
        return value;
    }

    private LogChunk foreign(String topic, byte[] bytes) {
        return new LogChunk(
                new Source("kafka:" + topic, Map.of()), 0, bytes, Framing.ONE_RECORD, clock.instant(), false);
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
