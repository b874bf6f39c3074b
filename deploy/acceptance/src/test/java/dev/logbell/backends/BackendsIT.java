package dev.logbell.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The servers, which mostly have to be waited for. */
@Execution(ExecutionMode.CONCURRENT)
class BackendsIT {
    private static final Path CLASSES =
            Path.of(System.getProperty("logbell.repository"), "deploy", "backends", "target", "classes");

    @TempDir
    private Path folder;

    @Test
    void kafkaKeepsItsRecordsOverARestartAndAKill() throws Exception {
        try (Kafka kafka = Kafka.start(folder, 0)) {
            int port = kafka.port();
            send(kafka, "before the restart");
            kafka.restart();
            send(kafka, "before the kill");
            kafka.kill();
            assertThat(kafka.isRunning()).isFalse();
            assertThat(Loopback.isListening(port)).isFalse();
            kafka.start();
            assertThat(kafka.port()).isEqualTo(port);
            assertThat(records(kafka)).containsExactlyInAnyOrder("before the restart", "before the kill");
        }
    }

    @Test
    void postgresKeepsItsRowsOverARestartAndAKill() throws Exception {
        try (Postgres postgres = Postgres.start(folder, 0)) {
            execute(postgres, "CREATE TABLE kept (line text)");
            execute(postgres, "INSERT INTO kept VALUES ('before the restart')");
            postgres.restart();
            execute(postgres, "INSERT INTO kept VALUES ('before the kill')");
            postgres.kill();
            assertThat(Loopback.isListening(postgres.port())).isFalse();
            postgres.start();
            assertThat(count(postgres, "kept")).isEqualTo(2);
        }
    }

    @Test
    void rabbitMqKeepsItsMessagesOverARestartAndAKill() throws Exception {
        try (RabbitMq rabbit = RabbitMq.start(folder, 0)) {
            publish(rabbit, "before the restart");
            rabbit.restart();
            publish(rabbit, "before the kill");
            rabbit.kill();
            assertThat(Loopback.isListening(rabbit.port())).isFalse();
            rabbit.start();
            assertThat(take(rabbit)).isEqualTo("before the restart");
            assertThat(take(rabbit)).isEqualTo("before the kill");
        }
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Postgres.start(folder, taken.getLocalPort()))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining(
                            "Port " + taken.getLocalPort() + " of PostgreSQL is taken by another program");
        }
    }

    @Test
    void startsAServerAgainThatDiesAndLeavesNothingRunningWhenTheMainProcessIsKilled() throws Exception {
        Path environmentFile = folder.resolve("backends.env");
        Process main = main(environmentFile);
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> Files.exists(environmentFile) || !main.isAlive());
            assertThat(main.isAlive()).as(() -> output()).isTrue();
            killServer(main, "postgres");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(output())
                            .contains(
                                    "backends: PostgreSQL has ended by itself: starting it again\n",
                                    "backends: PostgreSQL runs again, with the same port and data\n"));
            List<ProcessHandle> children = main.descendants().toList();
            assertThat(children).hasSizeGreaterThanOrEqualTo(6);
            assertThat(ports(environmentFile)).hasSize(3).allMatch(Loopback::isListening);

            assertThat(main.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(children)
                            .filteredOn(ProcessHandle::isAlive)
                            .isEmpty());
            assertThat(ports(environmentFile)).noneMatch(Loopback::isListening);
        } finally {
            main.destroy();
        }
    }

    /** Ends a server's first process with SIGKILL, as somebody would who found it in a list of processes. */
    private static void killServer(Process main, String program) {
        ProcessHandle server = main.descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/" + program))
                .min(Comparator.comparingLong(ProcessHandle::pid))
                .orElseThrow();
        assertThat(server.destroyForcibly()).isTrue();
    }

    private Process main(Path environmentFile) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        CLASSES.toString(),
                        Main.class.getName(),
                        "--data",
                        folder.resolve("data").toString(),
                        "--env-file",
                        environmentFile.toString(),
                        "--kafka-port",
                        "0",
                        "--postgres-port",
                        "0",
                        "--rabbitmq-port",
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("main.out").toFile())
                .start();
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("main.out"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<Integer> ports(Path environmentFile) throws Exception {
        return Files.readAllLines(environmentFile).stream()
                .filter(line -> line.matches("(KAFKA_BOOTSTRAP_SERVERS|\\w+_PORT)=.*"))
                .map(line -> Integer.parseInt(line.replaceAll(".*[=:]", "")))
                .toList();
    }

    private static void send(Kafka kafka, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept", value)).get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> records(Kafka kafka) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            Collection<TopicPartition> partitions = consumer.partitionsFor("kept").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            assertThat(partitions).hasSize(4);
            consumer.assign(partitions);
            long total = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            List<String> values = new ArrayList<>();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                StreamSupport.stream(consumer.poll(Duration.ofMillis(500)).spliterator(), false)
                        .forEach(record -> values.add(record.value()));
                return values.size() >= total;
            });
            return values;
        }
    }

    private static void execute(Postgres postgres, String sql) throws Exception {
        try (java.sql.Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(Postgres postgres, String table) throws Exception {
        try (java.sql.Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void publish(RabbitMq rabbit, String body) throws Exception {
        inChannel(rabbit, channel -> {
            channel.queueDeclare("kept", true, false, false, Map.of("x-queue-type", "quorum"));
            channel.confirmSelect();
            channel.basicPublish("", "kept", MessageProperties.PERSISTENT_BASIC, body.getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(30_000);
        });
    }

    private static String take(RabbitMq rabbit) throws Exception {
        StringBuilder body = new StringBuilder();
        inChannel(rabbit, channel -> {
            GetResponse message = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> channel.basicGet("kept", true), response -> response != null);
            body.append(new String(message.getBody(), StandardCharsets.UTF_8));
        });
        return body.toString();
    }

    private interface ChannelUse {
        void with(Channel channel) throws Exception;
    }

    private static void inChannel(RabbitMq rabbit, ChannelUse use) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(rabbit.host());
        factory.setPort(rabbit.port());
        factory.setUsername(rabbit.user());
        factory.setPassword(rabbit.password());
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            use.with(channel);
        }
    }
}
