package dev.logbell.alert;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Alerts that travel together from the processor to the alerter, in the order of their events: those that were raised at
 * the same moment, so that none waits for another. In JSON one alert is an object, and several are an array.
 *
 * @param alerts at least one
 */
public record RaisedAlerts(List<Alert> alerts) {
    /** How many alerts travel together at the most: a message of them is some 200 kB, seldom more than a megabyte. */
    public static final int MOST = 64;

    public RaisedAlerts {
        if (alerts.isEmpty()) {
            throw new IllegalArgumentException("a message on the alerts' wire must hold alerts, got none");
        }
        alerts = List.copyOf(alerts);
    }

    /** What was raised at one moment, in as few messages as hold it; none if nothing was raised. */
    public static List<RaisedAlerts> of(List<Alert> alerts) {
        List<RaisedAlerts> messages = new ArrayList<>();
        for (int from = 0; from < alerts.size(); from += MOST) {
            messages.add(new RaisedAlerts(alerts.subList(from, Math.min(alerts.size(), from + MOST))));
        }
        return messages;
    }

    @JsonValue
    Object json() {
        return alerts.size() == 1 ? alerts.getFirst() : alerts;
    }
}
