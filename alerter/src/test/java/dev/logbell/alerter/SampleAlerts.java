package dev.logbell.alerter;

import dev.logbell.alert.Alert;
import dev.logbell.alert.Alert.ContextLine;
import dev.logbell.alert.AlertId;
import dev.logbell.log.LogEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Alerts for tests. */
public final class SampleAlerts {
    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private SampleAlerts() {}

    public static Alert alert(int number) {
        return alert(number, "Internal Server Error " + number);
    }

    public static Alert alert(int number, String body) {
        return alert(number, body, Map.of("alertname", "ErrorLine", "severity", "error", "service", "payments"));
    }

    public static Alert alert(int number, String body, Map<String, String> labels) {
        return alert(number, body, body, labels);
    }

    /** About a line of which a body was parsed. */
    public static Alert alert(int number, String line, String body, Map<String, String> labels) {
        LogEvent event = new LogEvent(
                NOON.plusSeconds(number),
                NOON.plusSeconds(number),
                17,
                "ERROR",
                body,
                Map.of(),
                Map.of("log.file.path", "/var/log/app.log", "host.name", "web-1"),
                null,
                null,
                "file:web-1:1:1:x",
                number * 100L);
        return new Alert(
                Alert.VERSION,
                AlertId.of("ErrorLine", event.source(), Long.toString(event.offset())),
                labels,
                Map.of(),
                event.time(),
                null,
                "http://localhost:8090/?query=ERROR",
                List.of(event),
                Alert.bounded(line, Alert.LONGEST_LINE),
                List.of(
                        new ContextLine("order 41 accepted", false),
                        new ContextLine(line, true),
                        new ContextLine("order 42 accepted", false)));
    }
}
