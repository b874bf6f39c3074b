package dev.logbell.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.logbell.acceptance.Logbell;
import dev.logbell.acceptance.LogbellApi;
import dev.logbell.acceptance.RoleProcess;
import dev.logbell.backends.Kafka;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The collector alone, before a real Kafka (acks=all, lz4): what a million lines from a file cost it, beside a plain read
 * of the same file and Kafka's own ProducerPerformance with a record a line; and how long a line of an idle file takes to
 * be in Kafka.
 */
final class CollectorBench {
    private static final int MEAN_LINE = 138;
    private static final int WARM_UP_MEGABYTES = 256;
    private static final int LATENCY_LINES = 300;

    private CollectorBench() {}

    static void run(long megabytes, Path repository, Path folder) throws IOException, InterruptedException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        try (Kafka kafka = Kafka.start(folder.resolve("kafka"), 0);
                RoleProcess collector = start(repository, folder, logs, kafka)) {
            LogbellApi api = new LogbellApi(collector.uri());
            follow(api, folder, logs, "warm-up", WARM_UP_MEGABYTES);
            Path file = folder.resolve("measured.txt");
            long lines = write(file, megabytes);
            Usage before = Usage.of(collector.pid());
            long start = System.nanoTime();
            long size = Files.size(file);
            Files.move(file, logs.resolve("measured.log"));
            awaitAcknowledged(api, "measured.log", size);
            double seconds = (System.nanoTime() - start) / 1e9;
            report("collector", Usage.of(collector.pid()).since(before), lines, size, seconds);
            plainRead(logs.resolve("measured.log"), lines, size);
            latency(kafka, logs);
            producerPerformance(kafka, lines / 4);
        }
    }

    private static RoleProcess start(Path repository, Path folder, Path logs, Kafka kafka) throws IOException {
        Map<String, String> environment = new HashMap<>(kafka.environment());
        environment.put("COLLECTOR_FILES", logs + "/*.log");
        environment.put("LOGBELL_DATA", folder.resolve("data").toString());
        environment.put(
                "LOGBELL_JAVA_OPTIONS",
                System.getenv().getOrDefault("LOGBELL_JAVA_OPTIONS", "-Xmx128m -XX:+UseSerialGC"));
        return Logbell.start(
                "collector", repository.resolve("collector"), Files.createDirectories(folder), environment);
    }

    private static void follow(LogbellApi api, Path folder, Path logs, String name, long megabytes)
            throws IOException, InterruptedException {
        Path file = folder.resolve(name + ".txt");
        write(file, megabytes);
        long size = Files.size(file);
        Files.move(file, logs.resolve(name + ".log"));
        awaitAcknowledged(api, name + ".log", size);
    }

    /** Lines of an access log; returns how many. */
    private static long write(Path file, long megabytes) throws IOException {
        Random random = new Random(megabytes);
        long lines = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (long written = 0; written < megabytes << 20; lines++) {
                String start =
                        "10.1.%d.%d - - [01/Mar/2026:10:%02d:%02d +0000] \"GET /api/v1/orders/%d?page=%d HTTP/1.1\" 200 %d "
                                .formatted(
                                        random.nextInt(256),
                                        random.nextInt(256),
                                        random.nextInt(60),
                                        random.nextInt(60),
                                        random.nextInt(1_000_000),
                                        random.nextInt(100),
                                        random.nextInt(100_000));
                String end = "\"agent/%d.%d %s\"\n"
                        .formatted(random.nextInt(10), random.nextInt(100), Long.toHexString(random.nextLong()));
                byte[] line = (start + "x".repeat(Math.max(0, MEAN_LINE - start.length() - end.length())) + end)
                        .getBytes(StandardCharsets.US_ASCII);
                out.write(line);
                written += line.length;
            }
        }
        return lines;
    }

    private static void awaitAcknowledged(LogbellApi api, String name, long size) throws InterruptedException {
        while (true) {
            for (JsonNode source : api.get("/api/v1/collector/sources").get("sources")) {
                if (source.get("path").asText().endsWith(name)
                        && source.get("acknowledgedOffset").asLong() >= size) {
                    return;
                }
            }
            Thread.sleep(20);
        }
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

    private static void plainRead(Path file, long lines, long size) throws IOException {
        Usage before = Usage.of(ProcessHandle.current().pid());
        long start = System.nanoTime();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer) > 0) {
                buffer.clear();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        report("(plain read)", Usage.of(ProcessHandle.current().pid()).since(before), lines, size, seconds);
    }

    /** From the write of a line to an idle file until a consumer has it. */
    private static void latency(Kafka kafka, Path logs) throws IOException {
        double[] millis = new double[LATENCY_LINES];
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                OutputStream out = Files.newOutputStream(logs.resolve("idle.log"))) {
            List<TopicPartition> partitions = consumer.partitionsFor("logbell.logs").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            for (int i = -50; i < LATENCY_LINES; i++) {
                long start = System.nanoTime();
                out.write("INFO: 2026/03/01 10:00:00 service.go:36: order %d accepted\n"
                        .formatted(i)
                        .getBytes(StandardCharsets.US_ASCII));
                while (consumer.poll(Duration.ofSeconds(10)).isEmpty()) {
                    System.out.println("  nothing for 10 s");
                }
                if (i >= 0) {
                    millis[i] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        Percentiles.report("line to Kafka", millis);
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
                        Integer.toString(MEAN_LINE),
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
            last = now.cpuSeconds() > 0 ? now : last;
            Thread.sleep(20);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("ProducerPerformance ended with " + process.exitValue());
        }
        report("(a record a line)", last, records, records * MEAN_LINE, (System.nanoTime() - start) / 1e9);
    }
}
