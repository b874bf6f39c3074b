package dev.logbell.collector;

import dev.logbell.backends.Kafka;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real Kafka, and a folder whose files are followed. */
public final class KafkaForTests implements QuarkusTestResourceLifecycleManager {
    static Kafka kafka;
    static Path logs;

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("logbell-collector-it");
            logs = Files.createDirectories(folder.resolve("logs"));
            kafka = Kafka.start(folder.resolve("kafka"), 0);
            return Map.of(
                    "kafka.bootstrap.servers",
                    kafka.bootstrapServers(),
                    "collector.files",
                    logs + "/**/*.log",
                    "collector.data",
                    folder.resolve("data").toString(),
                    "collector.host",
                    "web-1",
                    "collector.syslog.tcp-port",
                    "0",
                    "collector.syslog.udp-port",
                    "0",
                    "collector.gelf.tcp-port",
                    "0",
                    "quarkus.http.test-port",
                    "0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        kafka.close();
    }
}
