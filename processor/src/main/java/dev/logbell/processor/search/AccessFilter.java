package dev.logbell.processor.search;

import dev.logbell.access.AccessToken;
import dev.logbell.access.ListenAddress;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Asks every caller for a token, if there is one, and bounds its calls. A start that cannot work ends here, with one sentence. */
@ApplicationScoped
class AccessFilter {
    private static final int FIRST = 10_000;
    private static final String TOO_MANY =
            "too many calls: wait as long as Retry-After says, or raise processor.rate-limit.per-second on the server";

    private final AccessToken token;
    private final RateLimit limit;

    AccessFilter(
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = "LOGBELL_TOKEN") Optional<String> token,
            @ConfigProperty(name = "LOGBELL_TOKENS_FILE") Optional<String> tokensFile,
            LimitSettings limits) {
        this.limit = new RateLimit(limits.perSecond(), limits.burst());
        try {
            this.token = AccessToken.of(host, token, tokensFile);
            if (LaunchMode.current() == LaunchMode.NORMAL) {
                ListenAddress.requireFree(host, port);
            }
        } catch (IllegalStateException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext call) {
        HostAndPort host = call.request().authority();
        token.refuse(new AccessToken.Call(
                        call.request().method().name(),
                        call.normalizedPath(),
                        host == null ? null : host.host(),
                        call.request().getHeader(HttpHeaders.AUTHORIZATION),
                        call.request().getHeader(HttpHeaders.ACCEPT)))
                .ifPresentOrElse(refusal -> turnAway(call, refusal), () -> limit(call));
    }

    /** Calls of the API alone, where callers have tokens: what logs are sent with has limits of its own. */
    private void limit(RoutingContext call) {
        Optional<Duration> delay = call.normalizedPath().startsWith("/api/")
                ? token.name(call.request().getHeader(HttpHeaders.AUTHORIZATION))
                        .flatMap(name -> limit.delay(name, System.nanoTime()))
                : Optional.empty();
        delay.ifPresentOrElse(
                wait -> {
                    call.response().putHeader("Retry-After", Long.toString(wait.toSeconds() + 1));
                    turnAway(call, new AccessToken.Refusal(429, TOO_MANY));
                },
                call::next);
    }

    private static void turnAway(RoutingContext call, AccessToken.Refusal refusal) {
        if (refusal.status() == 401) {
            call.response().putHeader("WWW-Authenticate", AccessToken.CHALLENGE);
        }
        call.response()
                .setStatusCode(refusal.status())
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(refusal.text() + "\n");
    }
}
