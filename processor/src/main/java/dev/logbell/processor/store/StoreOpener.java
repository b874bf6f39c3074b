package dev.logbell.processor.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens the store when the processor starts, however long the database is away, so that it answers before logs come. */
@ApplicationScoped
public class StoreOpener {
    private static final Logger LOG = Logger.getLogger(StoreOpener.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    private final Uni<Void> opened;
    private @Nullable Cancellable opening;
    private volatile @Nullable Throwable refusal;
    private volatile boolean isOpen;

    StoreOpener(LogStore store) {
        this.opened = Uni.createFrom()
                .deferred(store::open)
                .onFailure()
                .invoke(this::tell)
                .onFailure()
                .retry()
                .withBackOff(FIRST_DELAY, LONGEST_DELAY)
                .indefinitely()
                .memoize()
                .indefinitely();
    }

    /** Completes when the store is open. */
    public Uni<Void> opened() {
        return opened;
    }

    /** Whether the store is being opened and nothing went wrong with that so far. */
    boolean isOpening() {
        return !isOpen && refusal == null;
    }

    void start(@Observes StartupEvent event) {
        opening = opened.subscribe().with(done -> tellOpen(), failure -> LOG.error("The store stays closed", failure));
    }

    private void tellOpen() {
        isOpen = true;
        LOG.info("The store is open");
    }

    /** Why it is not open, and what to do about it; empty if it is, or nothing went wrong so far. */
    Optional<String> problem() {
        Throwable last = refusal;
        return isOpen || last == null
                ? Optional.empty()
                : Optional.of("the store cannot be opened: %s. %s; what comes in waits, and nothing is lost"
                        .formatted(reason(last), StoreTrouble.advice(last)));
    }

    private void tell(Throwable failure) {
        boolean isFirst = refusal == null;
        refusal = failure;
        if (isFirst) {
            LOG.warnf("The store cannot be opened (%s): trying again until it can", reason(failure));
        }
    }

    /** One line: what the database says, without the frame that its migration puts around. */
    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return failure.toString();
    }

    void stop(@Observes ShutdownEvent event) {
        if (opening != null) {
            opening.cancel();
        }
    }
}
