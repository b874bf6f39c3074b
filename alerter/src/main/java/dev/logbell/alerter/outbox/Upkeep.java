package dev.logbell.alerter.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Looks after the outbox now and then: counts what is pending, tells what waits for nobody, forgets what is old. */
public final class Upkeep {
    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    private static final Duration COUNTING = Duration.ofSeconds(5);
    private static final int COUNTS_PER_PRUNING = 720;

    private final Outbox outbox;
    private final Duration retention;
    private final Clock clock;
    private final Map<String, AtomicLong> pending = new HashMap<>();

    public Upkeep(Outbox outbox, Collection<String> channels, Duration retention, Clock clock, MeterRegistry registry) {
        this.outbox = outbox;
        this.retention = retention;
        this.clock = clock;
        channels.forEach(channel -> {
            AtomicLong gauge = new AtomicLong();
            pending.put(channel, gauge);
            Gauge.builder("logbell_alerter_deliveries_pending", gauge, AtomicLong::get)
                    .description("Deliveries that wait in the outbox")
                    .tag("channel", channel)
                    .register(registry);
        });
    }

    /** Goes on until it is cancelled. */
    public Cancellable start() {
        return Multi.createFrom()
                .ticks()
                .every(COUNTING)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> count(tick == 0)
                        .chain(() -> tick % COUNTS_PER_PRUNING == 0
                                ? prune()
                                : Uni.createFrom().voidItem())
                        .onFailure()
                        .recoverWithNull())
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.errorf(failure, "The upkeep of the outbox ended; restart the alerter"));
    }

    private Uni<Void> count(boolean isFirst) {
        return outbox.pending()
                .invoke(counts -> {
                    pending.forEach((channel, gauge) -> gauge.set(counts.getOrDefault(channel, 0L)));
                    if (isFirst) {
                        tellUnconfigured(counts);
                    }
                })
                .replaceWithVoid();
    }

    private void tellUnconfigured(Map<String, Long> counts) {
        counts.forEach((channel, count) -> {
            if (!pending.containsKey(channel)) {
                LOG.warnf(
                        "%d deliveries wait for channel %s, which is not configured: configure it again to have them sent",
                        count, channel);
            }
        });
    }

    private Uni<Void> prune() {
        return outbox.prune(clock.instant().minus(retention)).replaceWithVoid();
    }
}
