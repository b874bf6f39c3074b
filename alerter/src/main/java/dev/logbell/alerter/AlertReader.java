package dev.logbell.alerter;

import dev.logbell.alert.RaisedAlerts;
import dev.logbell.wire.AlertCodec;
import java.nio.charset.StandardCharsets;

/** Reads what the wire brings: JSON from a broker, or the alerts themselves within one process. */
final class AlertReader {
    private AlertReader() {}

    /**
     * The alerts in a payload.
     *
     * @throws IllegalArgumentException if there is none
     */
    static RaisedAlerts read(Object payload) {
        return switch (payload) {
            case RaisedAlerts alerts -> alerts;
            case byte[] bytes -> AlertCodec.decodeMessage(new String(bytes, StandardCharsets.UTF_8));
            default ->
                throw new IllegalArgumentException(
                        "a message on the alerts' wire must be JSON of alerts, got a " + payload.getClass());
        };
    }
}
