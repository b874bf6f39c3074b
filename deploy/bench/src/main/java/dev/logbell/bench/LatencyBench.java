package dev.logbell.bench;

import dev.logbell.acceptance.FakeSlack;
import dev.logbell.acceptance.LogWriter;
import dev.logbell.acceptance.Logbell;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * Writes critical lines to an idle Logbell, one at a time, and reports how long each took from the write to the arrival
 * of its message at a stand-in for Slack, and until a search finds it; beside them, in the same run, a bare POST to the
 * same stand-in.
 */
final class LatencyBench {
    private static final int WARM_UP = 100;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private LatencyBench() {}

    static void run(Logbell.Form form, int lines, Path repository, Path folder)
            throws IOException, InterruptedException {
        Path logs = Files.createDirectories(folder.resolve("logs")).toRealPath();
        try (FakeSlack slack = new FakeSlack();
                Logbell logbell = Logbell.start(
                        form,
                        repository,
                        folder.toRealPath(),
                        Map.of(
                                "COLLECTOR_FILES",
                                logs + "/*.log",
                                "SLACK_WEB_HOOK",
                                slack.url(),
                                "ALERTER_RATE_LIMIT_BURST",
                                "1000000"));
                LogWriter writer = new LogWriter(logs.resolve("app.log"))) {
            System.out.printf("%s, %d lines after %d of warm-up%n", form, lines, WARM_UP);
            Random pause = new Random(1);
            double[] millis = new double[lines];
            for (int i = -WARM_UP; i < lines; i++) {
                Thread.sleep(pause.nextInt(20, 80));
                double took = lineToPost(slack, writer, i + WARM_UP);
                if (i >= 0) {
                    millis[i] = took;
                }
            }
            Percentiles.report("line to POST", millis);
            Percentiles.report("line to search", searches(logbell, writer, lines));
            Percentiles.report("bare POST", barePosts(slack, lines));
        }
    }

    private static double lineToPost(FakeSlack slack, LogWriter writer, int number) throws InterruptedException {
        String mark = "mark" + number + ".";
        byte[] line = "ERROR: 2026/03/01 10:00:00 service.go:36: Internal Server Error %s\n"
                .formatted(mark)
                .getBytes(StandardCharsets.UTF_8);
        String about = "Error " + mark;
        long start = System.nanoTime();
        writer.write(line);
        while (slack.posts(about).isEmpty()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new IllegalStateException("line %d did not arrive within 30 s".formatted(number));
            }
            Thread.sleep(1);
        }
        return (slack.posts(about).getFirst().nanoTime() - start) / 1e6;
    }

    /** From the write of a line to an answer of the API that holds it, asked for every few milliseconds. */
    private static double[] searches(Logbell logbell, LogWriter writer, int count) throws InterruptedException {
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            String mark = "seen" + i + ".";
            Thread.sleep(20);
            long start = System.nanoTime();
            writer.write("INFO: 2026/03/01 10:00:00 service.go:36: %s\n"
                    .formatted(mark)
                    .getBytes(StandardCharsets.UTF_8));
            while (logbell.api()
                    .get("/api/v1/logs?limit=1&search=" + mark)
                    .get("events")
                    .isEmpty()) {
                Thread.sleep(2);
            }
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return millis;
    }

    private static double[] barePosts(FakeSlack slack, int count) throws IOException, InterruptedException {
        double[] millis = new double[count];
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < count; i++) {
                String body = "bare" + i + ".";
                long start = System.nanoTime();
                client.send(
                        HttpRequest.newBuilder(URI.create(slack.url()))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
                millis[i] = (slack.posts(body).getFirst().nanoTime() - start) / 1e6;
            }
        }
        return millis;
    }
}
