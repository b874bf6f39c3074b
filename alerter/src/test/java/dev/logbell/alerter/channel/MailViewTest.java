package dev.logbell.alerter.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.alert.Alert;
import dev.logbell.alerter.SampleAlerts;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailViewTest {
    private static final Map<String, String> LABELS =
            Map.of("alertname", "ErrorLine", "severity", "error", "service", "payments");
    private static final String STACK = """
            payment 4711 failed: connection reset by <peer> & "others"
            java.net.SocketException: Connection reset
            \tat java.base/sun.nio.ch.SocketChannelImpl.throwConnectionReset(SocketChannelImpl.java:401)
            \tat java.base/sun.nio.ch.SocketChannelImpl.read(SocketChannelImpl.java:434)
            """;

    @Test
    void showsALineWithWhatIsAroundIt() throws IOException {
        Notification notification = new Notification.Single(
                "1", SampleAlerts.alert(1, "2026-11-22 12:00:01,123 ERROR [shop.Bank] (main) " + STACK, STACK, LABELS));

        String html = render("mail.html", notification);
        String text = render("mail.txt", notification);

        assertThat(html)
                .contains("&lt;peer&gt; &amp; ")
                .doesNotContain("<peer>")
                .contains("<div>  order 41 accepted</div><div class=\"cause\">");
        assertThat(text)
                .contains("<peer> & \"others\"")
                .contains("> 2026-11-22 12:00:01,123 ERROR [shop.Bank] (main) payment 4711")
                .contains("Where: /var/log/app.log on web-1");
        assertThat(MailView.subject(notification)).startsWith("ERROR payments: payment 4711 failed");
        keep("single.html", html);
        keep("single.txt", text);
    }

    @Test
    void showsALineOfJsonAfterItsMessage() throws IOException {
        String line = "{\"time\":\"2026-11-22T12:00:01Z\",\"level\":\"error\",\"logger\":\"shop.Bank\","
                + "\"message\":\"<b>reset</b> by peer\",\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\",\"user\":42}";
        Notification notification =
                new Notification.Single("1", SampleAlerts.alert(1, line, "<b>reset</b> by peer", LABELS));

        String html = render("mail.html", notification);

        assertThat(html)
                .contains("<pre>&lt;b&gt;reset&lt;/b&gt; by peer</pre>", "As written", "&quot;user&quot;:42}</pre>")
                .doesNotContain("<b>");
        keep("json.html", html);
        keep("json.txt", render("mail.txt", notification));
    }

    @Test
    void showsADigestByKind() throws IOException {
        List<Alert> alerts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            alerts.add(SampleAlerts.alert(i, "connection reset by peer while reading the answer of the bank"));
        }
        alerts.add(SampleAlerts.alert(
                41, "disk nearly full", Map.of("alertname", "Disk", "severity", "warning", "service", "backup")));
        Notification notification = new Notification.Digest("1", alerts);

        String html = render("mail.html", notification);

        assertThat(html).contains("41 alerts").contains("40 &times; ERROR payments (ErrorLine)");
        assertThat(MailView.subject(notification)).isEqualTo("41 alerts");
        keep("digest.html", html);
        keep("digest.txt", render("mail.txt", notification));
    }

    /** For looking at. */
    private static void keep(String name, String content) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "mail"));
        Files.writeString(folder.resolve(name), content);
    }

    private static String render(String template, Notification notification) throws IOException {
        Engine engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new HtmlEscaper(List.of("text/html")))
                .build();
        try (InputStream file = MailViewTest.class.getResourceAsStream("/templates/alerter/" + template)) {
            String source = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            String type = template.endsWith(".html") ? "text/html" : "text/plain";
            return engine.parse(source, Variant.forContentType(type), template)
                    .data("mail", MailView.of(notification))
                    .render();
        }
    }
}
