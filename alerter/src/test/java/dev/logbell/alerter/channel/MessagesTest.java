package dev.logbell.alerter.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.alert.Alert;
import dev.logbell.alerter.SampleAlerts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What receivers are sent. */
class MessagesTest {
    private static final Alert ALERT = SampleAlerts.alert(7);

    @Test
    void webhooksGetTheShapeOfAlertmanagerAndTheEvents() {
        JsonObject message = WebhookMessage.of(single(ALERT), "ops");
        assertThat(message.copy().put("alerts", "")).isEqualTo(new JsonObject("""
                {
                  "version": "4",
                  "groupKey": "id/ops",
                  "truncatedAlerts": 0,
                  "status": "firing",
                  "receiver": "ops",
                  "groupLabels": {"alertname": "ErrorLine"},
                  "commonLabels": {"alertname": "ErrorLine", "service": "payments", "severity": "error"},
                  "commonAnnotations": {},
                  "externalURL": "http://localhost:8090/?query=ERROR",
                  "alerts": ""
                }"""));
        JsonObject alert = message.getJsonArray("alerts").getJsonObject(0);
        assertThat(alert.fieldNames())
                .containsExactly(
                        "status",
                        "labels",
                        "annotations",
                        "startsAt",
                        "endsAt",
                        "generatorURL",
                        "fingerprint",
                        "events",
                        "line",
                        "context");
        assertThat(alert.getString("startsAt")).isEqualTo("2026-11-22T12:00:07Z");
        assertThat(alert.getString("endsAt")).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(alert.getString("fingerprint")).isEqualTo(ALERT.id());
        assertThat(alert.getJsonArray("events").getJsonObject(0).getString("body"))
                .isEqualTo("Internal Server Error 7");
        assertThat(alert.getJsonArray("context")).hasSize(3);
    }

    @Test
    void slackShowsTheFirstLinesOfALongStackTrace() {
        String trace = IntStream.rangeClosed(1, 50).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
        String shown =
                text(SlackMessage.of(single(SampleAlerts.alert(8, trace))).getJsonArray("blocks"), 1);
        assertThat(shown).contains("line 20\n\u2026 30 more lines").doesNotContain("line 21");
    }

    @Test
    void mailSaysALineOnce() {
        MailView view = MailView.of(single(ALERT));
        assertThat(view.lead()).isNull();
        assertThat(view.body()).isEqualTo("Internal Server Error 7");
        assertThat(MailView.subject(single(ALERT))).isEqualTo("ERROR payments: Internal Server Error 7");
    }

    private static Notification single(Alert alert) {
        return new Notification.Single("id/ops", alert);
    }

    private static String text(JsonArray blocks, int block) {
        return blocks.getJsonObject(block).getJsonObject("text").getString("text");
    }
}
