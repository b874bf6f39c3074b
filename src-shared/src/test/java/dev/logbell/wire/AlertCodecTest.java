package dev.logbell.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.alert.Alert;
import dev.logbell.alert.RaisedAlerts;
import dev.logbell.log.LogEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertCodecTest {
    private static final Instant NOON = Instant.parse("2025-11-05T12:00:00.123456789Z");
    private static final LogEvent EVENT = new LogEvent(
            NOON,
            NOON.plusMillis(3),
            17,
            "ERROR",
            "connection \"reset\"\n\tat x",
            Map.of(
                    "status",
                    500L,
                    "ratio",
                    0.25,
                    "ok",
                    true,
                    "tags",
                    List.of("a", 1L),
                    "http",
                    Map.of("method", "GET")),
            Map.of("service.name", "payments"),
            "0af7651916cd43dd8448eb211c80319c",
            null,
            "file:web-1",
            4_000_000_000L);
    private static final Alert ALERT = new Alert(
            1,
            "00ff",
            Map.of("alertname", "errors", "severity", "ERROR"),
            Map.of("summary", "Grüße"),
            NOON,
            null,
            "http://localhost:8090/?query=x",
            List.of(EVENT),
            "12:00:00 ERROR connection \"reset\"",
            List.of(new Alert.ContextLine("before", false), new Alert.ContextLine(EVENT.body(), true)));

    @Test
    void readsBackWhatItWrote() {
        assertThat(AlertCodec.decode(AlertCodec.encode(ALERT))).isEqualTo(ALERT);
    }

    @Test
    void writesTimesAsTextAndOnlyComponents() {
        assertThat(AlertCodec.encode(ALERT))
                .contains("\"startsAt\":\"2025-11-05T12:00:00.123456789Z\"", "\"isCause\":true", "\"endsAt\":null")
                .doesNotContain("\"cause\"", "\"name\"", "\"severity\":{");
    }

    @Test
    void ignoresWhatLaterVersionsAdd() {
        String later = AlertCodec.encode(ALERT).replaceFirst("\\{", "{\"colour\":\"red\",");

        assertThat(AlertCodec.decode(later)).isEqualTo(ALERT);
    }

    @Test
    void readsAnAlertOfBeforeItHeldItsLine() {
        String earlier = AlertCodec.encode(ALERT).replaceFirst("\"line\":\".*?reset..\",", "");

        assertThat(earlier).doesNotContain("\"line\"");
        assertThat(AlertCodec.decode(earlier).line()).isEqualTo(EVENT.body());
    }

    @Test
    void refusesWhatIsNoAlert() {
        for (String json : List.of(
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"version\":1}",
                AlertCodec.encode(ALERT).replace("\"version\":1", "\"version\":2"))) {
            assertThatThrownBy(() -> AlertCodec.decode(json))
                    .as(json)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a message on the alerts' wire is not an alert");
        }
    }

    @Test
    void aMessageOfOneAlertIsWhatEveryAlerterReads() {
        assertThat(AlertCodec.encode(new RaisedAlerts(List.of(ALERT)))).isEqualTo(AlertCodec.encode(ALERT));
        assertThat(AlertCodec.decodeMessage(AlertCodec.encode(ALERT)).alerts()).containsExactly(ALERT);
    }

    @Test
    void aMessageOfSeveralAlertsIsAListThatEarlierAlertersRefuse() {
        String json = AlertCodec.encode(new RaisedAlerts(List.of(ALERT, ALERT)));

        assertThat(AlertCodec.decodeMessage(json).alerts()).containsExactly(ALERT, ALERT);
        assertThatThrownBy(() -> AlertCodec.decode(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAListWithAnythingElseInIt() {
        String alert = AlertCodec.encode(ALERT);
        for (String json : List.of("[]", "[null]", "[{}]", "[" + alert, "[" + alert + ",{\"version\":1}]")) {
            assertThatThrownBy(() -> AlertCodec.decodeMessage(json))
                    .as(json)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a message on the alerts' wire");
        }
    }

    @Test
    void whatIsRaisedTogetherTravelsInAsFewMessagesAsHoldIt() {
        List<Alert> alerts = Collections.nCopies(2 * RaisedAlerts.MOST + 1, ALERT);

        assertThat(RaisedAlerts.of(alerts))
                .extracting(message -> message.alerts().size())
                .containsExactly(RaisedAlerts.MOST, RaisedAlerts.MOST, 1);
        assertThat(RaisedAlerts.of(List.of())).isEmpty();
    }
}
