package dev.logbell.collector;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
class CollectorIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private KafkaConsumer<String, LogChunk> consumer;
    private final List<ConsumerRecord<String, LogChunk>> records = new ArrayList<>();

    @BeforeEach
    void listen() {
        consumer = KafkaForTests.consumer();
        consumer.seekToBeginning(consumer.assignment());
    }

    @AfterEach
    void stopListening() {
        consumer.close();
    }

    @Test
    void sendsALineWithWhereItCameFrom() throws IOException {
        Path file = KafkaForTests.logs.resolve("deep/er/one.log");
        Files.createDirectories(file.getParent());
        write(file, "ERROR one\n");
        assertThat(received(file, 10)).isEqualTo("ERROR one\n");
        ConsumerRecord<String, LogChunk> record = records.getFirst();
        LogChunk chunk = record.value();
        assertThat(record.key()).isEqualTo(chunk.source().id()).startsWith("file:web-1:");
        assertThat(chunk.offset()).isZero();
        assertThat(chunk.framing()).isEqualTo(Framing.LINES);
        assertThat(chunk.source().resource())
                .containsEntry("host.name", "web-1")
                .containsEntry("log.file.path", file.toString());
        RestAssured.get("/api/v1/collector/sources")
                .then()
                .statusCode(200)
                .body("sources.path", hasItem(file.toString()))
                .body("sources.id", hasItem(record.key()));
        RestAssured.get("/q/metrics").then().body(containsString("logbell_collector_bytes_read_total"));
    }

    @Test
    void masksSecretsBeforeTheyLeave() throws IOException {
        Path file = KafkaForTests.logs.resolve("secrets.log");
        write(file, "login password=hunter2 of file\n");
        assertThat(received(file, 30)).isEqualTo("login password=******* of file\n");
        RestAssured.given()
                .contentType("text/plain")
                .body("login password=hunter2 of stream\n")
                .post("/ingest")
                .then()
                .statusCode(204);
        List<String> texts = new ArrayList<>();
        await().atMost(LONG).until(() -> {
            consumer.poll(Duration.ofMillis(200))
                    .forEach(record -> texts.add(new String(record.value().bytes(), StandardCharsets.UTF_8)));
            return texts.stream().anyMatch(text -> text.contains("of stream"));
        });
        assertThat(texts).noneMatch(text -> text.contains("hunter2"));
        RestAssured.get("/api/v1/collector/configuration")
                .then()
                .statusCode(200)
                .body("problem", equalTo(null));
        RestAssured.get("/q/metrics")
                .then()
                .body(containsString("logbell_collector_secrets_masked_total{rule=\"password\"} 2.0"));
    }

    @Test
    void followsOtherRulesWhileItRunsAndRefusesWrongOnes() throws IOException {
        Path file = KafkaForTests.logs.resolve("ruled.log");
        write(file, "noise 1\nkept 1\n");
        assertThat(received(file, 15)).isEqualTo("noise 1\nkept 1\n");
        rules("collector.drop.noise.query=noise\n");
        await().atMost(LONG)
                .untilAsserted(() -> RestAssured.get("/q/metrics")
                        .then()
                        .body(containsString("logbell_collector_reloads_total{outcome=\"followed\"}")));
        write(file, "noise 2\nkept 2\n");
        await().atMost(LONG).until(() -> texts(file).contains("kept 2\n"));
        rules("collector.drop.noise.query=(noise\n");
        await().atMost(LONG)
                .untilAsserted(() -> RestAssured.get("/q/health/ready")
                        .then()
                        .statusCode(200)
                        .body(containsString("collector.drop.noise.query must be a query, got (noise")));
        RestAssured.get("/q/metrics").then().body(containsString("logbell_collector_configuration_refused 1.0"));
        write(file, "noise 3\nkept 3\n");
        await().atMost(LONG).until(() -> texts(file).contains("kept 3\n"));
        rules("");
        await().atMost(LONG)
                .untilAsserted(() -> RestAssured.get("/q/metrics")
                        .then()
                        .body(containsString("logbell_collector_configuration_refused 0.0")));
        write(file, "noise 4\n");
        await().atMost(LONG).until(() -> texts(file).contains("noise 4\n"));
        assertThat(texts(file)).isEqualTo("noise 1\nkept 1\nkept 2\nkept 3\nnoise 4\n");
        assertThat(records.getLast().value().endOffset())
                .as("what was dropped counts")
                .isEqualTo(53);
    }

    private static void rules(String text) throws IOException {
        Files.writeString(KafkaForTests.rules, text);
    }

    /** What has arrived of a file. */
    private String texts(Path file) {
        poll(file);
        return records.stream()
                .map(record -> new String(record.value().bytes(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    private void poll(Path file) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> {
            if (file.toString().equals(record.value().source().resource().get("log.file.path"))) {
                records.add(record);
            }
        });
    }

    @Test
    void sendsAnEventOfAMegabyteAndMore() throws IOException {
        Path file = KafkaForTests.logs.resolve("long.log");
        byte[] noise = new byte[1_500_000];
        new Random(7).nextBytes(noise);
        String text = HexFormat.of().formatHex(noise) + "\nend\n";
        write(file, text);
        assertThat(received(file, text.length())).isEqualTo(text);
        assertThat(records.stream().filter(record -> record.value().continues()))
                .hasSize(2);
    }

    @Test
    void keepsEverythingInOrderWhileTheBrokerIsAway() throws IOException {
        Path file = KafkaForTests.logs.resolve("away.log");
        String before = lines(0, 20_000);
        write(file, before);
        assertThat(received(file, 100)).isNotEmpty();
        KafkaForTests.kafka.stop();
        String during = lines(20_000, 40_000);
        write(file, during);
        await().atMost(LONG)
                .untilAsserted(() -> RestAssured.get("/q/health/ready")
                        .then()
                        .statusCode(503)
                        .body("status", equalTo("DOWN")));
        KafkaForTests.kafka.start();
        String after = lines(40_000, 60_000);
        write(file, after);
        String all = before + during + after;
        assertThat(received(file, all.length())).isEqualTo(all);
        await().atMost(LONG)
                .untilAsserted(() -> RestAssured.get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void saysThatItMayNotWriteAndGoesOnOnceItMay() throws Exception {
        Path file = KafkaForTests.logs.resolve("denied.log");
        write(file, "before\n");
        assertThat(received(file, 7)).isEqualTo("before\n");
        double before = refusals();
        try (Admin admin = admin();
                LogLines log = LogLines.of("")) {
            admin.createAcls(List.of(
                            acl(AclOperation.ALL, AclPermissionType.ALLOW),
                            acl(AclOperation.WRITE, AclPermissionType.DENY)))
                    .all()
                    .get();
            write(file, "during\n");
            awaitNotReady("the brokers do not let this collector write to the topic logbell.logs: give its user WRITE");
            await().atMost(LONG).until(() -> refusals() >= before + 2);
            admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
            write(file, "after\n");
            assertThat(received(file, 20)).isEqualTo("before\nduring\nafter\n");
            awaitReady();
            assertThat(log.lines())
                    .filteredOn(line -> line.matches("\\w+ (chunks|SRMSG1820|SRMSG1821).*"))
                    .satisfiesExactly(
                            line -> assertThat(line).matches("WARN chunks of file:\\S+ are refused .*Not authorized.*"),
                            line -> assertThat(line).startsWith("INFO chunks are taken again, after "));
        }
    }

    @Test
    void keepsInTheLogWhatElseIsWrongWithAChunk() {
        Logger connector = Logger.getLogger("io.smallrye.reactive.messaging.kafka");
        String nacked = "SRMSG18212: Message %s from channel '%s' was not sent to Kafka topic '%s' - nacking message";
        try (LogLines log = LogLines.of(connector.getName())) {
            connector.errorf(new SerializationException(), nacked, "", "collected", "logbell.logs");
            connector.errorf(new TimeoutException(), nacked, "", "another", "logbell.logs");
            connector.errorf(new TimeoutException(), "SRMSG18207: Unable to dispatch message to Kafka");
            assertThat(log.lines()).hasSize(3);
        }
    }

    private static AclBinding acl(AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, KafkaForTests.TOPIC, PatternType.LITERAL),
                new AccessControlEntry("User:*", "*", operation, permission));
    }

    private static double refusals() {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("logbell_collector_errors_total")
                        && line.contains("files")
                        && line.contains("refused"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void saysThatTheTopicIsGoneAndGoesOnOnceItIsThereAgain() throws Exception {
        Path file = KafkaForTests.logs.resolve("gone.log");
        write(file, "before\n");
        assertThat(received(file, 7)).isEqualTo("before\n");
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(KafkaForTests.TOPIC)).all().get();
            write(file, "during\n");
            awaitNotReady("there is no topic logbell.logs: make it, with 6 partitions and max.message.bytes 1114112");
            admin.createTopics(List.of(new NewTopic(KafkaForTests.TOPIC, Optional.of(6), Optional.empty())
                            .configs(Map.of("max.message.bytes", "1114112"))))
                    .all()
                    .get();
        }
        consumer.close();
        consumer = KafkaForTests.consumer();
        consumer.seekToBeginning(consumer.assignment());
        assertThat(received(file, 14)).isEqualTo("before\nduring\n");
        awaitReady();
    }

    @Test
    void cutsWhatTheTopicDoesNotTake() throws Exception {
        Path file = KafkaForTests.logs.resolve("large.log");
        byte[] noise = new byte[20_000];
        new Random(7).nextBytes(noise);
        String text = HexFormat.of().formatHex(noise) + "\nend\n";
        try (Admin admin = admin()) {
            limit(admin, "25000");
            write(file, text);
            assertThat(received(file, text.length())).isEqualTo(text);
            limit(admin, "1114112");
        }
    }

    private static void limit(Admin admin, String bytes) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, KafkaForTests.TOPIC),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", KafkaForTests.kafka.bootstrapServers()));
    }

    private static void awaitNotReady(String problem) {
        await().atMost(LONG)
                .untilAsserted(() -> RestAssured.get("/q/health/ready")
                        .then()
                        .statusCode(503)
                        .body(containsString(problem)));
    }

    private static void awaitReady() {
        await().atMost(LONG)
                .untilAsserted(() -> RestAssured.get("/q/health/ready").then().statusCode(200));
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "2025-11-05 12:00:00,000 INFO [main] dev.shop.Cart - line number " + i + "\n")
                .collect(Collectors.joining());
    }

    /** What a store would hold of a file: each byte once, without holes, as soon as there is so much. */
    private String received(Path file, int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        await().atMost(LONG).until(() -> {
            poll(file);
            bytes.reset();
            for (ConsumerRecord<String, LogChunk> record : records) {
                assertThat(record.value().offset()).isLessThanOrEqualTo(bytes.size());
                bytes.writeBytes(record.value().from(bytes.size()).bytes());
            }
            return bytes.size() >= length;
        });
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, CREATE, APPEND);
    }
}
