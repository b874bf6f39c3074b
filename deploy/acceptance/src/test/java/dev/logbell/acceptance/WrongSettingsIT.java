package dev.logbell.acceptance;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads who starts an application with wrong settings: a sentence for each, and nothing else. */
class WrongSettingsIT {
    private static final String STDOUT = "out";

    @TempDir
    Path folder;

    private final List<Start> starts = new ArrayList<>();

    /** An application that is to refuse to start, and the one text that it is to print. */
    private record Start(String application, Process process, Path output, String expected) {}

    @Test
    void everyApplicationSaysInOneSentenceWhatIsWrongAndNothingElse() throws IOException, InterruptedException {
        start(
                "deploy/standalone",
                Map.of(
                        "LOGBELL_STORE", "foo",
                        "COLLECTOR_HTTP_ENABLED", "maybe",
                        "COLLECTOR_MAX_EVENT_BYTES", "abc"),
                "",
                """
                LOGBELL_STORE (alerter.store, processor.store) must be one of postgres, sqlite, got "foo": change it or leave it out
                COLLECTOR_HTTP_ENABLED (collector.http.enabled) must be true or false, got "maybe": change it or leave it out
                COLLECTOR_MAX_EVENT_BYTES (collector.max-event-bytes) must be a whole number of at most 2147483647, got "abc": change it or leave it out (1048576)
                """);
        start("deploy/standalone", Map.of(), "processor.rules.Odd.query=(foo\n", """
                processor.rules.Odd.query must be a query, got "(foo": character 1: the parenthesis is never closed
                """);
        start("deploy/standalone", Map.of("COLLECTOR_SYSLOG_TCP_PORT", "18790", "QUARKUS_HTTP_PORT", "18790"), "", """
                collector.syslog.tcp-port is 18790, and so is quarkus.http.port: give each a port of its own, here or with QUARKUS_HTTP_PORT
                """);
        start("collector", Map.of("COLLECTOR_QUIET_TIME", "5 bananas"), "", """
                COLLECTOR_QUIET_TIME (collector.quiet-time) must be a duration such as 500ms, 10s, 5m, 24h or 7d, got "5 bananas": change it or leave it out (5ms)
                """);
        start("processor", Map.of(), "processor.rules.Odd.labels.team=shop\nprocessor.retentoin=30d\n", """
                processor.rules.Odd.query (in the environment PROCESSOR_RULES_ODD_QUERY) must be set, as processor.rules.Odd.labels.team is: set it, or leave all of processor.rules.Odd.* out
                processor.retentoin in %s/config/application.properties:2 is no setting: write processor.retention if that is meant, or leave it out
                """);
        start("alerter", Map.of("LOGBELL_STORE", "foo", "MAILER_TLS", "ture"), "", """
                LOGBELL_STORE (alerter.store) must be one of postgres, sqlite, got "foo": change it or leave it out
                MAILER_TLS (quarkus.mailer.tls) must be true or false, got "ture": change it or leave it out
                """);
        for (Start start : starts) {
            assertThat(start.process().waitFor(1, TimeUnit.MINUTES))
                    .as("%s ends", start.application())
                    .isTrue();
            assertThat(Files.readString(start.output()).lines())
                    .as(start.application())
                    .containsExactlyInAnyOrderElementsOf(
                            start.expected().lines().toList());
            assertThat(start.process().exitValue()).as("exit status").isEqualTo(1);
        }
    }

    @Test
    void warnsOnceAndInOneLineAboutADatabaseThatIsAway() throws IOException {
        start("deploy/standalone", Map.of("LOGBELL_STORE", "postgres", "POSTGRES_PORT", "1"), "", "");
        Path output = starts.getFirst().output();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(Files.readString(output)).contains("Logbell is up", "cannot be opened"));
        assertThat(Files.readString(output).lines().filter(line -> line.contains("localhost:1 ")))
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .contains("The store cannot be opened (Connection to localhost:1 refused.")
                .endsWith(": trying again until it can");
    }

    private void start(String application, Map<String, String> environment, String properties, String expected)
            throws IOException {
        Path repository = Path.of(System.getProperty("logbell.repository"));
        Path place = Files.createDirectories(folder.resolve("start-" + starts.size()));
        Files.writeString(Files.createDirectory(place.resolve("config")).resolve("application.properties"), properties);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-jar",
                        repository
                                .resolve(application)
                                .resolve("target/quarkus-app/quarkus-run.jar")
                                .toAbsolutePath()
                                .normalize()
                                .toString())
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(place.resolve(STDOUT).toFile());
        builder.environment().put("COLLECTOR_FILES", place.resolve("none.log").toString());
        builder.environment().put("LOGBELL_DATA", place.resolve("data").toString());
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().put("QUARKUS_BANNER_ENABLED", "false");
        builder.environment().putAll(environment);
        starts.add(new Start(
                application,
                builder.start(),
                place.resolve(STDOUT),
                expected.replace("%s", place.toRealPath().toString())));
    }

    @AfterEach
    void end() {
        starts.forEach(start -> start.process().destroyForcibly());
    }
}
