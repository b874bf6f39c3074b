package dev.logbell.processor.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.logbell.log.LogChunk;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/**
 * Sends records that cannot be read to the topic of dead letters, with their key, headers and value, and the reason and
 * place in headers of the connector ({@code dead-letter-reason}, {@code dead-letter-topic}, {@code -partition},
 * {@code -offset}).
 */
final class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    private final KafkaTopics topics;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    DeadLetters(KafkaTopics topics) {
        this.topics = topics;
    }

    /** Completes when Kafka has the record among the dead letters. Tries as long as it takes. */
    Uni<Void> send(Message<LogChunk> message, RefusedRecordException refusal) {
        IncomingKafkaRecordMetadata<?, ?> place =
                message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
        String topic = topics.deadLetters(place.getTopic());
        LOG.logf(
                told.add(place.getTopic() + refusal.reason()) ? Logger.Level.WARN : Logger.Level.DEBUG,
                "Record %d of partition %d of %s goes to %s: %s. Others like it are counted, and not told",
                place.getOffset(),
                place.getPartition(),
                place.getTopic(),
                topic,
                refusal.getMessage());
        Metadata destination = Metadata.of(OutgoingKafkaRecordMetadata.builder()
                .withTopic(topic)
                .withHeaders(headers(message.getPayload().bytes().length))
                .build());
        return Uni.createFrom()
                .completionStage(() -> hand(message, refusal, destination))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "Kafka does not take a dead letter to %s: %s. Trying again", topic, failure.toString()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_DELAY, LONGEST_DELAY)
                .indefinitely();
    }

    /** The connector takes dead letters from one thread at a time. */
    private synchronized CompletionStage<Void> hand(
            Message<LogChunk> message, RefusedRecordException refusal, Metadata destination) {
        return message.nack(refusal, destination);
    }

    private static RecordHeaders headers(int length) {
        RecordHeaders headers = new RecordHeaders();
        if (length > DeadLetterSerializer.MOST_BYTES) {
            headers.add(DeadLetterSerializer.CUT, Integer.toString(length).getBytes(US_ASCII));
        }
        return headers;
    }
}
