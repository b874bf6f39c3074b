package dev.logbell.alerter;

import dev.logbell.alert.Alert;
import dev.logbell.wire.AlertCodec;
import java.nio.charset.StandardCharsets;

/** Reads what the wire brings: JSON from a broker, or the alert itself within one process. */
final class AlertReader {
    private AlertReader() {}

    /**
     * The alert in a payload.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Alert read(Object payload) {
        return switch (payload) {
            case Alert alert -> alert;
            case byte[] bytes -> AlertCodec.decode(new String(bytes, StandardCharsets.UTF_8));
            default ->
                throw new IllegalArgumentException(
                        "a message on the alerts' wire must be JSON of an alert, got a " + payload.getClass());
        };
    }
}
