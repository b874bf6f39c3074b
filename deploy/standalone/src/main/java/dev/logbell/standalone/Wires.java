package dev.logbell.standalone;

import dev.logbell.alert.RaisedAlerts;
import dev.logbell.log.LogChunk;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/**
 * Joins the roles within one process, in place of Kafka and RabbitMQ. The messages themselves pass, so that the
 * collector hears from the store, and the processor from the outbox.
 */
@ApplicationScoped
class Wires {
    @Incoming("collected")
    @Outgoing("logs")
    Message<LogChunk> chunk(Message<LogChunk> chunk) {
        return chunk;
    }

    @Incoming("raised")
    @Outgoing("alerts")
    Message<RaisedAlerts> alerts(Message<RaisedAlerts> alerts) {
        return alerts;
    }
}
