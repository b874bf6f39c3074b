package dev.logbell.processor;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.logbell.backends.Backend;
import dev.logbell.backends.Backends;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the processor says while PostgreSQL, Kafka or RabbitMQ is away, and that it goes on when they are back. */
@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@TestProfile(BackendsAwayIT.Profile.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public class BackendsAwayIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final String STORE = "processor store";

    Backends backends;

    /** The processor with real backends, for tests that find PostgreSQL running again when this one is done. */
    public static class Profile implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(StoreIsAway.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.test-port", "0");
        }
    }

    /** Kafka with topics of others, RabbitMQ, and a PostgreSQL that is down when the processor starts. */
    public static class StoreIsAway implements QuarkusTestResourceLifecycleManager {
        private @Nullable Backends backends;

        @Override
        public Map<String, String> start() {
            try {
                Backends started = Backends.start(Files.createTempDirectory("logbell-backends"));
                backends = started;
                started.postgres().stop();
                try (Admin admin = Admin.create(Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        started.kafka().bootstrapServers()))) {
                    admin.createTopics(Stream.of("logbell.logs", "jobs", "otlp_logs", "orders")
                                    .flatMap(name -> Stream.of(name, name + ".dead-letter"))
                                    .map(name -> new NewTopic(name, 1, (short) 1))
                                    .toList())
                            .all()
                            .get();
                }
                Map<String, String> settings = new HashMap<>(started.environment());
                settings.put("processor.kafka.topics", "jobs,otlp_logs,orders");
                settings.put("processor.kafka.encoding.orders", "json");
                settings.put("processor.kafka.max-record-bytes", "1000000");
                return settings;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void stop() {
            if (backends != null) {
                backends.close();
            }
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(backends, new TestInjector.MatchesType(Backends.class));
        }
    }

    @Test
    @Order(1)
    void staysUpWithoutItsStoreAndBecomesReadyByItself() {
        given().get("/q/health/live").then().statusCode(200);
        assertThat(statusOf(STORE)).isEqualTo("DOWN");
        answersThatTheStoreIsAway();

        backends.postgres().start();

        awaitReady();
        given().get("/api/v1/logs").then().statusCode(200);
    }

    @Test
    @Order(2)
    void saysWhatToDoWhileTheStoreIsAway() {
        whileAway(backends.postgres(), STORE, BackendsAwayIT::answersThatTheStoreIsAway);
        given().get("/api/v1/accounting").then().statusCode(200);
    }

    @Test
    @Order(3)
    void isNotReadyWithoutKafka() {
        whileAway(backends.kafka(), "SmallRye Reactive Messaging - readiness check", () -> {});
    }

    @Test
    @Order(4)
    void isNotReadyWithoutRabbitMq() {
        whileAway(backends.rabbitMq(), "processor: alerts can leave", () -> {});
    }

    private static void whileAway(Backend backend, String check, Runnable meanwhile) {
        awaitReady();
        backend.stop();
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(statusOf(check)).isEqualTo("DOWN"));
            meanwhile.run();
        } finally {
            backend.start();
        }
        awaitReady();
    }

    private static void awaitReady() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(given().get("/q/health/ready"))
                        .extracting(Response::statusCode, answer -> answer.asString())
                        .first()
                        .isEqualTo(200));
    }

    private static String statusOf(String check) {
        return given().get("/q/health/ready").path("checks.find { it.name == '%s' }.status".formatted(check));
    }

    private static void answersThatTheStoreIsAway() {
        for (String path : List.of("/api/v1/logs?query=a", "/api/v1/alerts", "/api/v1/accounting")) {
            long start = System.nanoTime();
            given().get(path)
                    .then()
                    .statusCode(503)
                    .contentType("application/json")
                    .body("error", containsString("the store (PostgreSQL at "))
                    .body("error", containsString("Start it, or correct POSTGRES_HOST and POSTGRES_PORT"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
        }
        given().get("/")
                .then()
                .statusCode(200)
                .body(containsString("role=\"alert\">the store (PostgreSQL at "))
                .body(containsString("Start it, or correct POSTGRES_HOST"));
    }
}
