package dev.logbell.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.logbell.alert.Alert;
import dev.logbell.alert.RaisedAlerts;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Alerts as JSON, on RabbitMQ and in the stores: times as RFC 3339, unknown keys of later versions ignored. */
public final class AlertCodec {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private AlertCodec() {}

    public static String encode(Alert alert) {
        try {
            return JSON.writeValueAsString(alert);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("alert %s cannot be written as JSON".formatted(alert.id()), e);
        }
    }

    /** Alerts as one message: an object if there is one, so that every alerter can read it, or an array. */
    public static String encode(RaisedAlerts alerts) {
        try {
            return JSON.writeValueAsString(alerts);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "%d alerts cannot be written as JSON"
                            .formatted(alerts.alerts().size()),
                    e);
        }
    }

    /**
     * Reads a message: one alert, or several in an array.
     *
     * @throws IllegalArgumentException if any of it is not an alert of a version that this Logbell knows
     */
    public static RaisedAlerts decodeMessage(String json) {
        if (!json.stripLeading().startsWith("[")) {
            return new RaisedAlerts(List.of(decode(json)));
        }
        try {
            return new RaisedAlerts(Arrays.asList(JSON.readValue(json, Alert[].class)));
        } catch (IOException | NullPointerException e) {
            throw new IllegalArgumentException(
                    "a message on the alerts' wire is not a list of alerts: " + e.getClass(), e);
        }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if it is not an alert of a version that this Logbell knows
     */
    public static Alert decode(String json) {
        try {
            Alert alert = JSON.readValue(json, Alert.class);
            if (alert == null) {
                throw new IllegalArgumentException("a message on the alerts' wire is not an alert: null");
            }
            return alert;
        } catch (IOException e) {
            throw new IllegalArgumentException("a message on the alerts' wire is not an alert: " + e.getClass(), e);
        }
    }
}
