package dev.logbell.collector;

import static org.awaitility.Awaitility.await;

import dev.logbell.backends.Kafka;
import dev.logbell.log.LogChunk;
import dev.logbell.wire.LogChunkDeserializer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A real Kafka, and a folder whose files are followed. */
public final class KafkaForTests implements QuarkusTestResourceLifecycleManager {
    static final String TOPIC = "logbell.logs";

    static Kafka kafka;
    static Path logs;
    static Path rules;

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("logbell-collector-it");
            logs = Files.createDirectories(folder.resolve("logs"));
            rules = Files.writeString(folder.resolve("rules.properties"), "");
            kafka = Kafka.start(folder.resolve("kafka"), 0, """
                    auto.create.topics.enable=false
                    authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                    allow.everyone.if.no.acl.found=true
                    """);
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

    /** Of all chunks; once the collector has made the topic, which this one leaves to it. */
    static KafkaConsumer<String, LogChunk> consumer() {
        KafkaConsumer<String, LogChunk> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "allow.auto.create.topics",
                        "false",
                        "max.partition.fetch.bytes",
                        "20971520"),
                new StringDeserializer(),
                new LogChunkDeserializer());
        await().atMost(Duration.ofMinutes(1))
                .until(() -> consumer.partitionsFor(TOPIC).size() == 6);
        consumer.assign(consumer.partitionsFor(TOPIC).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
        return consumer;
    }
}
