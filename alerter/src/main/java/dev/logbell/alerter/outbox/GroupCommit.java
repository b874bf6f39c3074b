package dev.logbell.alerter.outbox;

import dev.logbell.alerter.outbox.Outbox.Arrival;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Puts alerts into the outbox: those that arrive while a commit is under way share the next one, so that a lone alert
 * waits for nobody and a storm costs few commits. A store that fails is tried again until it holds the alerts.
 */
public final class GroupCommit {
    private static final Logger LOG = Logger.getLogger(GroupCommit.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private final Outbox outbox;
    private List<Waiting> waiting = new ArrayList<>();
    private boolean isCommitting;
    private volatile boolean isFailing;

    public GroupCommit(Outbox outbox) {
        this.outbox = outbox;
    }

    private record Waiting(List<Arrival> arrivals, UniEmitter<? super List<Arrival>> emitter) {}

    /** Ends when the alerts are durable, all of them in one commit. */
    public Uni<List<Arrival>> add(List<Arrival> arrivals) {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                waiting.add(new Waiting(arrivals, emitter));
                if (isCommitting) {
                    return;
                }
                isCommitting = true;
            }
            commit();
        });
    }

    private void commit() {
        List<Waiting> group;
        List<Arrival> arrivals = new ArrayList<>();
        synchronized (this) {
            if (waiting.isEmpty()) {
                isCommitting = false;
                return;
            }
            group = waiting;
            waiting = new ArrayList<>();
        }
        group.forEach(item -> arrivals.addAll(item.arrivals()));
        outbox.add(arrivals)
                .onFailure()
                .invoke(failure -> report(arrivals.size(), failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely()
                .subscribe()
                .with(
                        added -> {
                            tellRecovery();
                            group.forEach(item -> item.emitter().complete(item.arrivals()));
                            commit();
                        },
                        failure -> {
                            group.forEach(item -> item.emitter().fail(failure));
                            commit();
                        });
    }

    /** Says so once: a full disk fails for hours, and its log may be on that disk. */
    private void report(int alerts, Throwable failure) {
        if (!isFailing) {
            isFailing = true;
            LOG.warnf(
                    "%d alerts could not be stored in the outbox (%s); this is tried again until they are",
                    alerts, failure.getMessage());
        }
    }

    private void tellRecovery() {
        if (isFailing) {
            isFailing = false;
            LOG.info("The outbox takes alerts again");
        }
    }
}
