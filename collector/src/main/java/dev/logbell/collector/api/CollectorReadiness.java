package dev.logbell.collector.api;

import dev.logbell.collector.CollectorPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Whether files are read and their checkpoints can be written. */
@Readiness
@ApplicationScoped
public class CollectorReadiness implements HealthCheck {
    private final CollectorPipeline pipeline;

    CollectorReadiness(CollectorPipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("collector: files are read, checkpoints kept");
        return pipeline.problem()
                .map(problem -> answer.down().withData("problem", problem).build())
                .orElseGet(() -> answer.up().build());
    }
}
