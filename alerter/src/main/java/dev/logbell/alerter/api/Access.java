package dev.logbell.alerter.api;

import dev.logbell.access.AccessToken;
import dev.logbell.access.ListenAddress;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Lets in who shows the token, once there is one. A start that cannot work ends here, with one sentence. */
@Singleton
class Access {
    private static final int BEFORE_ALL_ELSE = 10_000;

    private final AccessToken token;

    Access(
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = "LOGBELL_TOKEN") Optional<String> token,
            @ConfigProperty(name = "LOGBELL_TOKENS_FILE") Optional<String> tokensFile) {
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
        filters.register(this::check, BEFORE_ALL_ELSE);
    }

    private void check(RoutingContext call) {
        HostAndPort host = call.request().authority();
        token.refuse(new AccessToken.Call(
                        call.request().method().name(),
                        call.normalizedPath(),
                        host == null ? null : host.host(),
                        call.request().getHeader(HttpHeaders.AUTHORIZATION),
                        call.request().getHeader(HttpHeaders.ACCEPT)))
                .ifPresentOrElse(refusal -> turnAway(call, refusal), call::next);
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
