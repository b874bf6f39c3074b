package dev.logbell.alerter.channel;

import dev.logbell.alert.Alert;
import dev.logbell.alert.Alert.ContextLine;
import dev.logbell.log.VisibleText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * A notification as Slack's Block Kit. Text of logs stands only in escaped mrkdwn code blocks or plain text, so that it
 * can neither mention anybody nor add a link.
 */
final class SlackMessage {
    private static final int HEADER_LENGTH = 150;
    private static final int FALLBACK_LENGTH = 300;
    private static final int LINES = 20;
    private static final int CODE_LENGTH = 2900;
    private static final int CONTEXT_LINE_LENGTH = 300;
    private static final int URL_LENGTH = 3000;

    private SlackMessage() {}

    static JsonObject of(Notification notification) {
        return switch (notification) {
            case Notification.Single single -> of(single.alert());
            case Notification.Digest digest -> of(DigestText.of(digest.alerts()));
        };
    }

    private static JsonObject of(Alert alert) {
        String severity = AlertText.severity(alert);
        String title = "%s %s: %s".formatted(AlertText.emoji(severity), severity, AlertText.service(alert));
        LineText line = LineText.of(alert);
        JsonArray blocks = new JsonArray().add(header(title));
        if (line.message() != null) {
            blocks.add(section(code(start(line.message()))));
        }
        blocks.add(section(code(start(line.written()))));
        blocks.add(facts("*Where* " + escape(AlertText.where(alert)) + "   *When* " + date(alert.startsAt())
                + "   *Rule* " + escape(AlertText.oneLine(alert.name()))));
        if (alert.context().size() > 1) {
            blocks.add(section("*Around it*\n" + code(around(alert.context()))));
        }
        AlertText.link(alert).ifPresent(link -> button(blocks, link));
        return message(title + ": " + AlertText.summary(alert), blocks);
    }

    private static JsonObject of(DigestText digest) {
        JsonArray blocks = new JsonArray()
                .add(header(
                        "\uD83D\uDD14 %d alerts, in one message because of the rate limit".formatted(digest.alerts())))
                .add(facts(date(digest.from()) + " to " + date(digest.to())));
        for (DigestText.Kind kind : digest.kinds()) {
            blocks.add(section("%s *%d × %s* %s, %s\n%s"
                    .formatted(
                            AlertText.emoji(kind.severity()),
                            kind.count(),
                            escape(AlertText.cut(kind.name(), 100)),
                            escape(AlertText.cut(kind.severity(), 30)),
                            escape(AlertText.cut(kind.service(), 100)),
                            code(AlertText.cut(AlertText.summary(kind.first()), CONTEXT_LINE_LENGTH)))));
        }
        if (digest.others() > 0) {
            blocks.add(facts("and %d of other kinds".formatted(digest.others())));
        }
        digest.kinds().stream()
                .flatMap(kind -> AlertText.link(kind.first()).stream())
                .findFirst()
                .ifPresent(link -> button(blocks, link));
        return message(digest.title(), blocks);
    }

    private static JsonObject message(String fallback, JsonArray blocks) {
        return new JsonObject()
                .put("text", escape(AlertText.cut(fallback, FALLBACK_LENGTH)))
                .put("blocks", blocks)
                .put("unfurl_links", false)
                .put("unfurl_media", false);
    }

    private static JsonObject header(String title) {
        return new JsonObject()
                .put("type", "header")
                .put(
                        "text",
                        new JsonObject()
                                .put("type", "plain_text")
                                .put("text", AlertText.cut(title, HEADER_LENGTH))
                                .put("emoji", false));
    }

    private static JsonObject section(String mrkdwn) {
        return new JsonObject().put("type", "section").put("text", mrkdwn(mrkdwn));
    }

    private static JsonObject facts(String mrkdwn) {
        return new JsonObject().put("type", "context").put("elements", new JsonArray().add(mrkdwn(mrkdwn)));
    }

    private static JsonObject mrkdwn(String text) {
        return new JsonObject().put("type", "mrkdwn").put("text", text).put("verbatim", true);
    }

    private static void button(JsonArray blocks, String link) {
        if (link.length() <= URL_LENGTH) {
            blocks.add(new JsonObject()
                    .put("type", "actions")
                    .put(
                            "elements",
                            new JsonArray()
                                    .add(new JsonObject()
                                            .put("type", "button")
                                            .put(
                                                    "text",
                                                    new JsonObject()
                                                            .put("type", "plain_text")
                                                            .put("text", "Show in Logbell"))
                                            .put("url", link))));
        }
    }

    private static String around(List<ContextLine> context) {
        StringBuilder lines = new StringBuilder();
        for (ContextLine line : context) {
            lines.append(line.isCause() ? "> " : "  ")
                    .append(AlertText.cut(AlertText.firstLine(line.text()), CONTEXT_LINE_LENGTH))
                    .append('\n');
        }
        return lines.toString();
    }

    /** The first lines of an event, so that a stack trace leaves room on the screen for what follows it. */
    private static String start(String body) {
        List<String> lines = body.stripTrailing().lines().toList();
        return lines.size() <= LINES
                ? body
                : String.join("\n", lines.subList(0, LINES)) + "\n\u2026 %d more lines".formatted(lines.size() - LINES);
    }

    /** A code block that holds the text whatever it is, at most {@link #CODE_LENGTH} long after escaping. */
    private static String code(String text) {
        String visible = VisibleText.of(text).stripTrailing().replace("```", "`\u200B`\u200B`");
        int length = CODE_LENGTH;
        String escaped = escape(AlertText.cut(visible, length));
        while (escaped.length() > CODE_LENGTH) {
            length = length * CODE_LENGTH / escaped.length() - 1;
            escaped = escape(AlertText.cut(visible, length));
        }
        return "```\n" + (escaped.isBlank() ? " " : escaped) + "\n```";
    }

    private static String date(Instant instant) {
        return "<!date^%d^{date_short_pretty} {time_secs}|%s>"
                .formatted(instant.getEpochSecond(), AlertText.when(instant));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
