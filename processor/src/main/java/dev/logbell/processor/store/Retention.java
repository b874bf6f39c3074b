package dev.logbell.processor.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Deletes every hour what is older than {@code processor.retention}, if that is set. */
@ApplicationScoped
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    private final LogStore store;
    private final StoreSettings settings;
    private final Clock clock = Clock.systemUTC();
    private @Nullable Cancellable ticks;

    Retention(LogStore store, StoreSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    void start(@Observes StartupEvent event) {
        settings.retention()
                .ifPresent(retention -> ticks = Multi.createFrom()
                        .ticks()
                        .startingAfter(FIRST_PAUSE)
                        .every(PAUSE)
                        .onOverflow()
                        .drop()
                        .onItem()
                        .transformToUniAndConcatenate(tick -> expire(retention))
                        .subscribe()
                        .with(done -> {}, failure -> LOG.error("Old events are not deleted any more", failure)));
    }

    private Uni<Void> expire(Duration retention) {
        return store.expire(clock.instant().minus(retention))
                .onFailure()
                .invoke(failure -> LOG.warnf("Old events could not be deleted: %s. Trying again in an hour", failure))
                .onFailure()
                .recoverWithNull();
    }

    void stop(@Observes ShutdownEvent event) {
        if (ticks != null) {
            ticks.cancel();
        }
    }
}
