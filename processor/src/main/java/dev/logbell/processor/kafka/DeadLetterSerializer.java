package dev.logbell.processor.kafka;

import dev.logbell.log.LogChunk;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the value of a record as it came, cut where a topic might not take it: the connector sends no dead letter any
 * more after one that was refused for its size.
 */
public final class DeadLetterSerializer implements Serializer<LogChunk> {
    /** Header of a record whose value is not whole: how long it was. */
    static final String CUT = "dead-letter-cut";

    /** Half of what topics take unless told otherwise. */
    static final int MOST_BYTES = 1 << 19;

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable LogChunk chunk) {
        return chunk == null ? null : serialize(chunk);
    }

    private static byte[] serialize(LogChunk chunk) {
        byte[] value = chunk.bytes();
        return value.length <= MOST_BYTES ? value : Arrays.copyOf(value, MOST_BYTES);
    }
}
