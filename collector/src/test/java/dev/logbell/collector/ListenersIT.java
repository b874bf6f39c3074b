package dev.logbell.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import dev.logbell.collector.source.socket.Sockets.Listening;
import dev.logbell.log.LogChunk;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is pushed over sockets, to a real Kafka. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
class ListenersIT {
    private static final Duration LONG = Duration.ofSeconds(90);

    @Inject
    CollectorListeners listeners;

    private KafkaConsumer<String, LogChunk> consumer;
    private final Map<String, ByteArrayOutputStream> stored = new LinkedHashMap<>();
    /** Where a source was when a test began; it may go on with one of an earlier test. */
    private final Map<String, Long> begins = new LinkedHashMap<>();

    @BeforeEach
    void listen() {
        consumer = KafkaForTests.consumer();
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
    }

    @AfterEach
    void stopListening() {
        consumer.close();
    }

    @Test
    void takesWhatTheLoggerCommandSends() throws IOException, InterruptedException {
        InetSocketAddress tcp = address("syslog", "tcp");
        InetSocketAddress udp = address("syslog", "udp");
        for (List<String> options : List.of(
                List.of("--tcp", "--port", Integer.toString(tcp.getPort()), "--rfc3164"),
                List.of("--tcp", "--port", Integer.toString(tcp.getPort()), "--rfc5424", "--octet-count"),
                List.of("--udp", "--port", Integer.toString(udp.getPort()), "--rfc5424"))) {
            List<String> command = new ArrayList<>(List.of("logger", "--server", "127.0.0.1", "--tag", "shop"));
            command.addAll(options);
            command.add("it broke " + options.size());
            Process logger = new ProcessBuilder(command).inheritIO().start();
            assertThat(logger.waitFor()).as("logger, of the package bsdutils").isZero();
        }
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(received().lines())
                        .hasSize(3)
                        .allMatch(
                                line -> line.startsWith("<13>") && line.contains("shop") && line.contains("it broke")));
    }

    @Test
    void takesGelfOverTcpAsRecords() throws IOException {
        try (Socket socket = connect("gelf")) {
            String message =
                    "{\"version\":\"1.1\",\"host\":\"db-1\",\"short_message\":\"it broke\",\"level\":3,\"_user\":42}";
            socket.getOutputStream().write((message + "\0").getBytes(UTF_8));
            await().atMost(LONG)
                    .until(() -> received().contains("\"line\":\"it broke\"")
                            && received().contains("\"user\":42"));
        }
    }

    @Test
    void showsItsSendersAndFigures() throws IOException {
        try (Socket socket = connect("syslog")) {
            socket.getOutputStream().write("<34>hello\n".getBytes(UTF_8));
            await().atMost(LONG).until(() -> received().equals("<34>hello\n"));
            RestAssured.get("/api/v1/collector/sources")
                    .then()
                    .statusCode(200)
                    .body("sources.id", hasItem(startsWith("syslog:web-1:")))
                    .body("sources.path", hasItem("syslog from 127.0.0.1"));
        }
        RestAssured.get("/q/metrics")
                .then()
                .body(containsString("logbell_collector_connections_accepted_total{input=\"syslog\"}"))
                .body(containsString(
                        "logbell_collector_datagrams_dropped_total{input=\"syslog\",reason=\"receive_buffer\"}"));
    }

    @Test
    void keepsASenderWaitingWhileTheBrokerIsAwayAndLosesNothing() throws IOException, InterruptedException {
        int lines = 120_000;
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            expected.append("<34>Nov  5 12:00:01 db-1 su[230]: ")
                    .append("message ".repeat(40))
                    .append(i)
                    .append('\n');
        }
        byte[] all = expected.toString().getBytes(UTF_8);
        try (Socket socket = connect("syslog")) {
            OutputStream out = socket.getOutputStream();
            out.write(all, 0, 100_000);
            await().atMost(LONG).until(() -> !received().isEmpty());
            KafkaForTests.kafka.stop();
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    out.write(all, 100_000, all.length - 100_000);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(sender.join(Duration.ofSeconds(4)))
                    .as("sent all without a broker")
                    .isFalse();
            KafkaForTests.kafka.start();
            sender.join();
        }
        await().atMost(LONG).until(() -> received().length() == all.length);
        assertThat(received()).isEqualTo(expected.toString());
    }

    private Socket connect(String kind) throws IOException {
        InetSocketAddress address = address(kind, "tcp");
        return new Socket(address.getAddress(), address.getPort());
    }

    @Test
    void takesADatagram() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] bytes = "<34>over udp".getBytes(UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, address("syslog", "udp")));
        }
        await().atMost(LONG).until(() -> received().equals("<34>over udp\n"));
        RestAssured.get("/api/v1/collector/sources")
                .then()
                .body("datagrams.input", equalTo(List.of("syslog")))
                .body(
                        "datagrams[0].port",
                        equalTo("127.0.0.1:" + address("syslog", "udp").getPort()))
                .body("datagrams[0].arrived", greaterThan(0))
                .body("datagrams[0].dropped", anEmptyMap());
    }

    private InetSocketAddress address(String kind, String transport) {
        return listeners.listening().stream()
                .filter(listening ->
                        listening.kind().equals(kind) && listening.transport().equals(transport))
                .map(Listening::address)
                .findFirst()
                .orElseThrow();
    }

    /** What a store would hold by now of what came over sockets: each byte once, without holes. */
    private String received() {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> {
            LogChunk chunk = record.value();
            if (!chunk.source().id().startsWith("file:")) {
                ByteArrayOutputStream bytes =
                        stored.computeIfAbsent(chunk.source().id(), id -> new ByteArrayOutputStream());
                long begin = begins.computeIfAbsent(chunk.source().id(), id -> chunk.offset());
                assertThat(chunk.offset()).isLessThanOrEqualTo(begin + bytes.size());
                bytes.writeBytes(chunk.from(begin + bytes.size()).bytes());
            }
        });
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        stored.values().forEach(bytes -> all.writeBytes(bytes.toByteArray()));
        return all.toString(UTF_8);
    }
}
