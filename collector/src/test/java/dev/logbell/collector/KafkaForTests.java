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
    static Path rules;

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("logbell-collector-it");
            logs = Files.createDirectories(folder.resolve("logs"));
            rules = Files.writeString(folder.resolve("rules.properties"), "");
            kafka = Kafka.start(folder.resolve("kafka"), 0);
            return Map.ofEntries(
                    Map.entry("kafka.bootstrap.servers", kafka.bootstrapServers()),
                    Map.entry("collector.files", logs + "/**/*.log"),
                    Map.entry("collector.data", folder.resolve("data").toString()),
                    Map.entry("collector.host", "web-1"),
                    Map.entry("collector.syslog.tcp-port", "0"),
                    Map.entry("collector.syslog.udp-port", "0"),
                    Map.entry("collector.gelf.tcp-port", "0"),
                    Map.entry("quarkus.http.test-port", "0"),
                    Map.entry("collector.rules-file", rules.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        kafka.close();
    }
}
