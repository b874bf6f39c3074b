package dev.logbell.processor.page;

import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.SourceAccount;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How many events a second each source stored over about the last minute. */
@ApplicationScoped
class EventRates {
    private static final Logger LOG = Logger.getLogger(EventRates.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int SAMPLES = 6;

    private final LogStore store;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private @Nullable Cancellable ticks;

    private record Sample(long nanoTime, Map<String, Long> events) {}

    EventRates(LogStore store) {
        this.store = store;
    }

    void start(@Observes StartupEvent event) {
        ticks = Multi.createFrom()
                .ticks()
                .every(PAUSE)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> store.accounts()
                        .invoke(accounts -> take(System.nanoTime(), accounts))
                        .replaceWithVoid()
                        .onFailure()
                        .recoverWithNull())
                .subscribe()
                .with(done -> {}, failure -> LOG.error("Rates are not measured any more", failure));
    }

    void stop(@Observes ShutdownEvent event) {
        if (ticks != null) {
            ticks.cancel();
        }
    }

    synchronized void take(long nanoTime, List<SourceAccount> accounts) {
        samples.addLast(new Sample(nanoTime, eventsOf(accounts)));
        if (samples.size() > SAMPLES) {
            samples.removeFirst();
        }
    }

    /** Source id to events a second from the oldest sample until now. */
    synchronized Map<String, Double> until(long nanoTime, List<SourceAccount> accounts) {
        Map<String, Double> rates = new HashMap<>();
        Sample oldest = samples.peekFirst();
        if (oldest == null || nanoTime <= oldest.nanoTime()) {
            return rates;
        }
        double seconds = (nanoTime - oldest.nanoTime()) / 1e9;
        eventsOf(accounts)
                .forEach((source, events) -> rates.put(
                        source, Math.max(0, events - oldest.events().getOrDefault(source, 0L)) / Math.max(1, seconds)));
        return rates;
    }

    private static Map<String, Long> eventsOf(List<SourceAccount> accounts) {
        Map<String, Long> events = new HashMap<>();
        accounts.forEach(account -> events.put(account.source().id(), account.storedEvents()));
        return events;
    }
}
