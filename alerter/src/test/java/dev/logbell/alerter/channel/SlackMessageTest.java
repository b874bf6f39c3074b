package dev.logbell.alerter.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.alerter.SampleAlerts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackMessageTest {
    private static final Map<String, String> LABELS =
            Map.of("alertname", "ErrorLine", "severity", "error", "service", "payments");

    @Test
    void showsTheLineWhereWhenAndTheLinesAround() {
        JsonObject message = message("Connection reset");

        assertThat(message.getString("text")).isEqualTo("\uD83D\uDD34 ERROR: payments: Connection reset");
        assertThat(texts(message))
                .containsExactly(
                        "\uD83D\uDD34 ERROR: payments",
                        "```\nConnection reset\n```",
                        "*Where* /var/log/app.log on web-1   *When*"
                                + " <!date^1795348801^{date_short_pretty} {time_secs}|2026-11-22 12:00:01 UTC>"
                                + "   *Rule* ErrorLine",
                        "*Around it*\n```\n  order 41 accepted\n&gt; Connection reset\n  order 42 accepted\n```",
                        "Show in Logbell");
    }

    @Test
    void showsTheLineAsItWasWritten() {
        String line = "ERROR: 2026/11/22 12:00:01 service.go:36: Internal Server Error";

        assertThat(texts(message(line, "Internal Server Error")).subList(0, 2))
                .containsExactly("\uD83D\uDD34 ERROR: payments", "```\n" + line + "\n```");
    }

    @Test
    void showsTheMessageOfALineOfJsonAndTheLine() {
        String line = "{\"level\": \"error\", \"msg\": \"Connection reset\", \"user\": 42}";

        assertThat(texts(message(line, "Connection reset")).subList(1, 3))
                .containsExactly("```\nConnection reset\n```", "```\n" + line + "\n```");
    }

    @Test
    void showsMoreOfALongTraceThanTheAlertsLineHolds() {
        String body = "boom\n\tat " + "x".repeat(3_000) + "\n\tat y";

        assertThat(LineText.of(SampleAlerts.alert(1, "12:00 ERROR " + body, body, LABELS)))
                .isEqualTo(new LineText("12:00 ERROR " + body, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!channel> look",
                "<@U123> and <https://evil.example|click>",
                "a & b < c > d",
                "``` *bold* <!here> ```",
                "`````` <!everyone>",
            })
    void logsCanNeitherMentionAnybodyNorLeaveTheirBlock(String line) {
        JsonObject message = message("{\"msg\": \"" + line + "\"}", line);

        for (String text : texts(message).subList(1, 5)) {
            String ours = text.replaceAll("<!date\\^[0-9]+\\^[^|]*\\|[^>]*>", "");
            assertThat(ours).doesNotContain("<").matches("(?s)[^>]*");
            assertThat(ours.split("```", -1).length % 2)
                    .as("fences are paired in %s", ours)
                    .isEqualTo(1);
            assertThat(ours.split("```", -1).length).isLessThanOrEqualTo(3);
        }
        assertThat(message.getString("text")).doesNotContain("<").doesNotContain(">");
    }

    @Test
    void keepsToTheLimitsOfSlackWhateverTheSize() {
        for (String piece : List.of("x", "<", "&", "\u00e9", "\uD83D\uDE00", "`", "\n", "\u0000")) {
            JsonObject message = message(piece.repeat(5_000_000 / piece.length()));
            assertThat(message.getString("text").length()).isLessThan(3000);
            List<String> texts = texts(message);
            assertThat(texts.getFirst().length()).isLessThanOrEqualTo(150);
            assertThat(texts).allSatisfy(text -> assertThat(text.length()).isBetween(1, 3000));
            assertThat(message.getJsonArray("blocks").size()).isLessThanOrEqualTo(50);
        }
    }

    @Test
    void aHeaderIsCutAndOfOneLine() {
        JsonObject message = SlackMessage.of(new Notification.Single(
                "1",
                SampleAlerts.alert(
                        1, "x", Map.of("alertname", "E", "severity", "fa\ntal", "service", "s\n".repeat(400)))));

        String header = texts(message).getFirst();
        assertThat(header).hasSizeLessThanOrEqualTo(150).doesNotContain("\n").startsWith("\uD83D\uDD34 FA TAL: s s s");
    }

    @Test
    void aDigestCountsItsAlerts() {
        List<dev.logbell.alert.Alert> alerts = new ArrayList<>();
        IntStream.range(0, 40).forEach(i -> alerts.add(SampleAlerts.alert(i, "boom <" + i + ">")));
        IntStream.range(40, 60)
                .forEach(i -> alerts.add(SampleAlerts.alert(
                        i, "x", Map.of("alertname", "E" + i, "severity", "fatal", "service", "s" + i))));

        JsonObject message = SlackMessage.of(new Notification.Digest("d", alerts));

        assertThat(texts(message).getFirst()).contains("60 alerts");
        assertThat(message.encode())
                .contains("*40 × ErrorLine* ERROR, payments")
                .contains("boom &lt;0&gt;");
        assertThat(texts(message)).contains("and 11 of other kinds");
    }

    private static JsonObject message(String line, String body) {
        return SlackMessage.of(new Notification.Single("1", SampleAlerts.alert(1, line, body, LABELS)));
    }

    private static JsonObject message(String body) {
        return SlackMessage.of(new Notification.Single("1", SampleAlerts.alert(1, body)));
    }

    private static List<String> texts(JsonObject message) {
        List<String> texts = new ArrayList<>();
        message.getJsonArray("blocks").forEach(block -> {
            JsonObject object = (JsonObject) block;
            if (object.getValue("text") instanceof JsonObject text) {
                texts.add(text.getString("text"));
            }
            for (Object element : object.getJsonArray("elements", new JsonArray())) {
                Object text = ((JsonObject) element).getValue("text");
                texts.add(text instanceof JsonObject nested ? nested.getString("text") : (String) text);
            }
        });
        return texts;
    }
}
