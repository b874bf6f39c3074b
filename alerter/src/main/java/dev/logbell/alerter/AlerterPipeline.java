package dev.logbell.alerter;

import dev.logbell.alert.RaisedAlerts;
import dev.logbell.alerter.outbox.Outbox.Arrival;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logging.Logger;

/**
 * The way of an alert: in from the wire, routed to channels, into the outbox, acknowledged, delivered. The outbox is where
 * the wire ends: from there on, {@link dev.logbell.alerter.deliver.ChannelWorker} takes what is due for its channel.
 */
@Singleton
public class AlerterPipeline {
    private static final Logger LOG = Logger.getLogger(AlerterPipeline.class);
    private static final int WAITING_FOR_A_COMMIT = 1024;

    private final Alerter alerter;
    private final Counter received;
    private final Counter unreadable;

    AlerterPipeline(Alerter alerter, MeterRegistry metrics) {
        this.alerter = alerter;
        this.received = Counter.builder("logbell_alerter_alerts_received")
                .description("Alerts that came in")
                .register(metrics);
        this.unreadable = Counter.builder("logbell_alerter_alerts_rejected")
                .description("Messages that are no alerts, by the reason")
                .tag("reason", "unreadable")
                .register(metrics);
    }

    /**
     * Stores alerts, those of several messages in one commit and never those of one in two. What is no alert is refused,
     * and so ends in the dead-letter queue.
     */
    @Incoming("alerts")
    @Outgoing("stored-alerts")
    public Multi<Message<List<Arrival>>> store(Multi<Message<Object>> alerts) {
        return alerts.onItem().transformToUni(this::store).merge(WAITING_FOR_A_COMMIT);
    }

    private Uni<Message<List<Arrival>>> store(Message<Object> message) {
        RaisedAlerts alerts;
        try {
            alerts = AlertReader.read(message.getPayload());
        } catch (IllegalArgumentException e) {
            unreadable.increment();
            LOG.errorf(
                    "A message was no alert (%s); it is refused, and stands in the dead-letter queue logbell.alerts.dead"
                            + " if it came from RabbitMQ",
                    e.getMessage());
            return Uni.createFrom().completionStage(message.nack(e)).replaceWith(() -> (Message<List<Arrival>>) null);
        }
        received.increment(alerts.alerts().size());
        return alerter.store(alerts.alerts()).map(message::withPayload);
    }

    /** Wakes the channels of alerts that are durable now; their message is acknowledged after this. */
    @Incoming("stored-alerts")
    public void ring(List<Arrival> arrivals) {
        alerter.ring(arrivals);
    }
}
