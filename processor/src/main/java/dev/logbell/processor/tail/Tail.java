package dev.logbell.processor.tail;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.AppendListener;
import dev.logbell.processor.store.Arrivals;
import dev.logbell.processor.store.Caller;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.SourceBatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Tells what was stored to those who follow it, on a thread of its own, so that nobody who follows holds up what comes
 * in. What this process stores it tells at once; what other processors store in the same database, it looks for as long
 * as somebody follows. Without followers it costs nothing.
 */
@ApplicationScoped
public class Tail implements AppendListener {
    private static final int MOST_FOLLOWERS = 100;
    private static final int MOST_BATCHES = 8;
    private static final int SECONDS_OF_QUIET = 10;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How far the clocks of processors may differ. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    /** How old an event may be that another processor stores, to be told. */
    private static final Duration OLDEST_OF_OTHERS = Duration.ofSeconds(15);

    private final Clock clock;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger batches = new AtomicInteger();
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());
    private final Map<String, Long> told = new HashMap<>();
    private boolean knowsOthers;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("logbell-tail").daemon().factory());

    @Inject
    Tail(MeterRegistry registry) {
        this(Clock.systemUTC());
        registry.gaugeCollectionSize("logbell.processor.followers", Tags.empty(), followers);
        var _ = thread.scheduleWithFixedDelay(
                () -> followers.forEach(Follower::quiet), SECONDS_OF_QUIET, SECONDS_OF_QUIET, TimeUnit.SECONDS);
    }

    Tail(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void appended(List<SourceBatch> batch) {
        if (followers.isEmpty()) {
            return;
        }
        if (batches.incrementAndGet() > MOST_BATCHES) {
            batches.decrementAndGet();
            long events = batch.stream().mapToLong(part -> part.events().size()).sum();
            followers.forEach(follower -> follower.miss(events));
            return;
        }
        thread.execute(() -> tell(batch));
    }

    /**
     * Looks for what other processors stored, if it is time. Tells it to all who follow.
     *
     * @return completes when it has looked; never fails
     */
    public Uni<List<TailItem>> look(LogSearch search) {
        long due = nextLook.get();
        long now = System.nanoTime();
        if (now - due < 0 || !nextLook.compareAndSet(due, now + PATIENCE.toNanos())) {
            return Uni.createFrom().item(List.of());
        }
        Instant time = clock.instant();
        Arrivals.Question question = new Arrivals.Question(known(), time.minus(SKEW), time.minus(OLDEST_OF_OTHERS));
        return search.arrivals(question, Caller.within(PATIENCE))
                .emitOn(thread)
                .invoke(this::arrived)
                .onFailure()
                .recoverWithItem(Arrivals.NONE)
                .invoke(() -> nextLook.set(System.nanoTime() + BETWEEN_LOOKS.toNanos()))
                .map(arrivals -> List.of());
    }

    /** One more who follows the events that pass a test; empty if there are too many. */
    public Optional<Follower> follow(Predicate<LogEvent> test) {
        Follower follower = new Follower(test);
        followers.add(follower);
        if (followers.size() > MOST_FOLLOWERS) {
            followers.remove(follower);
            return Optional.empty();
        }
        return Optional.of(follower);
    }

    /** Tells one nothing any more. */
    public void leave(Follower follower) {
        followers.remove(follower);
        if (followers.isEmpty()) {
            forget();
        }
    }

    /** How many follow. */
    public int followers() {
        return followers.size();
    }

    private void tell(List<SourceBatch> batch) {
        try {
            for (SourceBatch part : batch) {
                offer(untold(part.events()));
                learn(Map.of(part.source().id(), part.watermark()));
            }
        } finally {
            batches.decrementAndGet();
        }
    }

    private void arrived(Arrivals arrivals) {
        if (knowsOthers()) {
            offer(untold(arrivals.events()));
        }
        learn(arrivals.watermarks());
    }

    private void offer(List<LogEvent> events) {
        followers.forEach(follower -> follower.offer(events));
    }

    private synchronized Map<String, Long> known() {
        return Map.copyOf(told);
    }

    /** Whether this is not the first look, which only shows where everything stands. */
    private synchronized boolean knowsOthers() {
        boolean knew = knowsOthers;
        knowsOthers = true;
        return knew;
    }

    private synchronized List<LogEvent> untold(List<LogEvent> events) {
        return events.stream()
                .filter(event -> event.offset() >= told.getOrDefault(event.source(), 0L))
                .toList();
    }

    private synchronized void learn(Map<String, Long> watermarks) {
        watermarks.forEach((source, watermark) -> told.merge(source, watermark, Math::max));
    }

    private synchronized void forget() {
        told.clear();
        knowsOthers = false;
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
