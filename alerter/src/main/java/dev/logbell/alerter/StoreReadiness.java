package dev.logbell.alerter;

import dev.logbell.alerter.outbox.Outbox;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the outbox answers. */
@Readiness
@Singleton
final class StoreReadiness implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Outbox outbox;

    StoreReadiness(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return outbox.pending()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(pending -> HealthCheckResponse.named("alerter outbox")
                        .up()
                        .withData(
                                "pending",
                                pending.values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum())
                        .build())
                .onFailure()
                .recoverWithItem(() -> HealthCheckResponse.down("alerter outbox"));
    }
}
