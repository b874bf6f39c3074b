package dev.logbell.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A program that writes records of its own to Kafka, one event each. */
final class KafkaOrders implements AutoCloseable {
    static final String TOPIC = "orders";

    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<String> sent = new ArrayList<>();

    KafkaOrders(String servers) {
        Map<String, Object> configuration = Map.of("bootstrap.servers", servers);
        admin = Admin.create(configuration);
        producer = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Writes some more to the one partition that there is. */
    void send(int count) {
        List<Future<RecordMetadata>> sending = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String order = "order " + sent.size() + " is paid";
            sent.add(order);
            sending.add(producer.send(new ProducerRecord<>(TOPIC, 0, null, order.getBytes(StandardCharsets.UTF_8))));
        }
        sending.forEach(KafkaOrders::await);
    }

    List<String> sent() {
        return List.copyOf(sent);
    }

    /** Whether Kafka knows that the processor is done with all of them. */
    boolean areAllTold() {
        OffsetAndMetadata told = await(
                        admin.listConsumerGroupOffsets("logbell-processor").partitionsToOffsetAndMetadata())
                .get(new TopicPartition(TOPIC, 0));
        return told != null && told.offset() == sent.size();
    }

    private static <T> T await(Future<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("Kafka does not answer", e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
