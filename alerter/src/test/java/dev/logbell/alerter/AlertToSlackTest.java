package dev.logbell.alerter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.logbell.alerter.FakeReceiver.Answer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The whole alerter in one process with SQLite, from the channel to a receiver. */
@QuarkusTest
@QuarkusTestResource(value = AlertToSlackTest.Surroundings.class, restrictToAnnotatedClass = true)
class AlertToSlackTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final FakeReceiver SLACK = new FakeReceiver();

    @Inject
    Wire wire;

    /** A folder, a Slack, and no broker. */
    public static class Surroundings implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            try {
                Path folder = Files.createTempDirectory("alerter-test");
                return Map.of(
                        "LOGBELL_STORE", "sqlite",
                        "LOGBELL_DATA", folder.toString(),
                        "SLACK_WEB_HOOK", SLACK.url(),
                        "alerter.retry.first", "100ms",
                        "mp.messaging.incoming.alerts.enabled", "false",
                        "quarkus.http.test-port", "0");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {
            SLACK.close();
        }
    }

    @Test
    void tellsSlackOnceWhenItAnswers500And429AndThen200() throws Exception {
        int before = SLACK.accepted().size();
        SLACK.answerNext(new Answer(500), new Answer(429, Map.of("Retry-After", "1"), ""));

        wire.send(SampleAlerts.alert(NUMBERS.incrementAndGet()))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);

        await().until(() -> SLACK.accepted().size() == before + 1);
        var requests = SLACK.requests();
        int last = requests.size() - 1;
        assertThat(requests.get(last).nanos() - requests.get(last - 1).nanos()).isGreaterThan(990_000_000L);
        assertThat(requests.get(last).key()).isEqualTo(requests.get(last - 2).key());
        await().untilAsserted(() -> given().get("/api/v1/deliveries?limit=1")
                .then()
                .statusCode(200)
                .body("deliveries[0].state", equalTo("delivered"))
                .body("deliveries[0].history", hasSize(3)));
    }

    @Test
    void anAlertRaisedTwiceIsToldOnce() throws Exception {
        int before = SLACK.accepted().size();
        var alert = SampleAlerts.alert(NUMBERS.incrementAndGet());

        wire.send(alert).toCompletableFuture().get(5, TimeUnit.SECONDS);
        wire.send(alert).toCompletableFuture().get(5, TimeUnit.SECONDS);
        var next = SampleAlerts.alert(NUMBERS.incrementAndGet());
        wire.send(next).toCompletableFuture().get(5, TimeUnit.SECONDS);

        await().until(() -> SLACK.accepted().size() >= before + 2);
        assertThat(SLACK.accepted()).hasSize(before + 2);
    }

    @Test
    void showsItsChannelsWithoutSecrets() {
        given().get("/api/v1/channels")
                .then()
                .statusCode(200)
                .body("channels", hasSize(1))
                .body("channels[0].name", equalTo("slack"))
                .body(not(containsString("secret")));
    }

    @Test
    void saysWhichParameterIsWrong() {
        given().get("/api/v1/deliveries?state=lost")
                .then()
                .statusCode(400)
                .body("error", equalTo("state must be pending, delivered or failed, got lost"));
    }

    @Test
    void isReadyAndMeasures() {
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/metrics").then().statusCode(200).body(containsString("jvm"));
    }
}
