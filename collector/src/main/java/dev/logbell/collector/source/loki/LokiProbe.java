package dev.logbell.collector.source.loki;

import dev.logbell.collector.CollectorConfig;
import dev.logbell.collector.source.stream.Intake;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What clients of Loki ask before they send: whether it is ready. (Loki HTTP API, "Readiness probe".) */
@ApplicationScoped
public class LokiProbe {
    private static final int BEFORE_OTHERS = -1000;

    private final boolean isEnabled;
    private final Intake intake;

    LokiProbe(CollectorConfig config, Intake intake) {
        this.isEnabled = config.http().enabled().orElse(true);
        this.intake = intake;
    }

    void register(@Observes Router router) {
        if (isEnabled) {
            router.route("/ready")
                    .method(HttpMethod.GET)
                    .method(HttpMethod.HEAD)
                    .order(BEFORE_OTHERS)
                    .handler(this::answer);
        }
    }

    private void answer(RoutingContext call) {
        boolean isReady = intake.isRunning();
        call.response()
                .setStatusCode(isReady ? 200 : 503)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(isReady ? "ready\n" : "not ready: what is pushed is not taken yet\n");
    }
}
