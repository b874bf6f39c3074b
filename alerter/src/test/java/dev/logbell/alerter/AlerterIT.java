package dev.logbell.alerter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.logbell.alerter.FakeReceiver.Answer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The whole alerter in one process with SQLite, from the channel to a receiver. */
@QuarkusTest
@QuarkusTestResource(value = AlerterIT.Surroundings.class, restrictToAnnotatedClass = true)
class AlerterIT {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final FakeReceiver SLACK = new FakeReceiver();
    private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static ServerSocket hanging;

    @Inject
    Wire wire;

    /** A token, a folder, a Slack, and no broker. */
    public static class Surroundings implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            try {
                MAIL.start();
                hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Path folder = Files.createTempDirectory("alerter-test");
                return Map.ofEntries(
                        Map.entry("LOGBELL_TOKEN", "open-sesame"),
                        Map.entry("LOGBELL_STORE", "sqlite"),
                        Map.entry("LOGBELL_DATA", folder.toString()),
                        Map.entry("SLACK_WEB_HOOK", SLACK.url()),
                        Map.entry("alerter.retry.first", "100ms"),
                        Map.entry("alerter.rate-limit.burst", "1000"),
                        Map.entry("mp.messaging.incoming.alerts.enabled", "false"),
                        Map.entry("quarkus.http.test-port", "0"),
                        Map.entry("ALERTER_MAIL_TO", "ops@example.org, boss@example.org"),
                        Map.entry("MAILER_HOST", "127.0.0.1"),
                        Map.entry("MAILER_PORT", Integer.toString(MAIL.getSmtp().getPort())),
                        Map.entry("MAILER_FROM", "logbell@example.org"),
                        Map.entry("alerter.channels.hanging.type", "webhook"),
                        Map.entry("alerter.channels.hanging.url", "http://127.0.0.1:" + hanging.getLocalPort() + "/"),
                        Map.entry("alerter.channels.hanging.match", "{service=\"payments\"}"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {
            SLACK.close();
            MAIL.stop();
            try {
                hanging.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void tellsSlackOnceWhenItAnswers500And429AndThen200() throws Exception {
        int before = SLACK.accepted().size();
        SLACK.answerNext(new Answer(500), new Answer(429, Map.of("Retry-After", "1"), ""));

        wire.send(SampleAlerts.alert(NUMBERS.incrementAndGet()))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);

        await().atMost(PATIENCE).until(() -> SLACK.accepted().size() == before + 1);
        var requests = SLACK.requests();
        int last = requests.size() - 1;
        assertThat(requests.get(last).nanos() - requests.get(last - 1).nanos()).isGreaterThan(990_000_000L);
        assertThat(requests.get(last).key()).isEqualTo(requests.get(last - 2).key());
        await().atMost(PATIENCE)
                .untilAsserted(() -> admitted()
                        .get("/api/v1/deliveries?limit=1&channel=slack")
                        .then()
                        .statusCode(200)
                        .body("deliveries[0].state", equalTo("delivered"))
                        .body("deliveries[0].history", hasSize(3)));
    }

    @Test
    void anAlertRaisedTwiceIsToldOnce() throws Exception {
        int before = SLACK.accepted().size();
        var alert = SampleAlerts.alert(NUMBERS.incrementAndGet());

        wire.send(alert).toCompletableFuture().get(30, TimeUnit.SECONDS);
        wire.send(alert).toCompletableFuture().get(30, TimeUnit.SECONDS);
        var next = SampleAlerts.alert(NUMBERS.incrementAndGet());
        wire.send(next).toCompletableFuture().get(30, TimeUnit.SECONDS);

        await().atMost(PATIENCE).until(() -> SLACK.accepted().size() >= before + 2);
        assertThat(SLACK.accepted()).hasSize(before + 2);
    }

    @Test
    void mailsHtmlAndTextWithoutLettingLogsIntoTheHeaders() throws Exception {
        var alert = SampleAlerts.alert(
                NUMBERS.incrementAndGet(),
                "boom\r\nBcc: all@example.org\r\n\r\n<b>bold</b>",
                Map.of("alertname", "E", "severity", "error", "service", "mail\r\nBcc: x@example.org"));

        wire.send(alert).toCompletableFuture().get(30, TimeUnit.SECONDS);

        await().atMost(PATIENCE).until(() -> mailOf(alert.id()).size() == 2);
        MimeMessage mail = mailOf(alert.id()).getFirst();
        assertThat(mail.getSubject()).isEqualTo("ERROR mail Bcc: x@example.org: boom");
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getAllRecipients()).hasSize(2);
        String whole = GreenMailUtil.getWholeMessage(mail);
        assertThat(whole).contains("text/html").contains("text/plain").contains("&lt;b&gt;bold&lt;/b&gt;");
    }

    @Test
    void mailsASubjectWithEveryCharacterAndNoHeaderThatIsEmpty() throws Exception {
        String body = "\uD83D\uDCA5".repeat(25) + " \u202Eboom";
        var alert = SampleAlerts.alert(
                NUMBERS.incrementAndGet(), body, Map.of("alertname", "E", "severity", "error", "service", "emoji"));

        wire.send(alert).toCompletableFuture().get(30, TimeUnit.SECONDS);

        await().atMost(PATIENCE).until(() -> mailOf(alert.id()).size() == 2);
        MimeMessage mail = mailOf(alert.id()).getFirst();
        assertThat(mail.getSubject()).isEqualTo("ERROR emoji: " + "\uD83D\uDCA5".repeat(25) + " \uFFFDboom");
        assertThat(mail.getHeader("Cc")).isNull();
        assertThat(mail.getHeader("Subject")).hasSize(1);
        assertThat(mail.getMessageID()).startsWith("<" + alert.id()).endsWith("@example.org>");
        assertThat(mail.getFrom()[0]).hasToString("logbell@example.org");
    }

    private static List<MimeMessage> mailOf(String alertId) throws Exception {
        List<MimeMessage> found = new ArrayList<>();
        for (MimeMessage mail : MAIL.getReceivedMessages()) {
            if (String.join("", mail.getHeader("X-Logbell-Alert")).startsWith(alertId)) {
                found.add(mail);
            }
        }
        return found;
    }

    /** The hanging receiver never answers; by the time it is given up the others have long been told. */
    @Test
    void aReceiverThatHangsDelaysNobodyElse() throws Exception {
        for (int i = 0; i < 3; i++) {
            int before = SLACK.accepted().size();
            wire.send(SampleAlerts.alert(NUMBERS.incrementAndGet()))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            await().atMost(PATIENCE).until(() -> SLACK.accepted().size() == before + 1);
        }
    }

    @Test
    void showsItsChannelsWithoutSecrets() {
        admitted()
                .get("/api/v1/channels")
                .then()
                .statusCode(200)
                .body("channels.name", hasItems("slack", "email", "hanging"))
                .body(not(containsString("secret")));
    }

    @Test
    void saysWhichParameterIsWrong() {
        admitted()
                .get("/api/v1/deliveries?state=lost")
                .then()
                .statusCode(400)
                .body(
                        "error",
                        equalTo(
                                "state must be pending, delivered or failed, got 'lost': change it or leave it out (all)"));
    }

    @Test
    void isReadyAndMeasures() {
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/health/live").then().statusCode(200);
        admitted().get("/q/metrics").then().statusCode(200).body(containsString("logbell_alerter_deliveries_pending"));
    }

    @Test
    void refusesWhoShowsNoToken() {
        given().get("/api/v1/channels")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("Basic"))
                .body(containsString("LOGBELL_TOKEN"));
        given().get("/q/metrics").then().statusCode(401);
        given().get("/no/such/path").then().statusCode(401);
    }

    @Test
    void refusesAWrongToken() {
        given().header("Authorization", "Bearer open-sesam")
                .get("/api/v1/channels")
                .then()
                .statusCode(401);
    }

    private static RequestSpecification admitted() {
        return given().header("Authorization", "Bearer open-sesame");
    }
}
