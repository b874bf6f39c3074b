package dev.logbell.alerter;

import dev.logbell.alert.Alert;
import dev.logbell.alert.RaisedAlerts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

/** The other end of the channel {@code alerts}, within the test's process. */
@ApplicationScoped
class Wire {
    private final Emitter<RaisedAlerts> alerts;

    Wire(@Channel("alerts") Emitter<RaisedAlerts> alerts) {
        this.alerts = alerts;
    }

    CompletionStage<Void> send(Alert alert) {
        return alerts.send(new RaisedAlerts(List.of(alert)));
    }
}
