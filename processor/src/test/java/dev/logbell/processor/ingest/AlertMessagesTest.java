package dev.logbell.processor.ingest;

import static dev.logbell.alert.Alert.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.alert.Alert;
import dev.logbell.alert.RaisedAlerts;
import dev.logbell.log.LogEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class AlertMessagesTest {
    private static final RaisedAlerts TWO = new RaisedAlerts(List.of(alert("1"), alert("2")));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AssertSubscriber<Message<RaisedAlerts>> messages = new AlertMessages(new IngestMetrics(registry))
            .untilAcknowledged(TWO)
            .subscribe()
            .withSubscriber(AssertSubscriber.create(10));

    @Test
    void endsWhenTheOtherEndHasAll() {
        messages.assertNotTerminated();

        messages.getItems().getFirst().ack().toCompletableFuture().join();

        messages.assertCompleted();
        assertThat(messages.getItems()).extracting(Message::getPayload).containsExactly(TWO);
    }

    @Test
    void sendsAllAgainWhenTheyAreRefused() {
        messages.getItems()
                .getFirst()
                .nack(new IllegalStateException("the broker is away"))
                .toCompletableFuture()
                .join();

        messages.assertNotTerminated().awaitItems(2, Duration.ofSeconds(20));
        assertThat(messages.getItems()).extracting(Message::getPayload).containsExactly(TWO, TWO);
        assertThat(registry.get("logbell.processor.alerts.retried").counter().count())
                .isEqualTo(2);
        messages.getItems().getLast().ack().toCompletableFuture().join();
        messages.assertCompleted();
    }

    private static Alert alert(String id) {
        LogEvent event = new LogEvent(
                Instant.EPOCH, Instant.EPOCH, 17, "ERROR", "x", Map.of(), Map.of(), null, null, "file:x", 1);
        return new Alert(
                VERSION,
                id,
                Map.of("alertname", "x"),
                Map.of(),
                Instant.EPOCH,
                null,
                "",
                List.of(event),
                "x",
                List.of());
    }
}
