package dev.logbell.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.logbell.backends.Backends;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributedIT extends AcceptanceTests {
    private static final int RECORDS = 100;

    DistributedIT() {
        super(Logbell.Form.DISTRIBUTED, Map.of("PROCESSOR_KAFKA_TOPICS", KafkaOrders.TOPIC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector", "alerter"})
    void losesAndRepeatsNothingWhenARoleIsKilled(String role) {
        survives("killed-" + role, () -> {
            logbell.role(role).kill();
            logbell.role(role).startAgain();
        });
    }

    /** Kafka gives it again what it stored and did not say: lines of the collector, and records that others wrote. */
    @Test
    void losesAndRepeatsNothingWhenTheProcessorIsKilledBeforeItTellsKafka() {
        try (KafkaOrders orders = new KafkaOrders(backends().kafka().bootstrapServers())) {
            survives("killed-processor", () -> {
                do {
                    orders.send(RECORDS);
                    awaitStored(orders);
                } while (orders.areAllTold());
                logbell.role("processor").kill();
                orders.send(RECORDS);
                logbell.role("processor").startAgain();
            });
            awaitStored(orders);
        }
    }

    private void awaitStored(KafkaOrders orders) {
        List<String> sent = orders.sent().stream().sorted().toList();
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(stored()).isEqualTo(sent));
    }

    private List<String> stored() {
        return logbell.api().events("messaging.destination.name:" + KafkaOrders.TOPIC).stream()
                .map(event -> event.get("body").asText())
                .sorted()
                .toList();
    }

    @Test
    void losesAndRepeatsNothingWhenKafkaIsRestarted() {
        survives("kafka", () -> backends().kafka().restart());
    }

    @Test
    void losesAndRepeatsNothingWhenPostgresIsRestarted() {
        survives("postgres", () -> backends().postgres().restart());
    }

    @Test
    void losesAndRepeatsNothingWhenRabbitMqIsRestarted() {
        survives("rabbitmq", () -> backends().rabbitMq().restart());
    }

    private Backends backends() {
        return logbell.backends().orElseThrow();
    }
}
