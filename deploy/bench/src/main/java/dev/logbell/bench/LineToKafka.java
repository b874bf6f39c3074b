package dev.logbell.bench;

import dev.logbell.backends.Kafka;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How long it takes from the write of a line to an idle file until a consumer has it. */
final class LineToKafka {
    private static final int WARM_UP = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private LineToKafka() {}

    static void measure(Kafka kafka, Path file, int lines) throws IOException, InterruptedException {
        double[] millis = new double[lines];
        Random pause = new Random(1);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "allow.auto.create.topics", "false"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                OutputStream out = Files.newOutputStream(file)) {
            List<TopicPartition> partitions = consumer.partitionsFor("logbell.logs").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            for (int i = -WARM_UP; i < lines; i++) {
                Thread.sleep(pause.nextInt(20, 80));
                long start = System.nanoTime();
                out.write("INFO: 2026/03/01 10:00:00 service.go:36: order %d accepted\n"
                        .formatted(i)
                        .getBytes(StandardCharsets.US_ASCII));
                if (consumer.poll(PATIENCE).isEmpty()) {
                    throw new IllegalStateException("line %d was not in Kafka within %s".formatted(i, PATIENCE));
                }
                if (i >= 0) {
                    millis[i] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        Percentiles.report("line to Kafka", millis);
    }
}
