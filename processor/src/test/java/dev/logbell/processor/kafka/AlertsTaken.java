package dev.logbell.processor.kafka;

import dev.logbell.alert.Alert;
import dev.logbell.processor.Channels;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Stands in for the alerter where a test is not about it. */
@ApplicationScoped
@IfBuildProperty(name = "test.alerts-taken", stringValue = "true")
class AlertsTaken {
    @Incoming(Channels.RAISED)
    void take(Alert alert) {}
}
