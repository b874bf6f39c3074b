package dev.logbell.processor.ingest;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Whether alerts can leave: asked each time, because the channel's own check stays up when RabbitMQ goes away. */
@Readiness
@ApplicationScoped
class AlertsReadiness implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final AlertQueue queue;

    AlertsReadiness(AlertQueue queue) {
        this.queue = queue;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return queue.isThere()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(there -> response().up().build())
                .onFailure()
                .recoverWithItem(failure -> response()
                        .down()
                        .withData(
                                "error",
                                "%s does not answer: %s. Start it, or correct RABBITMQ_HOST and RABBITMQ_PORT; alerts are kept and sent as soon as it answers"
                                        .formatted(queue.address(), failure))
                        .build());
    }

    private HealthCheckResponseBuilder response() {
        return HealthCheckResponse.named("processor: alerts can leave").withData("to", queue.address());
    }
}
