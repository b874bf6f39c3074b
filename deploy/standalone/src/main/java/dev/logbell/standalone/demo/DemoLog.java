package dev.logbell.standalone.demo;

import dev.logbell.access.OwnerOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Writes the demo's log: what {@link DemoTraffic} says, five times a second. The file is renamed to {@code .1} when it
 * is full, as logrotate does, so that both files together never fill a disk.
 */
public final class DemoLog implements AutoCloseable {
    static final long ROTATED_AT = 10_000_000;
    private static final long INTERVAL_MILLIS = 200;
    private static final Logger LOG = Logger.getLogger(DemoLog.class);

    private final Path file;
    private final DemoTraffic traffic;
    private final long rotatedAt;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            work -> Thread.ofPlatform().daemon().name("demo-log").unstarted(work));

    /**
     * A demo's log; nothing is written before {@link #start}.
     *
     * @param rotatedAt bytes after which the file is renamed
     */
    DemoLog(Path file, DemoTraffic traffic, long rotatedAt) {
        this.file = file;
        this.traffic = traffic;
        this.rotatedAt = rotatedAt;
    }

    /** Writes the demo's log to a file until it is stopped: {@code DemoLog /tmp/demo.log}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException(
                    "the demo needs the one file to write to, got %d arguments".formatted(arguments.length));
        }
        Clock clock = Clock.system(ZoneId.systemDefault());
        DemoTraffic traffic = new DemoTraffic(new Random(clock.millis()), clock);
        try (DemoLog log = new DemoLog(Path.of(arguments[0]), traffic, ROTATED_AT)) {
            log.start();
            log.thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        }
    }

    void start() throws IOException {
        OwnerOnly.makeFolder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        var _ = thread.scheduleWithFixedDelay(this::tick, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            write(traffic.next());
        } catch (IOException e) {
            LOG.warnf("The demo's log %s cannot be written, and ends here: %s", file, e);
            thread.shutdown();
        }
    }

    void write(List<String> lines) throws IOException {
        if (Files.exists(file) && Files.size(file) >= rotatedAt) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        String text = String.join("\n", lines) + "\n";
        Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
