package dev.logbell.alerter.deliver;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the channels' workers going, each on its own: at once when woken, and when their next delivery is due. */
public final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("alerter-timer").daemon().factory());
    private final Map<String, Loop> loops = new HashMap<>();
    private final Clock clock;
    private volatile boolean isClosed;

    Dispatcher(Map<String, Supplier<Uni<Optional<Instant>>>> turns, Clock clock) {
        this.clock = clock;
        turns.forEach((channel, turn) -> loops.put(channel, new Loop(channel, turn)));
    }

    public static Dispatcher of(Collection<ChannelWorker> workers, Clock clock) {
        Map<String, Supplier<Uni<Optional<Instant>>>> turns = new HashMap<>();
        workers.forEach(worker -> turns.put(worker.channelName(), worker::turn));
        return new Dispatcher(turns, clock);
    }

    /** Something may be due for these channels; those that are not configured are passed over. */
    public void wake(Collection<String> channels) {
        channels.forEach(channel -> {
            Loop loop = loops.get(channel);
            if (loop != null) {
                loop.wake();
            }
        });
    }

    /** Something may be due for every channel. */
    public void wakeAll() {
        wake(loops.keySet());
    }

    @Override
    public void close() {
        isClosed = true;
        timer.shutdownNow();
    }

    /** The turns of one channel, never two at a time. */
    private final class Loop {
        private final String channel;
        private final Supplier<Uni<Optional<Instant>>> turn;
        private boolean isRunning;
        private boolean isWoken;
        private @Nullable ScheduledFuture<?> next;

        Loop(String channel, Supplier<Uni<Optional<Instant>>> turn) {
            this.channel = channel;
            this.turn = turn;
        }

        void wake() {
            synchronized (this) {
                isWoken = true;
                if (isRunning || isClosed) {
                    return;
                }
                isRunning = true;
            }
            run();
        }

        private void run() {
            synchronized (this) {
                isWoken = false;
            }
            turn.get().subscribe().with(this::ended, failure -> {
                LOG.warnf(
                        "Channel %s could not read its outbox (%s); this is tried again",
                        channel, failure.getMessage());
                ended(Optional.of(clock.instant().plus(AFTER_FAILURE)));
            });
        }

        private void ended(Optional<Instant> again) {
            synchronized (this) {
                if (next != null) {
                    next.cancel(false);
                    next = null;
                }
                long delay = again.map(
                                at -> Duration.between(clock.instant(), at).toMillis() + 1)
                        .orElse(Long.MAX_VALUE);
                if (isClosed) {
                    isRunning = false;
                    return;
                }
                if (!isWoken && delay > 1) {
                    isRunning = false;
                    if (again.isPresent()) {
                        next = timer.schedule(this::wake, delay, TimeUnit.MILLISECONDS);
                    }
                    return;
                }
            }
            timer.execute(this::run);
        }
    }
}
