package dev.logbell.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.logbell.backends.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running Logbell whose files of settings are edited, with and without SIGHUP. */
class ReloadIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern NUMBER = Pattern.compile("number (\\d+)");

    @TempDir
    Path folder;

    private Path logs;
    private Logbell logbell;

    @BeforeEach
    void start() throws IOException {
        folder = folder.toRealPath();
        logs = Files.createDirectories(folder.resolve("logs"));
        dotEnv("COLLECTOR_FILES=\"" + logs.resolve("kept.log") + "\" # as deploy/run loads it");
        logbell = Logbell.start(
                Logbell.Form.STANDALONE,
                Path.of(System.getProperty("logbell.repository")),
                folder,
                Map.of("COLLECTOR_FILES", logs.resolve("kept.log").toString()));
    }

    @AfterEach
    void stop() {
        if (logbell != null) {
            logbell.close();
        }
    }

    @Test
    void losesAndRepeatsNothingWhileItsSettingsChangeUnderLoad() throws IOException, InterruptedException {
        AtomicBoolean isOver = new AtomicBoolean();
        int[] written = new int[1];
        Thread writer = Thread.ofPlatform().start(() -> {
            try (LogWriter log = new LogWriter(logs.resolve("kept.log"))) {
                while (!isOver.get()) {
                    log.write(lines(written[0], written[0] + 50));
                    written[0] += 50;
                    Thread.sleep(10);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Files.write(logs.resolve("added.log"), lines(0, 2000));
        try {
            dotEnv("COLLECTOR_FILES=" + logs + "/*.log");
            hangUp();
            awaitStored("added.log", 2000);
            dotEnv("COLLECTOR_FILES=" + logs + "/[");
            hangUp();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(logbell.api().send("/q/health").body())
                                    .contains("refused, the one before stays: collector.files must be globs, got "
                                            + logs + "/["));
            assertThat(logbell.roles().getFirst().isReady()).isTrue();
            assertThat(logbell.api().send("/q/metrics").body())
                    .contains("logbell_collector_configuration_refused 1.0")
                    .contains("logbell_collector_reloads_total{outcome=\"refused\"} 1.0")
                    .contains("logbell_collector_reloads_total{outcome=\"followed\"} 1.0");
            Files.write(logs.resolve("later.log"), lines(0, 1000));
            awaitStored("later.log", 1000);
            for (int i = 0; i < 10; i++) {
                dotEnv("COLLECTOR_FILES=" + logs + "/*.log\nCOLLECTOR_EXCLUDE="
                        + (i % 2 == 0 ? logs + "/kept*" : logs + "/added*")
                        + "\nCOLLECTOR_MULTILINE_ANY_FILES=" + logs + "/*.log\nCOLLECTOR_MULTILINE_ANY_START=^"
                        + "2026".substring(0, 1 + i % 3));
                hangUp();
                Thread.sleep(200);
            }
        } finally {
            isOver.set(true);
            writer.join();
        }
        dotEnv("COLLECTOR_FILES=" + logs + "/*.log");
        hangUp();
        awaitStored("kept.log", written[0]);
        assertThat(numbers("kept.log"))
                .isEqualTo(IntStream.range(0, written[0]).boxed().toList());
        assertThat(sources("kept.log")).hasSize(1);
        assertThat(status().get("problem").isNull()).isTrue();
    }

    @Test
    void takesUpAFileOfSettingsByItselfAndSaysWhatNeedsARestart() throws IOException {
        int port = Loopback.free();
        Files.write(logs.resolve("kept.log"), lines(0, 100));
        awaitStored("kept.log", 100);
        dotEnv("COLLECTOR_EXCLUDE=" + logs + "/other.log");
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"), """
                collector.files=%s/*.log
                collector.lines.tcp-port=%d
                collector.drop.odd.query="number 101"
                collector.max-open-files=20
                """.formatted(logs, port));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(status().get("needRestart").toString()).isEqualTo("[\"collector.max-open-files\"]"));
        assertThat(logbell.roles().getFirst().printed())
                .contains("collector.max-open-files has changed, which only a restart takes up");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("over the wire\n".getBytes(StandardCharsets.UTF_8));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(logbell.api().events("\"over the wire\"")).hasSize(1));
        Files.write(logs.resolve("other.log"), lines(0, 10));
        Files.write(logs.resolve("kept.log"), lines(100, 200), StandardOpenOption.APPEND);
        awaitStored("kept.log", 199);
        assertThat(numbers("kept.log")).doesNotContain(101).contains(100, 102, 199);
        assertThat(sources("other.log")).isEmpty();
        Files.writeString(folder.resolve("config/application.properties"), "collector.files=" + logs + "/*.log\n");
        await().atMost(PATIENCE).until(() -> isClosed(port));
    }

    private static boolean isClosed(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    private static byte[] lines(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append("2026-03-01 12:00:00,000 INFO [main] dev.shop.Cart - number ")
                    .append(i)
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void dotEnv(String text) throws IOException {
        Files.writeString(folder.resolve(".env"), text);
    }

    private void hangUp() throws IOException, InterruptedException {
        new ProcessBuilder(
                        "kill", "-HUP", Long.toString(logbell.roles().getFirst().pid()))
                .start()
                .waitFor();
    }

    private JsonNode status() {
        return logbell.api().get("/api/v1/collector/configuration");
    }

    private void awaitStored(String file, int events) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
            long stored = 0;
            for (JsonNode source : sources(file)) {
                stored += source.get("storedEvents").asLong();
            }
            assertThat(stored).isEqualTo(events);
        });
    }

    private List<JsonNode> sources(String file) {
        List<JsonNode> sources = new ArrayList<>();
        for (JsonNode source : logbell.api().accounting().get("sources")) {
            if (source.get("resource").path("log.file.path").asText().endsWith("/" + file)) {
                sources.add(source);
            }
        }
        return sources;
    }

    /** The numbers of all events of a file in the order that the file has them. */
    private List<Integer> numbers(String file) {
        Map<Long, Integer> byOffset = new HashMap<>();
        List<JsonNode> events = logbell.api().events("file:*" + file);
        for (JsonNode event : events) {
            Matcher number = NUMBER.matcher(event.get("body").asText());
            assertThat(number.find()).isTrue();
            byOffset.put(event.get("offset").asLong(), Integer.parseInt(number.group(1)));
        }
        assertThat(byOffset).as("each offset once").hasSameSizeAs(events);
        return byOffset.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }
}
