package dev.logbell.collector;

import dev.logbell.collector.ConfigurationFiles.Stamp;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration again when one of its files has changed, or when SIGHUP asks for it, and has the collector
 * follow it. One that is wrong is refused as a whole, and the one before stays; nothing waits for either.
 */
@ApplicationScoped
public class ConfigurationWatch {
    private static final Logger LOG = Logger.getLogger(ConfigurationWatch.class);
    private static final int AFTER_THE_LISTENERS = 3;
    private static final int BEFORE_THE_LISTENERS = -1;
    private static final long LOOK_MILLIS = 1000;
    private static final int HUNG_UP = 129;

    private final ConfigurationFiles files;
    private final CollectorPipeline pipeline;
    private final CollectorListeners listeners;
    private final MeterRegistry registry;
    private final Clock clock = Clock.systemUTC();
    private final Semaphore asked = new Semaphore(0);
    private volatile boolean isStopping;
    private volatile @Nullable String problem;
    private volatile Set<String> waiting = Set.of();
    private volatile Instant since = Instant.EPOCH;

    ConfigurationWatch(
            ConfigurationFiles files,
            CollectorPipeline pipeline,
            CollectorListeners listeners,
            MeterRegistry registry) {
        this.files = files;
        this.pipeline = pipeline;
        this.listeners = listeners;
        this.registry = registry;
        Gauge.builder("logbell.collector.configuration.refused", this, watch -> watch.problem == null ? 0 : 1)
                .description(
                        "Whether the configuration as it stands in its files is wrong, and an earlier one followed")
                .register(registry);
    }

    /** The configuration at the start, and how its files looked before it was read. */
    private record Started(Configuration configuration, Map<Path, Stamp> stamps) {}

    /**
     * How the configuration is followed.
     *
     * @param files it comes from, beside the environment
     * @param since when it is followed as it is
     * @param problem why it is not followed as it stands in the files now; null if it is
     * @param needRestart keys that have changed, and that only a start takes up
     */
    public record Status(
            List<String> files, Instant since, @Nullable String problem, Set<String> needRestart) {}

    public Status status() {
        return new Status(files.paths().stream().map(Path::toString).toList(), since, problem, waiting);
    }

    void start(@Observes @Priority(AFTER_THE_LISTENERS) StartupEvent event) {
        Configuration first = files.inForce();
        since = clock.instant();
        Started now = new Started(first, files.stamps());
        Thread.ofVirtual().name("logbell-configuration").start(() -> watch(now));
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            HangUp.hear(asked::release, () -> Quarkus.asyncExit(HUNG_UP));
        }
    }

    void stop(@Observes @Priority(BEFORE_THE_LISTENERS) ShutdownEvent event) {
        isStopping = true;
        asked.release();
    }

    /** Reads files that have changed once they rested since the last look, since they may be half written before. */
    private void watch(Started first) {
        Map<Path, Stamp> read = first.stamps();
        Map<Path, Stamp> seen = read;
        if (isOther(first.configuration())) {
            asked.release();
        }
        try {
            while (!isStopping) {
                boolean isAsked = asked.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                Map<Path, Stamp> now = files.stamps();
                if (!isStopping && (isAsked || (!now.equals(read) && now.equals(seen)))) {
                    read = now;
                    reload(first.configuration());
                }
                seen = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the files were changed between their reading and the look at them. */
    private boolean isOther(Configuration first) {
        try {
            return !files.read().changedSince(first).isEmpty();
        } catch (RuntimeException e) {
            return true;
        }
    }

    private void reload(Configuration first) {
        try {
            Configuration next = files.read();
            Set<String> changed = next.changedSince(files.inForce());
            if (!changed.isEmpty()) {
                follow(next);
            }
            problem = null;
            count(changed.isEmpty() ? "unchanged" : "followed");
            tell(changed, next.waitingForStart(first));
        } catch (RuntimeException e) {
            Throwable reason = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            problem = String.valueOf(reason.getMessage());
            count("refused");
            LOG.errorf("the new configuration is refused, and the one before stays: %s", problem);
        }
    }

    /** New ports come first, since they alone can fail; those that are no longer wanted go last. */
    private void follow(Configuration next) {
        listeners.open(next);
        pipeline.follow(next, files.inForce());
        files.putInForce(next);
        listeners.closeAllBut(next);
        since = clock.instant();
    }

    private void tell(Set<String> changed, Set<String> waitingNow) {
        Set<String> newly = new TreeSet<>(waitingNow);
        newly.removeAll(waiting);
        waiting = waitingNow;
        newly.forEach(key -> LOG.warnf("%s has changed, which only a restart takes up: the value before stays", key));
        Set<String> followed = new TreeSet<>(changed);
        followed.removeAll(waitingNow);
        if (followed.isEmpty()) {
            LOG.info("the configuration was read again, and nothing else has changed");
        } else {
            LOG.infof("the new configuration is followed: %s", String.join(", ", followed));
        }
    }

    private void count(String outcome) {
        registry.counter("logbell.collector.reloads", "outcome", outcome).increment();
    }
}
