package dev.logbell.bench;

import static dev.logbell.acceptance.LogbellApi.encode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.logbell.acceptance.FakeSlack;
import dev.logbell.acceptance.Logbell;
import dev.logbell.acceptance.LogbellApi;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Stores the logs of a shop of three days, the oldest first and by the whole way from the files, asks for them over
 * HTTP, and reports how long the answers took beside {@code grep} over the same files; how long a tail takes to show a
 * line; and what storing and asking cost.
 */
final class SearchBench {
    private static final Duration SPAN = Duration.ofDays(3);
    private static final int SLICES = 100;
    private static final int TAILED = 100;
    private static final double QUIET_SHARE = 0.05;

    private final Logbell logbell;
    private final LogbellApi api;
    private final Path logs;

    private SearchBench(Logbell logbell, Path logs) {
        this.logbell = logbell;
        this.api = logbell.api();
        this.logs = logs;
    }

    static void run(Logbell.Form form, long lines, Path repository, Path folder)
            throws IOException, InterruptedException {
        Path logs = Files.createDirectories(folder.resolve("logs")).toRealPath();
        try (FakeSlack slack = new FakeSlack();
                Logbell logbell = Logbell.start(
                        form,
                        repository,
                        folder.toRealPath(),
                        Map.of(
                                "COLLECTOR_FILES",
                                logs + "/*",
                                "SLACK_WEB_HOOK",
                                slack.url(),
                                "PROCESSOR_RULES_NONE_QUERY",
                                "severity:FATAL AND nothing"))) {
            SearchBench bench = new SearchBench(logbell, logs);
            System.out.printf(Locale.ROOT, "%s, %,d events of %d days%n", form, lines, SPAN.toDays());
            bench.store(lines);
            bench.ask();
            bench.grep();
            Percentiles.report(
                    "line to tail", new TailTimes(logbell.api(), logs.resolve("tailed.log")).measure(TAILED));
            bench.memory("after all");
        }
    }

    private void store(long lines) throws IOException, InterruptedException {
        Map<String, Usage> before = ThroughputBench.usages(logbell);
        long processor = logbell.role("processor").pid();
        ThreadTimes threads = ThreadTimes.of(processor);
        long start = System.nanoTime();
        write(lines);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "stored at %,.0f events/s; %,d MB of text%n", lines / seconds, size() >> 20);
        report(before, lines, "to store");
        settle();
        report(before, lines, "until quiet");
        System.out.println("of which by thread, for a million events:");
        ThreadTimes.of(processor).since(threads).report(lines);
        memory("before questions");
    }

    /** Writes as time went by: a slice of time into all files, then the next one, never far ahead of the store. */
    private void write(long lines) throws IOException, InterruptedException {
        ShopLines shop = new ShopLines(lines);
        Instant first = Instant.now().minus(SPAN).truncatedTo(ChronoUnit.MILLIS);
        long number = 0;
        for (int slice = 1; slice <= SLICES; slice++) {
            List<StringBuilder> texts = new ArrayList<>();
            ShopLines.FILES.forEach(name -> texts.add(new StringBuilder()));
            for (; number < lines * slice / SLICES; number++) {
                Instant time = first.plusMillis(SPAN.toMillis() * number / lines);
                texts.get(shop.file(number)).append(shop.line(number, time)).append('\n');
            }
            long behind = size() - size() / slice;
            for (int i = 0; i < texts.size(); i++) {
                try (BufferedWriter file = Files.newBufferedWriter(
                        logs.resolve(ShopLines.FILES.get(i)), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                    file.append(texts.get(i));
                }
            }
            awaitStored(behind);
        }
        awaitStored(size());
    }

    private void awaitStored(long bytes) throws InterruptedException {
        long stored = 0;
        while (stored < bytes) {
            stored = 0;
            for (JsonNode source : api.accounting().get("sources")) {
                stored += source.get("stored").asLong();
                for (JsonNode dropped : source.get("dropped")) {
                    stored += dropped.asLong();
                }
            }
            if (stored < bytes) {
                Thread.sleep(20);
            }
        }
    }

    /** Until nothing is done in the background any more. */
    private void settle() throws InterruptedException {
        double used = Double.MAX_VALUE;
        while (used > QUIET_SHARE) {
            double before = cpuSeconds();
            Thread.sleep(2_000);
            used = (cpuSeconds() - before) / 2;
        }
    }

    private double cpuSeconds() {
        return ThroughputBench.usages(logbell).values().stream()
                .mapToDouble(Usage::cpuSeconds)
                .sum();
    }

    private void report(Map<String, Usage> before, long lines, String what) {
        System.out.println(what + ":");
        ThroughputBench.usages(logbell)
                .forEach((name, usage) ->
                        ThroughputBench.report(name, usage.since(before.getOrDefault(name, new Usage(0, 0))), lines));
    }

    private void memory(String when) throws IOException {
        for (var role : logbell.roles()) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-14s %s: %,d MB resident%n",
                    role.name(),
                    when,
                    Usage.residentMegabytes(role.pid()));
        }
    }

    private void ask() throws IOException {
        time("newest 100", "/logs?");
        time("last hour, newest 100", "/logs?from=now-1h");
        time("last hour, severity", "/logs?from=now-1h&query=" + encode("severity:>=ERROR"));
        time("last hour, service", "/logs?from=now-1h&query=service:stock");
        time("last hour, text", "/logs?from=now-1h&search=reset");
        time("severity", "/logs?query=" + encode("severity:>=ERROR"));
        time("service", "/logs?query=service:payments");
        time("text, frequent", "/logs?search=order");
        time("text, rare", "/logs?search=" + encode(ShopLines.RARE));
        time("text, rare, one word", "/logs?search=9c21e5b0");
        time("text, absent words", "/logs?search=" + encode(ShopLines.ABSENT));
        time("text, absent letters", "/logs?search=qzxvqj");
        time("phrase", "/logs?query=" + encode("\"connection reset by peer\" service:payments"));
        time("regex, rare", "/logs?query=" + encode("/refund [0-9a-f]{12} was rejected/"));
        time("wildcard, rare", "/logs?query=" + encode("refund*rejected"));
        time("trace id", "/logs?query=trace_id:" + ShopLines.TRACE);
        time("attribute, rare", "/logs?query=user:" + ShopLines.USER);
        time("histogram, last hour", "/histogram?");
        time("histogram, 3 days, severity", "/histogram?from=now-3d&split=severity");
        time("histogram, 3 days, rare text", "/histogram?from=now-3d&search=" + encode(ShopLines.RARE));
        time("facets", "/facets?");
        time("fields", "/fields?");
        time("facets, last hour", "/facets?from=now-1h");
        time("patterns", "/patterns?");
        time("patterns, last hour", "/patterns?from=now-1h");
        JsonNode event = api.get("/api/v1/logs?limit=1&query=trace_id:" + ShopLines.TRACE)
                .at("/events/0");
        String place = "/context?source=" + encode(event.get("source").asText()) + "&offset=" + event.get("offset");
        time("context", place);
        time("context with its time", place + "&time=" + event.get("time").asText());
        String half = Instant.now().minus(SPAN.dividedBy(2)).toString();
        String next = api.get("/api/v1/logs?to=" + half).get("next").asText();
        time("page after half of all", "/logs?cursor=" + encode(next));
    }

    private void time(String what, String path) throws IOException {
        Median.report(what, () -> said(api.send("/api/v1" + path)));
    }

    private static String said(HttpResponse<String> answer) {
        String body = answer.body();
        int events = body.split("\"observedTime\"", -1).length - 1;
        return answer.statusCode() == 200
                ? events > 0 ? events + " events" : body.length() + " characters"
                : answer.statusCode() + " " + body.substring(0, Math.min(60, body.length()));
    }

    private void grep() throws IOException {
        System.out.println("grep over the same text:");
        Median.report("grep rare", () -> grep("-F", ShopLines.RARE));
        Median.report("grep rare, any case", () -> grep("-iF", ShopLines.RARE));
        Median.report("grep frequent", () -> grep("-F", "order"));
        Median.report("grep regex", () -> grep("-E", "refund [0-9a-f]{12} was rejected"));
    }

    private String grep(String option, String text) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("grep", "-h", option, "-e", text));
        ShopLines.FILES.forEach(name -> command.add(logs.resolve(name).toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process grep = builder.start();
        long found = grep.inputReader(StandardCharsets.UTF_8).lines().count();
        grep.waitFor();
        return found + " lines";
    }

    private long size() throws IOException {
        long size = 0;
        for (String name : ShopLines.FILES) {
            Path file = logs.resolve(name);
            size += Files.exists(file) ? Files.size(file) : 0;
        }
        return size;
    }
}
