package dev.logbell.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.logbell.acceptance.Logbell;
import dev.logbell.acceptance.LogbellApi;
import dev.logbell.acceptance.RoleProcess;
import dev.logbell.backends.Kafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Follows one idle file, then many, and reports what the process that follows them uses of a core meanwhile. Each of the
 * files holds a line, which is safe before the clock starts.
 */
final class IdleBench {
    private static final Duration REST = Duration.ofSeconds(30);
    private static final Duration MEASURED = Duration.ofSeconds(60);
    private static final int IN_A_FOLDER = 1000;

    private IdleBench() {}

    /** Within the whole of Logbell. */
    static void run(Logbell.Form form, int files, Path repository, Path folder)
            throws IOException, InterruptedException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        try (Logbell logbell = Logbell.start(form, repository, folder, Map.of("COLLECTOR_FILES", logs + "/**/*.log"))) {
            measure(logbell.role("collector"), logs, files);
        }
    }

    /** The collector alone, before a real Kafka. */
    static void runCollector(int files, Path repository, Path folder) throws IOException, InterruptedException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        try (Kafka kafka = Kafka.start(folder.resolve("kafka"), 0);
                RoleProcess collector = CollectorBench.start(repository, folder, kafka)) {
            measure(collector, logs, files);
        }
    }

    private static void measure(RoleProcess collector, Path logs, int files) throws IOException, InterruptedException {
        LogbellApi api = new LogbellApi(collector.uri());
        measure(api, collector, logs, 0, 1);
        measure(api, collector, logs, 1, files);
    }

    private static void measure(LogbellApi api, RoleProcess collector, Path logs, int from, int to)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (int i = from; i < to; i++) {
            Path folder = Files.createDirectories(logs.resolve("folder" + i / IN_A_FOLDER));
            Files.writeString(
                    folder.resolve("app%d.log".formatted(i)), "INFO: 2026/03/01 10:00:00 a.go:1: %d%n".formatted(i));
        }
        while (acknowledged(api) < to) {
            Thread.sleep(100);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Thread.sleep(REST);
        ThreadTimes threads = ThreadTimes.of(collector.pid());
        Usage before = Usage.of(collector.pid());
        Thread.sleep(MEASURED);
        Usage used = Usage.of(collector.pid()).since(before);
        System.out.printf(
                Locale.ROOT,
                "%,6d idle files: %.2f %% of a core, peak %.0f MB (all of them were safe %.1f s after they were written)%n",
                to,
                100 * used.cpuSeconds() / MEASURED.toSeconds(),
                used.peakMegabytes(),
                seconds);
        ThreadTimes.of(collector.pid()).since(threads).reportShares(MEASURED);
    }

    private static int acknowledged(LogbellApi api) {
        int count = 0;
        for (JsonNode source : api.get("/api/v1/collector/sources").get("sources")) {
            long size = source.get("size").asLong();
            count += size > 0 && source.get("acknowledgedOffset").asLong() == size ? 1 : 0;
        }
        return count;
    }
}
