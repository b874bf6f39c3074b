package dev.logbell.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.logbell.backends.Loopback;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code journalctl | deploy/run -}: one process that ends with its input. */
class StdinIT {
    private static final int LINES = 200_000;

    @TempDir
    Path folder;

    @Test
    void endsWithItsInputOnceEveryLineIsStored() throws IOException, InterruptedException {
        Path repository = Path.of(System.getProperty("logbell.repository"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(RoleProcess.javaOptions(Map.of()));
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                repository
                        .resolve("deploy/standalone/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("stdin.out").toFile());
        builder.environment()
                .putAll(Map.of(
                        "COLLECTOR_FILES",
                        "-",
                        "LOGBELL_DATA",
                        folder.resolve("data").toString(),
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(Loopback.free())));
        Process logbell = builder.start();
        try {
            try (OutputStream in = new BufferedOutputStream(logbell.getOutputStream())) {
                for (int i = 0; i < LINES; i++) {
                    in.write("2026-03-01 12:00:00,000 INFO [main] dev.shop.Cart - line number %d\n"
                            .formatted(i)
                            .getBytes(StandardCharsets.UTF_8));
                }
            }
            assertThat(logbell.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
            assertThat(logbell.exitValue()).as("exit status").isZero();
        } finally {
            logbell.destroyForcibly();
        }
        Map<String, String> other =
                Map.of("COLLECTOR_FILES", folder.resolve("none.log").toString());
        try (Logbell again = Logbell.start(Logbell.Form.STANDALONE, repository, folder, other)) {
            JsonNode source = again.api().accounting().get("sources").get(0);
            assertThat(source.get("storedEvents").asLong()).isEqualTo(LINES);
        }
    }
}
