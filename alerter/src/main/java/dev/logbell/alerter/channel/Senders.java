package dev.logbell.alerter.channel;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.mail.MailClient;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the senders of the channels. */
@Singleton
public final class Senders {
    private final Vertx vertx;
    private final MailClient mailer;
    private final String from;
    private final Template html;
    private final Template text;

    Senders(
            Vertx vertx,
            MailClient mailer,
            @ConfigProperty(name = "quarkus.mailer.from") String from,
            @Location("alerter/mail.html") Template html,
            @Location("alerter/mail.txt") Template text) {
        this.vertx = vertx;
        this.mailer = mailer;
        this.from = from;
        this.html = html;
        this.text = text;
    }

    public Sender slack(URI url, Map<String, String> headers, Duration timeout, Clock clock) {
        return new HttpSender(client(timeout), url, headers, SlackMessage::of, timeout, clock);
    }

    public Sender webhook(String channel, URI url, Map<String, String> headers, Duration timeout, Clock clock) {
        return new HttpSender(
                client(timeout),
                url,
                headers,
                notification -> WebhookMessage.of(notification, channel),
                timeout,
                clock);
    }

    public Sender email(List<String> to, Duration timeout) {
        return new EmailSender(mailer, vertx.getOrCreateContext(), html, text, from, to, timeout);
    }

    public Sender console() {
        return new ConsoleSender(System.out);
    }

    private WebClient client(Duration timeout) {
        return HttpSender.client(vertx, timeout);
    }
}
