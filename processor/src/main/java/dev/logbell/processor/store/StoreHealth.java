package dev.logbell.processor.store;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Whether the store answers: asked each time, so that it is true in both directions. */
@Readiness
@ApplicationScoped
class StoreHealth implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final LogStore store;
    private final StoreOpener opener;
    private final StoreWriting writing;
    private final StoreSettings settings;

    StoreHealth(LogStore store, StoreOpener opener, StoreWriting writing, StoreSettings settings) {
        this.store = store;
        this.opener = opener;
        this.writing = writing;
        this.settings = settings;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (opener.isOpening()) {
            return Uni.createFrom()
                    .item(() -> response()
                            .down()
                            .withData("state", "the store is being opened; what comes in meanwhile waits")
                            .build());
        }
        Optional<String> closed = opener.problem();
        return closed.isPresent() ? Uni.createFrom().item(() -> down(closed.get())) : asked();
    }

    private Uni<HealthCheckResponse> asked() {
        return store.watermarks(List.of("health"))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(answer -> writing.problem()
                        .map(this::down)
                        .orElseGet(() -> response().up().build()))
                .onFailure()
                .recoverWithItem(failure -> down(String.valueOf(failure.getMessage())));
    }

    private HealthCheckResponse down(String error) {
        return response().down().withData("error", error).build();
    }

    private HealthCheckResponseBuilder response() {
        return HealthCheckResponse.named("processor store")
                .withData("store", settings.store().name());
    }
}
