package dev.logbell.alerter.channel;

import dev.logbell.alert.Alert;
import java.util.List;

/** What a channel is to tell: one alert, or many that its rate limit put together. */
public sealed interface Notification {
    /** The same at every attempt of the same delivery. */
    String id();

    /** At least one, in the order of their arrival. */
    List<Alert> alerts();

    /** One alert. */
    record Single(String id, Alert alert) implements Notification {
        @Override
        public List<Alert> alerts() {
            return List.of(alert);
        }
    }

    /** Several alerts in one message. */
    record Digest(String id, List<Alert> alerts) implements Notification {
        public Digest {
            if (alerts.isEmpty()) {
                throw new IllegalArgumentException("a digest needs alerts, got none");
            }
            alerts = List.copyOf(alerts);
        }
    }
}
