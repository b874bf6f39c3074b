package dev.logbell.alerter.channel;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Posts notifications as JSON. Redirects are not followed; 408, 425, 429 and 5xx are tried again, every other answer but
 * 2xx is a refusal.
 */
final class HttpSender implements Sender {
    private static final int REASON_LENGTH = 120;
    private static final Pattern PHRASE = Pattern.compile("[A-Za-z0-9_ -]{1,60}");
    private static final int KEPT_ALIVE_SECONDS = 15;

    private final WebClient client;
    private final URI url;
    private final Map<String, String> headers;
    private final Function<Notification, JsonObject> body;
    private final Duration timeout;
    private final Clock clock;

    HttpSender(
            WebClient client,
            URI url,
            Map<String, String> headers,
            Function<Notification, JsonObject> body,
            Duration timeout,
            Clock clock) {
        this.client = client;
        this.url = url;
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.timeout = timeout;
        this.clock = clock;
    }

    static WebClient client(Vertx vertx, Duration timeout) {
        return WebClient.create(
                vertx,
                new WebClientOptions()
                        .setFollowRedirects(false)
                        .setConnectTimeout(Math.toIntExact(timeout.toMillis()))
                        .setKeepAliveTimeout(KEPT_ALIVE_SECONDS)
                        .setTcpNoDelay(true)
                        .setUserAgent("Logbell"));
    }

    @Override
    public Uni<Outcome> send(Notification notification) {
        HttpRequest<Buffer> request = client.postAbs(url.toString())
                .timeout(timeout.toMillis())
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("Idempotency-Key", notification.id());
        headers.forEach(request::putHeader);
        return Uni.createFrom()
                .deferred(() -> request.sendBuffer(
                        Buffer.buffer(body.apply(notification).encode())))
                .ifNoItem()
                .after(timeout.multipliedBy(2))
                .fail()
                .map(this::outcome)
                .onFailure()
                .recoverWithItem(failure -> new Outcome.RetryLater(
                        "%s was not reached: %s".formatted(url.getHost(), reason(failure)), Optional.empty()));
    }

    private Outcome outcome(HttpResponse<Buffer> response) {
        int status = response.statusCode();
        String answer = "%s answered %d%s".formatted(url.getHost(), status, shown(response));
        if (status >= 200 && status < 300) {
            return new Outcome.Delivered(answer);
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new Outcome.RetryLater(answer, RetryAfter.parse(response.getHeader("Retry-After"), clock.instant()));
        }
        return new Outcome.Refused(answer);
    }

    /** What a receiver says in one short phrase, such as {@code invalid_payload}; nothing that may echo the alert. */
    private static String shown(HttpResponse<Buffer> response) {
        String body = response.bodyAsString();
        return body != null
                        && response.statusCode() >= 300
                        && PHRASE.matcher(body.strip()).matches()
                ? ": " + body.strip()
                : "";
    }

    private String reason(Throwable failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName()
                + (message == null
                        ? ""
                        : " "
                                + AlertText.cut(
                                        AlertText.oneLine(message.replace(url.toString(), url.getHost())),
                                        REASON_LENGTH));
    }
}
