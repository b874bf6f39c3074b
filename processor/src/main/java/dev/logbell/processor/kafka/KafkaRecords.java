package dev.logbell.processor.kafka;

import dev.logbell.log.LogChunk;
import dev.logbell.wire.LogChunkDeserializer;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.record.TimestampType;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Takes messages for what they are: chunks of a collector, or records that others wrote to Kafka. */
@Singleton
public final class KafkaRecords {
    private final KafkaTopics topics;
    private final RecordDecoder decoder;
    private final DeadLetters deadLetters;

    KafkaRecords(KafkaTopics topics) {
        this.topics = topics;
        this.decoder = new RecordDecoder(topics.maxRecordBytes());
        this.deadLetters = new DeadLetters(topics);
    }

    /**
     * What is to be stored of a message.
     *
     * @param chunk without events, and with the reason why, if the record cannot be read
     */
    public record Taken(
            Message<LogChunk> message,
            LogChunk chunk,
            @Nullable RefusedRecordException refusal) {}

    /** Makes a chunk of whatever came. Never fails. */
    public Taken take(Message<LogChunk> message) {
        LogChunk chunk = message.getPayload();
        if (!LogChunkDeserializer.isForeign(chunk)) {
            return new Taken(message, chunk, null);
        }
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(metadata -> take(message, foreign(chunk, metadata)))
                .orElseGet(() -> new Taken(message, chunk, null));
    }

    private Taken take(Message<LogChunk> message, ForeignRecord record) {
        try {
            Optional<String> problem = LogChunkDeserializer.problem(record.headers(), record.value());
            if (problem.isPresent()) {
                throw new RefusedRecordException(
                        "undecodable", "its headers are not those of a collector: " + problem.get());
            }
            byte[] lines = decoder.lines(record, topics.encoding(record.topic()));
            return new Taken(message, lines.length == 0 ? record.dropped("blank") : record.chunk(lines), null);
        } catch (RefusedRecordException e) {
            return new Taken(message, record.dropped(e.reason()), e);
        }
    }

    private static ForeignRecord foreign(LogChunk chunk, IncomingKafkaRecordMetadata<?, ?> metadata) {
        boolean isTimed = metadata.getTimestampType() != TimestampType.NO_TIMESTAMP_TYPE;
        Instant timestamp = isTimed ? metadata.getTimestamp() : null;
        return new ForeignRecord(
                metadata.getTopic(),
                metadata.getPartition(),
                metadata.getOffset(),
                (byte[]) metadata.getKey(),
                metadata.getHeaders(),
                timestamp,
                chunk.bytes(),
                chunk.observedTime());
    }

    /** Says that a message is done with, once what could not be read is among the dead letters. */
    public Uni<Void> acknowledge(Taken taken) {
        RefusedRecordException refusal = taken.refusal();
        return refusal == null
                ? Uni.createFrom().completionStage(taken.message().ack())
                : deadLetters.send(taken.message(), refusal);
    }
}
