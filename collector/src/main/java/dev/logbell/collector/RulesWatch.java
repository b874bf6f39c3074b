package dev.logbell.collector;

import dev.logbell.collector.edge.Edge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens the edge, and follows the file of its rules while the collector runs. Rules that are wrong are refused, and those
 * before stay; no chunk waits for either.
 */
@ApplicationScoped
public class RulesWatch {
    private static final Logger LOG = Logger.getLogger(RulesWatch.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final CollectorConfig config;
    private final MeterRegistry registry;
    private final Clock clock = Clock.systemUTC();
    private volatile boolean isStopping;
    private volatile Status status = new Status(null, null, null);

    RulesWatch(CollectorConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
    }

    /**
     * How the file of rules is followed.
     *
     * @param file that is followed; null if none is
     * @param since when the rules are followed that are followed now
     * @param problem why the file as it is now is not followed; null if it is
     */
    public record Status(
            @Nullable String file,
            @Nullable Instant since,
            @Nullable String problem) {}

    /**
     * Opens the edge with the rules as they are.
     *
     * @throws IllegalStateException if they are wrong
     */
    Edge open() {
        Path path = config.rulesFile().orElse(null);
        if (path == null) {
            return new Edge(EdgeSettings.of(config), registry);
        }
        List<ConfigSource> base = new ArrayList<>();
        ConfigProvider.getConfig().getConfigSources().forEach(base::add);
        RulesFile file = new RulesFile(path.toAbsolutePath().normalize(), base);
        Stamp read = stamp(file.path());
        Edge edge = new Edge(file.read(), registry);
        status = new Status(file.path().toString(), clock.instant(), null);
        Thread.ofVirtual().name("logbell-rules").start(() -> watch(file, read, edge));
        return edge;
    }

    public Status status() {
        return status;
    }

    void stop(@Observes ShutdownEvent event) {
        isStopping = true;
    }

    private record Stamp(FileTime changed, long size) {}

    private static Stamp stamp(Path path) {
        try {
            return new Stamp(Files.getLastModifiedTime(path), Files.size(path));
        } catch (IOException e) {
            return new Stamp(FileTime.fromMillis(0), -1);
        }
    }

    /** Reads the file when it has changed, and has rested since the last look: it may be half written before. */
    private void watch(RulesFile file, Stamp first, Edge edge) {
        Stamp read = first;
        Stamp seen = first;
        try {
            while (!isStopping) {
                Thread.sleep(LOOK);
                Stamp now = stamp(file.path());
                if (!now.equals(read) && now.equals(seen)) {
                    read = now;
                    follow(file, edge);
                }
                seen = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(RulesFile file, Edge edge) {
        try {
            edge.follow(file.read());
            status = new Status(file.path().toString(), clock.instant(), null);
            registry.counter("logbell.collector.rules.reloaded", "reason", "changed")
                    .increment();
            LOG.infof("the rules in %s have changed and are followed", file.path());
        } catch (RuntimeException e) {
            status = new Status(file.path().toString(), status.since(), e.getMessage());
            registry.counter("logbell.collector.rules.refused", "reason", "wrong")
                    .increment();
            LOG.errorf("the rules in %s are refused, and those before stay: %s", file.path(), e.getMessage());
        }
    }
}
