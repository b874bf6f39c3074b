package dev.logbell.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.logbell.backends.Kafka;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How long it takes from the write of a line to an idle file until a consumer has it, and how much of that until the
 * collector has handed it to its Kafka client; beside them, in the same run, the same for a bare record of a producer in
 * this process. Before, records of that kind have Kafka and the consumer warm, and lines without a pause the collector.
 */
final class LineToKafka {
    private static final int KAFKA_WARM_UP = 5000;
    private static final int WARM_UP = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOPIC = "logbell.logs";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Random pause = new Random(1);
    private int partitions;

    private LineToKafka(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer) {
        this.consumer = consumer;
        this.producer = producer;
    }

    static void measure(Kafka kafka, Path file, int lines) throws IOException, InterruptedException {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "allow.auto.create.topics", "false"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "acks",
                                "all",
                                "compression.type",
                                "lz4",
                                "linger.ms",
                                "0"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                OutputStream out = Files.newOutputStream(file)) {
            new LineToKafka(consumer, producer).measure(out, lines);
        }
    }

    private void measure(OutputStream out, int lines) throws IOException, InterruptedException {
        List<TopicPartition> all = consumer.partitionsFor(TOPIC).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        partitions = all.size();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        for (int i = 0; i < KAFKA_WARM_UP; i++) {
            var _ = bare(i);
        }
        List<Times> times = new ArrayList<>();
        for (int i = -WARM_UP; i < lines; i++) {
            if (i >= 0) {
                Thread.sleep(pause.nextInt(20, 80));
            }
            Times line = line(out, i);
            if (i >= 0) {
                times.add(line);
            }
        }
        double[] bare = new double[lines];
        for (int i = 0; i < lines; i++) {
            Thread.sleep(pause.nextInt(20, 80));
            bare[i] = bare(i);
        }
        Percentiles.report(
                "line to Kafka", times.stream().mapToDouble(Times::total).toArray());
        Percentiles.report(
                "  until sent", times.stream().mapToDouble(Times::untilSent).toArray());
        Percentiles.report("bare record", bare);
    }

    /** Milliseconds from the write of a line. */
    private record Times(double untilSent, double total) {}

    private Times line(OutputStream out, int number) throws IOException {
        long wall = System.currentTimeMillis();
        long start = System.nanoTime();
        out.write("INFO: 2026/03/01 10:00:00 service.go:36: order %d accepted\n"
                .formatted(number)
                .getBytes(US_ASCII));
        ConsumerRecord<byte[], byte[]> record = next();
        return new Times(record.timestamp() - wall, (System.nanoTime() - start) / 1e6);
    }

    private double bare(int number) {
        byte[] value = "INFO: 2026/03/01 10:00:00 service.go:36: order %d accepted\n"
                .formatted(number)
                .getBytes(US_ASCII);
        long start = System.nanoTime();
        var _ = producer.send(new ProducerRecord<>(TOPIC, number % partitions, null, value));
        var _ = next();
        return (System.nanoTime() - start) / 1e6;
    }

    private ConsumerRecord<byte[], byte[]> next() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(PATIENCE);
        if (records.isEmpty()) {
            throw new IllegalStateException("nothing was in Kafka within " + PATIENCE);
        }
        return records.iterator().next();
    }
}
