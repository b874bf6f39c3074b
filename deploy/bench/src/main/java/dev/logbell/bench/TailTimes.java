package dev.logbell.bench;

import dev.logbell.acceptance.LogWriter;
import dev.logbell.acceptance.LogbellApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How long it takes from the write of a line until a tail shows it, on an idle Logbell. */
record TailTimes(LogbellApi api, Path file) {
    private static final int WARM_UP = 30;
    private static final long PATIENCE_SECONDS = 30;

    double[] measure(int lines) throws IOException, InterruptedException {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        double[] millis = new double[lines];
        try (HttpClient client = HttpClient.newHttpClient();
                LogWriter writer = new LogWriter(file)) {
            HttpResponse<Stream<String>> tail = client.send(
                    HttpRequest.newBuilder(api.base().resolve("/api/v1/tail?search=tailed"))
                            .build(),
                    HttpResponse.BodyHandlers.ofLines());
            Thread.ofVirtual().start(() -> read(tail.body(), received));
            Random pause = new Random(1);
            for (int i = -WARM_UP; i < lines; i++) {
                Thread.sleep(pause.nextInt(20, 80));
                String line = "INFO: 2026/03/01 10:00:00 service.go:36: tailed %d.\n".formatted(i + WARM_UP);
                long start = System.nanoTime();
                writer.write(line.getBytes(StandardCharsets.UTF_8));
                if (received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) == null) {
                    throw new IllegalStateException("line %d was not shown within 30 s".formatted(i));
                }
                if (i >= 0) {
                    millis[i] = (System.nanoTime() - start) / 1e6;
                }
            }
            client.shutdownNow();
        }
        return millis;
    }

    private static void read(Stream<String> lines, BlockingQueue<String> received) {
        try {
            lines.filter(line -> line.startsWith("data:")).forEach(received::add);
        } catch (UncheckedIOException e) {
            // A tail has no end of its own: this one was broken off.
        }
    }
}
