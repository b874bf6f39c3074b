package dev.logbell.collector.source.http;

import dev.logbell.collector.CollectorConfig;
import dev.logbell.collector.source.stream.Intake;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;

/**
 * Listens for every protocol on the collector's HTTP port, behind the check of the token: after Quarkus's filters, and
 * before its own limit of bodies.
 */
@ApplicationScoped
public class PushRoutes {
    private static final int BEFORE_OTHERS = -1000;

    private final List<PushProtocol> protocols;
    private final boolean isEnabled;
    private final Reception reception;

    PushRoutes(@All List<PushProtocol> protocols, Intake intake, CollectorConfig config, MeterRegistry registry) {
        this.protocols = protocols;
        this.isEnabled = config.http().enabled().orElse(true);
        Memory memory = new Memory(config.http().maxMemoryBytes());
        PushLimits limits = new PushLimits(
                config.http().maxBodyBytes(),
                config.maxEventBytes(),
                config.http().acknowledgeWithin());
        this.reception = new Reception(intake, limits, memory, new PushMetrics(registry, memory), Clock.systemUTC());
    }

    void register(@Observes Router router) {
        if (isEnabled) {
            register(router, protocols, reception);
        }
    }

    static void register(Router router, List<PushProtocol> protocols, Reception reception) {
        for (PushProtocol protocol : protocols) {
            protocol.paths().forEach(path -> register(router, path, protocol, reception));
        }
    }

    private static void register(Router router, String path, PushProtocol protocol, Reception reception) {
        router.route(path)
                .method(HttpMethod.POST)
                .method(HttpMethod.PUT)
                .order(BEFORE_OTHERS)
                .handler(call -> new Push(
                                reception,
                                protocol,
                                call.request(),
                                call.normalizedPath(),
                                call.vertx().getOrCreateContext())
                        .receive());
    }
}
