package dev.logbell.bench;

import dev.logbell.acceptance.Logbell;
import dev.logbell.acceptance.LogbellApi;
import dev.logbell.acceptance.RoleProcess;
import dev.logbell.backends.Kafka;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The collector alone, before a real Kafka (acks=all, lz4): what a million lines from a file cost it, and which of its
 * threads, beside a plain read of the same file and Kafka's own ProducerPerformance with a record a line; how long a
 * line of an idle file takes to be in Kafka; and the same lines again from a thousand files.
 */
final class CollectorBench {
    /** The JIT compiler is busy until each piece of code that runs once a chunk has run some ten thousand times. */
    private static final int WARM_UP_MEGABYTES = 5120;

    private static final int MANY = 1000;
    /** As deploy/run --distributed gives them to a collector. */
    private static final String JAVA_OPTIONS = "-XX:+UseSerialGC -Xms32m -Xmx192m -Xmn21m -XX:SurvivorRatio=1"
            + " -XX:TargetSurvivorRatio=90 -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=15 -XX:MetaspaceSize=36m"
            + " -XX:TrimNativeHeapInterval=5000 -XX:CompileCommand=quiet -XX:CompileCommand=MemLimit,*.*,8m~stop"
            + " -XX:CompileThresholdScaling=5";
    /** Asking is work for the collector as well. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Path folder;
    private final Path logs;
    private final RoleProcess collector;
    private final LogbellApi api;

    private CollectorBench(Path folder, RoleProcess collector) {
        this.folder = folder;
        this.logs = logs(folder);
        this.collector = collector;
        this.api = new LogbellApi(collector.uri());
    }

    static void run(int megabytes, Path repository, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(logs(folder));
        try (Kafka kafka = Kafka.start(folder.resolve("kafka"), 0);
                RoleProcess collector = start(repository, folder, kafka)) {
            CollectorBench bench = new CollectorBench(folder, collector);
            bench.follow("(warm-up)", 1, WARM_UP_MEGABYTES);
            Files.delete(bench.log("(warm-up)", 0));
            bench.follow("collector", 1, megabytes);
            plainRead(bench.log("collector", 0));
            producerPerformance(kafka, megabytes * 2000L);
            LineToKafka.measure(kafka, bench.logs.resolve("idle.log"), 300);
            bench.follow("from %,d files".formatted(MANY), MANY, megabytes);
        }
    }

    /** From the write of a line to an idle file to Kafka, by a collector that had no other work before. */
    static void latency(int lines, Path repository, Path folder) throws IOException, InterruptedException {
        Path file = Files.createDirectories(logs(folder)).resolve("idle.log");
        try (Kafka kafka = Kafka.start(folder.resolve("kafka"), 0);
                RoleProcess collector = start(repository, folder, kafka)) {
            System.out.printf("%s, %d lines%n", collector.name(), lines);
            LineToKafka.measure(kafka, file, lines);
        }
    }

    private static Path logs(Path folder) {
        return folder.resolve("logs");
    }

    private Path log(String name, int number) {
        return logs.resolve(name.replaceAll("\\W", "") + number + ".log");
    }

    /** A collector that follows all files in a folder's {@code logs}. */
    static RoleProcess start(Path repository, Path folder, Kafka kafka) throws IOException {
        Map<String, String> environment = new HashMap<>(kafka.environment());
        environment.put("COLLECTOR_FILES", logs(folder) + "/**.log");
        environment.put("LOGBELL_DATA", folder.resolve("data").toString());
        environment.put("MALLOC_ARENA_MAX", "1");
        environment.put("LOGBELL_JAVA_OPTIONS", System.getenv().getOrDefault("LOGBELL_JAVA_OPTIONS", JAVA_OPTIONS));
        return Logbell.start(
                "collector", repository.resolve("collector"), Files.createDirectories(folder), environment);
    }

    /** Has the collector follow files that are complete when it finds them, and reports what that took. */
    private void follow(String name, int files, long megabytes) throws IOException, InterruptedException {
        long lines = 0;
        long size = 0;
        for (int i = 0; i < files; i++) {
            Path file = folder.resolve("lines" + i);
            lines += AccessLines.write(file, (megabytes << 20) / files);
            size += Files.size(file);
        }
        double acknowledged = acknowledged();
        ThreadTimes threads = ThreadTimes.of(collector.pid());
        Usage before = Usage.of(collector.pid());
        long start = System.nanoTime();
        for (int i = 0; i < files; i++) {
            Files.move(folder.resolve("lines" + i), log(name, i));
        }
        while (acknowledged() - acknowledged < size) {
            Thread.sleep(PAUSE);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Usage used = Usage.of(collector.pid()).since(before);
        report(name, used, lines, size, seconds);
        ThreadTimes.of(collector.pid()).since(threads).report(lines);
    }

    /** The bytes that are safe in Kafka. */
    private double acknowledged() {
        return api.send("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("logbell_collector_bytes_acknowledged_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static void report(String name, Usage usage, long lines, long bytes, double seconds) {
        System.out.printf(
                Locale.ROOT,
                "%-20s %6.2f CPU s per million lines   %,12.0f lines/s   %6.1f MB/s   peak %4.0f MB%n",
                name,
                usage.cpuSeconds() / lines * 1e6,
                lines / seconds,
                bytes / seconds / (1 << 20),
                usage.peakMegabytes());
    }

    private static void plainRead(Path file) throws IOException {
        long size = Files.size(file);
        Usage before = Usage.of(ProcessHandle.current().pid());
        long start = System.nanoTime();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer) > 0) {
                buffer.clear();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double used = Usage.of(ProcessHandle.current().pid()).since(before).cpuSeconds();
        report("(plain read)", new Usage(used, buffer.capacity() / 1e6), size / AccessLines.LENGTH, size, seconds);
    }

    /** Kafka's own tool, with a record a line; its JVM's start is part of its cost. */
    private static void producerPerformance(Kafka kafka, long records) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.apache.kafka.tools.ProducerPerformance",
                        "--topic",
                        "baseline",
                        "--num-records",
                        Long.toString(records),
                        "--record-size",
                        Integer.toString(AccessLines.LENGTH),
                        "--throughput",
                        "-1",
                        "--producer-props",
                        "bootstrap.servers=" + kafka.bootstrapServers(),
                        "acks=all",
                        "compression.type=lz4")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Usage last = new Usage(0, 0);
        while (process.isAlive()) {
            Usage now = Usage.of(process.pid());
            last = new Usage(
                    Math.max(last.cpuSeconds(), now.cpuSeconds()), Math.max(last.peakMegabytes(), now.peakMegabytes()));
            Thread.sleep(20);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("ProducerPerformance ended with " + process.exitValue());
        }
        report("(a record a line)", last, records, records * AccessLines.LENGTH, (System.nanoTime() - start) / 1e9);
    }
}
