package dev.logbell.collector.api;

import dev.logbell.collector.kafka.KafkaWire;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Whether Kafka takes chunks, asked each time; up where chunks do not leave over Kafka. */
@Readiness
@ApplicationScoped
public class KafkaReadiness implements HealthCheck {
    private final KafkaWire wire;

    KafkaReadiness(KafkaWire wire) {
        this.wire = wire;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("collector: chunks can leave");
        return wire.problem()
                .map(problem -> answer.down().withData("problem", problem).build())
                .orElseGet(() -> answer.up().build());
    }
}
