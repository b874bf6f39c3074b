package dev.logbell.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.logbell.acceptance.FakeSlack;
import dev.logbell.acceptance.Logbell;
import dev.logbell.backends.Loopback;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The same syslog messages from a file and over one TCP connection, each after a warm-up: messages a second until all are
 * stored, and CPU seconds per million messages of each process.
 */
final class SyslogBench {
    private static final int WARM_UP_PARTS = 8;
    private static final String[] WORDS = {
        "accepted connection from 10.2.3.4 port 51234",
        "cart 8371 holds 3 articles, total 41.90 EUR, customer 17",
        "cache miss for key user:4711:profile, loaded in 12 ms",
        "GET /api/v1/orders/5531 200 in 8 ms",
        "worker 7 took job 991 of queue mail, 14 jobs wait",
    };

    private SyslogBench() {}

    static void run(Logbell.Form form, long megabytes, Path repository, Path folder)
            throws IOException, InterruptedException {
        Path logs = Files.createDirectories(folder.resolve("logs")).toRealPath();
        Path messages = folder.toRealPath().resolve("messages.txt");
        Path fewer = folder.toRealPath().resolve("fewer.txt");
        long count = write(messages, megabytes << 20);
        long warmUp = write(fewer, (megabytes << 20) / WARM_UP_PARTS);
        int port = Loopback.free();
        try (FakeSlack slack = new FakeSlack();
                Logbell logbell = Logbell.start(
                        form,
                        repository,
                        folder.toRealPath(),
                        Map.of(
                                "COLLECTOR_FILES",
                                logs + "/*.log",
                                "COLLECTOR_SYSLOG_TCP_PORT",
                                Integer.toString(port),
                                "SLACK_WEB_HOOK",
                                slack.url()))) {
            Path first = Files.copy(fewer, folder.resolve("first.txt"));
            Path second = Files.copy(messages, folder.resolve("second.txt"));
            measure("warm-up, file", logbell, warmUp, () -> Files.move(first, logs.resolve("first.log")));
            measure("warm-up, TCP", logbell, warmUp, () -> send(fewer, port));
            measure("file", logbell, count, () -> Files.move(second, logs.resolve("second.log")));
            measure("TCP", logbell, count, () -> send(messages, port));
        }
    }

    /** What brings messages to Logbell. */
    @FunctionalInterface
    private interface Bringing {
        void bring() throws IOException;
    }

    private static void measure(String name, Logbell logbell, long count, Bringing bringing)
            throws IOException, InterruptedException {
        long stored = stored(logbell);
        Map<String, Usage> before = ThroughputBench.usages(logbell);
        long start = System.nanoTime();
        bringing.bring();
        while (stored(logbell) < stored + count) {
            Thread.sleep(50);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT, "%s: %,d messages in %.1f s: %,.0f messages/s%n", name, count, seconds, count / seconds);
        ThroughputBench.usages(logbell)
                .forEach((process, usage) -> ThroughputBench.report(
                        process, usage.since(before.getOrDefault(process, new Usage(0, 0))), count));
    }

    private static long stored(Logbell logbell) {
        long sum = 0;
        for (JsonNode source : logbell.api().accounting().get("sources")) {
            sum += source.get("storedEvents").asLong();
        }
        return sum;
    }

    private static void send(Path messages, int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Files.copy(messages, socket.getOutputStream());
        }
    }

    private static long write(Path file, long bytes) throws IOException {
        long count = 0;
        long written = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            while (written < bytes) {
                String message = "<14>1 2026-03-01T12:%02d:%02d.%03dZ web-1 shop 4711 - - message %d: %s\n"
                        .formatted(
                                count / 60_000 % 60,
                                count / 1000 % 60,
                                count % 1000,
                                count,
                                WORDS[(int) (count % WORDS.length)]);
                byte[] line = message.getBytes(StandardCharsets.UTF_8);
                out.write(line);
                written += line.length;
                count++;
            }
        }
        return count;
    }
}
