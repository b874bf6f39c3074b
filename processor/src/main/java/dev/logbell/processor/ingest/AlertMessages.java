package dev.logbell.processor.ingest;

import dev.logbell.alert.RaisedAlerts;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Sends alerts again until the other end has them. Their ids make the repetition harmless. */
final class AlertMessages {
    private static final Logger LOG = Logger.getLogger(AlertMessages.class);
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final IngestMetrics metrics;

    AlertMessages(IngestMetrics metrics) {
        this.metrics = metrics;
    }

    /** A message with the alerts, and another each time it is refused; ends when one is acknowledged. */
    Multi<Message<RaisedAlerts>> untilAcknowledged(RaisedAlerts alerts) {
        return Multi.createFrom().emitter(emitter -> send(alerts, emitter));
    }

    private void send(RaisedAlerts alerts, MultiEmitter<? super Message<RaisedAlerts>> emitter) {
        emitter.emit(Message.of(
                alerts,
                () -> {
                    emitter.complete();
                    return CompletableFuture.completedFuture(null);
                },
                refusal -> {
                    metrics.refused(alerts);
                    LOG.warnf(
                            "%d alerts, the first of them %s, were not taken: %s. Sending them again",
                            alerts.alerts().size(), alerts.alerts().getFirst().id(), refusal.toString());
                    CompletableFuture.delayedExecutor(DELAY.toMillis(), TimeUnit.MILLISECONDS)
                            .execute(() -> send(alerts, emitter));
                    return CompletableFuture.completedFuture(null);
                }));
    }
}
