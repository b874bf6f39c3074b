package dev.logbell.collector.api;

import dev.logbell.collector.CollectorPipeline;
import dev.logbell.collector.ConfigurationWatch;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Whether files are read and their checkpoints can be written; a configuration that is refused shows, and stops nothing. */
@Readiness
@ApplicationScoped
public class CollectorReadiness implements HealthCheck {
    private final CollectorPipeline pipeline;
    private final ConfigurationWatch configuration;

    CollectorReadiness(CollectorPipeline pipeline, ConfigurationWatch configuration) {
        this.pipeline = pipeline;
        this.configuration = configuration;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("collector: files are read, checkpoints kept");
        String refused = configuration.status().problem();
        if (refused != null) {
            answer.withData("configuration", "refused, the one before stays: " + refused);
        }
        return pipeline.problem()
                .map(problem -> answer.down().withData("problem", problem).build())
                .orElseGet(() -> answer.up().build());
    }
}
