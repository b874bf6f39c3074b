package dev.logbell.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.logbell.acceptance.FakeSlack;
import dev.logbell.acceptance.Logbell;
import dev.logbell.acceptance.RoleProcess;
import dev.logbell.backends.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Follows the logs of a shop's last day to the store, and reports events a second, CPU seconds per million events of each
 * process and peak memory; with PostgreSQL, beside {@code COPY} of the same rows into the same server.
 */
final class ThroughputBench {
    private static final Duration SPAN = Duration.ofDays(1);
    /** Seldom enough that asking costs the processor nothing that counts. */
    private static final int POLL_MS = 250;

    private static final Usage NOTHING = new Usage(0, 0);

    private ThroughputBench() {}

    static void run(Logbell.Form form, long lines, Path repository, Path folder)
            throws IOException, InterruptedException, SQLException {
        Path logs = Files.createDirectories(folder.resolve("logs")).toRealPath();
        try (FakeSlack slack = new FakeSlack();
                Logbell logbell = Logbell.start(
                        form,
                        repository,
                        folder.toRealPath(),
                        Map.of("COLLECTOR_FILES", logs + "/*.log", "SLACK_WEB_HOOK", slack.url()))) {
            Path written = Files.createDirectory(folder.toRealPath().resolve("written"));
            long size = new ShopLines(lines)
                    .write(written, Instant.now().minus(SPAN).truncatedTo(ChronoUnit.MILLIS), SPAN);
            Map<String, Usage> before = usages(logbell);
            long start = System.nanoTime();
            for (String name : ShopLines.FILES) {
                Files.move(written.resolve(name), logs.resolve(name + ".log"));
            }
            long half = awaitStored(logbell, size, size / 2);
            Map<String, Usage> atHalf = usages(logbell);
            long processor = logbell.role("processor").pid();
            ThreadTimes threadsAtHalf = ThreadTimes.of(processor);
            long events = awaitStored(logbell, size, size);
            double seconds = (System.nanoTime() - start) / 1e9;
            Map<String, Usage> after = usages(logbell);
            ThreadTimes threads = ThreadTimes.of(processor).since(threadsAtHalf);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d events, %,d MB in %.1f s: %,.0f events/s, %.1f MB/s%n",
                    form,
                    events,
                    size >> 20,
                    seconds,
                    events / seconds,
                    size / seconds / (1 << 20));
            after.forEach((name, usage) -> report(name, usage.since(before.getOrDefault(name, NOTHING)), events));
            System.out.println(" of the second half, when the JVM has compiled what is used most:");
            after.forEach(
                    (name, usage) -> report(name, usage.since(atHalf.getOrDefault(name, NOTHING)), events - half));
            System.out.println("  of the processor by thread:");
            threads.report(events - half);
            if (logbell.backends().isPresent()) {
                copy(logbell.backends().get().postgres(), events);
            }
        }
    }

    /** How many events there are as soon as so many of all bytes are stored. */
    private static long awaitStored(Logbell logbell, long size, long bytes) throws InterruptedException {
        long shown = 0;
        while (true) {
            long stored = 0;
            long events = 0;
            for (JsonNode source : logbell.api().accounting().get("sources")) {
                stored += source.get("stored").asLong();
                events += source.get("storedEvents").asLong();
            }
            if (stored - shown > size / 10) {
                shown = stored;
                System.out.printf("  %d %%%n", stored * 100 / size);
            }
            if (stored >= bytes) {
                return events;
            }
            Thread.sleep(POLL_MS);
        }
    }

    static Map<String, Usage> usages(Logbell logbell) {
        Map<String, Usage> usages = new LinkedHashMap<>();
        for (RoleProcess role : logbell.roles()) {
            usages.put(role.name(), Usage.of(role.pid()));
        }
        logbell.backends()
                .ifPresent(backends -> ProcessHandle.current()
                        .children()
                        .filter(child -> logbell.roles().stream().noneMatch(role -> role.pid() == child.pid()))
                        .forEach(child -> usages.merge(server(child), Usage.of(child.pid()), Usage::plus)));
        return usages;
    }

    /** Which server a guarded child of this process runs. */
    private static String server(ProcessHandle guardian) {
        String commands = guardian.descendants()
                .map(process -> process.info().commandLine().orElse(""))
                .reduce("", String::concat);
        if (commands.contains("postgres")) {
            return "(PostgreSQL)";
        }
        return commands.contains("beam") || commands.contains("rabbitmq") ? "(RabbitMQ)" : "(Kafka)";
    }

    static void report(String name, Usage usage, long events) {
        System.out.printf(
                Locale.ROOT,
                "  %-14s %6.2f CPU s per million events   peak %5.0f MB%n",
                name,
                usage.cpuSeconds() / events * 1e6,
                usage.peakMegabytes());
    }

    private static void copy(Postgres postgres, long events) throws IOException, SQLException {
        CopyBaseline baseline = CopyBaseline.run(postgres);
        System.out.printf(
                Locale.ROOT,
                "  %-14s %6.2f CPU s per million events   %,.0f rows/s (of the same rows into the same server)%n",
                "(COPY)",
                baseline.cpuSeconds() / events * 1e6,
                events / baseline.seconds());
    }
}
