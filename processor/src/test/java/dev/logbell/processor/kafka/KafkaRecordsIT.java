package dev.logbell.processor.kafka;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.logbell.backends.Backends;
import dev.logbell.processor.BackendsAwayIT;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Topics that others write, read from a real Kafka and kept once; what cannot be read is among the dead letters. */
@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@TestProfile(BackendsAwayIT.Profile.class)
class KafkaRecordsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant HAPPENED = Instant.parse("2026-02-28T01:02:03Z");
    private static final int LARGE = 1_500_000;

    Backends backends;

    @Test
    void keepsWhatOthersWriteAndPutsAsideWhatCannotBeRead() throws IOException {
        send(new ProducerRecord<>(
                "jobs",
                0,
                HAPPENED.toEpochMilli(),
                "k1".getBytes(UTF_8),
                "WARN job 7 is late".getBytes(UTF_8),
                List.of(new RecordHeader("team", "shop".getBytes(UTF_8)))));
        send(new ProducerRecord<>("jobs", "x".repeat(LARGE).getBytes(UTF_8)));
        send(new ProducerRecord<>("jobs", "INFO job 8 is done".getBytes(UTF_8)));
        send(new ProducerRecord<>("otlp_logs", OtlpRequest.of(HAPPENED, "paid", "refunded")));
        send(new ProducerRecord<>("orders", "no json".getBytes(UTF_8)));
        send(new ProducerRecord<>("orders", "{\"level\":\"info\",\"msg\":\"order 9\"}".getBytes(UTF_8)));
        send(new ProducerRecord<>(
                "logbell.logs",
                0,
                HAPPENED.toEpochMilli(),
                null,
                "a line\n".getBytes(UTF_8),
                List.of(new RecordHeader("logbell.source", "file:a".getBytes(UTF_8)))));

        isBroken(deadLetter("orders.dead-letter"), "orders", 0, "it is not JSON");
        isBroken(deadLetter("logbell.logs.dead-letter"), "logbell.logs", 0, "its headers are not those of a collector");
        ConsumerRecord<byte[], byte[]> cut = deadLetter("jobs.dead-letter");
        isBroken(cut, "jobs", 1, "it has 1500000 bytes");
        assertThat(cut.value()).hasSize(DeadLetterSerializer.MOST_BYTES);
        assertThat(header(cut, "dead-letter-cut")).isEqualTo("1500000");

        await().atMost(PATIENCE)
                .untilAsserted(() -> given().queryParam("order", "asc")
                        .queryParam("query", "messaging.kafka.offset:*")
                        .get("/api/v1/logs")
                        .then()
                        .statusCode(200)
                        .body(
                                "events.body.sort()",
                                contains("INFO job 8 is done", "WARN job 7 is late", "order 9", "paid", "refunded")));
        given().queryParam("query", "messaging.kafka.message.key:k1 AND messaging.header.team:shop")
                .get("/api/v1/logs")
                .then()
                .body("events.time", contains("2026-02-28T01:02:03Z"))
                .body("events.source", contains("kafka:jobs:0"));
        given().queryParam("query", "service:pay").get("/api/v1/logs").then().body("events.size()", equalTo(2));
        given().get("/api/v1/accounting")
                .then()
                .body("balanced", equalTo(true))
                .body("sources.find { it.id == 'kafka:jobs:0' }.dropped.'too-large'", equalTo(LARGE))
                .body("sources.find { it.id == 'kafka:jobs:0' }.watermark", equalTo(3 << 24))
                .body("sources.find { it.id == 'kafka:orders:0' }.dropped.undecodable", equalTo(7))
                .body("sources.find { it.id == 'kafka:logbell.logs:0' }.dropped.undecodable", equalTo(7));
    }

    private static void isBroken(ConsumerRecord<byte[], byte[]> letter, String topic, int offset, String reason) {
        assertThat(header(letter, "dead-letter-topic")).isEqualTo(topic);
        assertThat(header(letter, "dead-letter-partition")).isEqualTo("0");
        assertThat(header(letter, "dead-letter-offset")).isEqualTo(Integer.toString(offset));
        assertThat(header(letter, "dead-letter-reason")).contains(reason);
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }

    private void send(ProducerRecord<byte[], byte[]> sent) {
        Map<String, Object> configuration =
                Map.of("bootstrap.servers", backends.kafka().bootstrapServers(), "max.request.size", 2 * LARGE);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(sent).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private ConsumerRecord<byte[], byte[]> deadLetter(String topic) {
        Map<String, Object> configuration = Map.of(
                "bootstrap.servers",
                backends.kafka().bootstrapServers(),
                "auto.offset.reset",
                "earliest",
                "metadata.max.age.ms",
                500);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
                return !letters.isEmpty();
            });
            return Optional.of(letters)
                    .filter(found -> found.size() == 1)
                    .map(List::getFirst)
                    .orElseThrow();
        }
    }
}
