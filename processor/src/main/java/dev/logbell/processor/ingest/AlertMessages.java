package dev.logbell.processor.ingest;

import dev.logbell.alert.Alert;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Sends an alert again until the other end has it. Its id makes the repetition harmless. */
final class AlertMessages {
    private static final Logger LOG = Logger.getLogger(AlertMessages.class);
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final IngestMetrics metrics;

    AlertMessages(IngestMetrics metrics) {
        this.metrics = metrics;
    }

    /** A message with the alert, and another each time it is refused; ends when one is acknowledged. */
    Multi<Message<Alert>> untilAcknowledged(Alert alert) {
        return Multi.createFrom().emitter(emitter -> send(alert, emitter));
    }

    private void send(Alert alert, MultiEmitter<? super Message<Alert>> emitter) {
        emitter.emit(Message.of(
                alert,
                () -> {
                    emitter.complete();
                    return CompletableFuture.completedFuture(null);
                },
                refusal -> {
                    metrics.alertRefused();
                    LOG.warnf("Alert %s was not taken: %s. Sending it again", alert.id(), refusal.toString());
                    CompletableFuture.delayedExecutor(DELAY.toMillis(), TimeUnit.MILLISECONDS)
                            .execute(() -> send(alert, emitter));
                    return CompletableFuture.completedFuture(null);
                }));
    }
}
