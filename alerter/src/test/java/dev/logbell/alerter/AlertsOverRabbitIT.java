package dev.logbell.alerter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.logbell.alert.RaisedAlerts;
import dev.logbell.backends.Postgres;
import dev.logbell.backends.RabbitMq;
import dev.logbell.wire.AlertCodec;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The alerter between a real RabbitMQ and a real PostgreSQL. */
@QuarkusTest
@TestProfile(AlertsOverRabbitIT.Distributed.class)
@QuarkusTestResource(value = AlertsOverRabbitIT.Surroundings.class, restrictToAnnotatedClass = true)
class AlertsOverRabbitIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final FakeReceiver RECEIVER = new FakeReceiver();
    private static RabbitMq rabbit;
    private static Postgres postgres;

    /** Without the wire of the tests in one process. */
    public static class Distributed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.arc.exclude-types", "dev.logbell.alerter.Wire");
        }
    }

    /** The real servers, and a webhook that takes as much as comes. */
    public static class Surroundings implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            try {
                Path folder = Files.createTempDirectory("alerter-it");
                rabbit = RabbitMq.start(folder.resolve("rabbit"), 0);
                postgres = Postgres.start(folder.resolve("postgres"), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Map<String, String> settings = new HashMap<>(rabbit.environment());
            settings.putAll(postgres.environment());
            settings.put("LOGBELL_STORE", "postgres");
            settings.put("alerter.channels.hook.type", "webhook");
            settings.put("alerter.channels.hook.url", RECEIVER.url());
            settings.put("alerter.channels.hook.rate-limit.burst", "100000");
            settings.put("quarkus.http.test-port", "0");
            return settings;
        }

        @Override
        public void stop() {
            RECEIVER.close();
            rabbit.close();
            postgres.close();
        }
    }

    @Test
    void poisonEndsInTheDeadLetterQueueAndTheRestGoesOn() throws Exception {
        awaitReady();
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            publish(channel, "{\"no\": \"alert\"}");
            publish(channel, "\u0000 not even JSON");
            publish(channel, AlertCodec.encode(SampleAlerts.alert(1_000_001)));

            awaitTold(Set.of(SampleAlerts.alert(1_000_001).id()));
            for (int i = 0; i < 2; i++) {
                await().atMost(PATIENCE).until(() -> {
                    GetResponse dead = channel.basicGet("logbell.alerts.dead", true);
                    return dead != null;
                });
            }
        }
    }

    @Test
    void tellsEachAlertOfAMessageOnce() throws Exception {
        awaitReady();
        RaisedAlerts message = message(IntStream.range(4000, 4000 + RaisedAlerts.MOST));
        RaisedAlerts overlapping = message(IntStream.range(4032, 4032 + RaisedAlerts.MOST));
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            publish(channel, AlertCodec.encode(message));
            publish(channel, AlertCodec.encode(overlapping));
            publish(channel, AlertCodec.encode(SampleAlerts.alert(4100)));

            awaitTold(ids(4100, 4101));
        }
        assertThat(told().stream().filter(ids(4000, 4100)::contains))
                .hasSize(96)
                .doesNotHaveDuplicates();
    }

    @Test
    void aListWithAnythingElseInItEndsInTheDeadLetterQueue() throws Exception {
        awaitReady();
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            publish(channel, "[" + AlertCodec.encode(SampleAlerts.alert(4200)) + ", {\"no\": \"alert\"}]");

            await().atMost(PATIENCE).until(() -> channel.basicGet("logbell.alerts.dead", true) != null);
        }
        assertThat(told()).doesNotContain(SampleAlerts.alert(4200).id());
    }

    @Test
    void losesNothingWhenTheBrokerIsKilledInMidStream() throws Exception {
        awaitReady();
        publishAll(0, 200);
        rabbit.kill();
        rabbit.start();
        publishAll(200, 400);

        awaitTold(ids(0, 400));
        assertThat(RECEIVER.accepted().stream()
                        .flatMap(request -> request.body().getJsonArray("alerts").stream())
                        .count())
                .isGreaterThanOrEqualTo(400);
        awaitReady();
    }

    @Test
    void waitsForTheDatabaseAndThenGoesOn() throws Exception {
        awaitReady();
        postgres.stop();
        publishAll(2000, 2010);
        await().atMost(PATIENCE).until(() -> given().get("/q/health/ready").statusCode() == 503);
        postgres.start();

        awaitTold(ids(2000, 2010));
        awaitReady();
    }

    @Test
    void losesNothingWhileTheDatabaseAndTheBrokerAreAwayAtOnce() throws Exception {
        awaitReady();
        postgres.stop();
        publishAll(3000, 3400);
        await().atMost(PATIENCE).until(() -> given().get("/q/health/ready").statusCode() == 503);
        rabbit.kill();
        rabbit.start();
        postgres.start();

        awaitTold(ids(3000, 3400));
        awaitReady();
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            await().atMost(PATIENCE).until(() -> channel.messageCount("logbell.alerts") == 0);
            assertThat(channel.consumerCount("logbell.alerts")).isOne();
        }
    }

    private static void awaitReady() {
        await().atMost(PATIENCE).until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    private static Set<String> ids(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> SampleAlerts.alert(i).id())
                .collect(Collectors.toSet());
    }

    private static void awaitTold(Set<String> ids) {
        await().atMost(PATIENCE).until(() -> Set.copyOf(told()).containsAll(ids));
    }

    private static List<String> told() {
        return RECEIVER.accepted().stream()
                .flatMap(request -> request.body().getJsonArray("alerts").stream())
                .map(alert -> ((io.vertx.core.json.JsonObject) alert).getString("fingerprint"))
                .toList();
    }

    private static RaisedAlerts message(IntStream numbers) {
        return new RaisedAlerts(numbers.mapToObj(SampleAlerts::alert).toList());
    }

    private static void publishAll(int from, int to) throws Exception {
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            for (int i = from; i < to; i++) {
                publish(channel, AlertCodec.encode(SampleAlerts.alert(i)));
            }
            channel.waitForConfirmsOrDie(PATIENCE.toMillis());
        }
    }

    private static void publish(Channel channel, String body) throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(2)
                .build();
        channel.basicPublish("logbell.alerts", "", properties, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(rabbit.host());
        factory.setPort(rabbit.port());
        factory.setUsername(rabbit.user());
        factory.setPassword(rabbit.password());
        return factory.newConnection();
    }
}
