package dev.logbell.wire;

import dev.logbell.log.LogChunk;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes a chunk as a Kafka record: the raw bytes as value, where they came from as headers. */
public final class LogChunkSerializer implements Serializer<LogChunk> {
    @Override
    public byte[] serialize(String topic, @Nullable LogChunk chunk) {
        throw new UnsupportedOperationException("a chunk needs record headers: call serialize(topic, headers, chunk)");
    }

    @Override
    public byte[] serialize(String topic, Headers headers, LogChunk chunk) {
        put(headers, ChunkHeaders.SOURCE, chunk.source().id());
        put(headers, ChunkHeaders.OFFSET, Long.toString(chunk.offset()));
        put(headers, ChunkHeaders.FRAMING, chunk.framing().name());
        put(headers, ChunkHeaders.OBSERVED_TIME, chunk.observedTime().toString());
        if (chunk.continues()) {
            put(headers, ChunkHeaders.CONTINUES, "true");
        }
        if (!chunk.skips().isEmpty()) {
            put(headers, ChunkHeaders.SKIPS, SkipsCodec.encode(chunk.skips()));
        }
        String eventStart = chunk.source().eventStart();
        if (eventStart != null) {
            put(headers, ChunkHeaders.EVENT_START, eventStart);
        }
        chunk.source().resource().forEach((name, value) -> put(headers, ChunkHeaders.RESOURCE_PREFIX + name, value));
        return chunk.bytes();
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
