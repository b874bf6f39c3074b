package dev.logbell.processor.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.store.AppendOutcome;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.SourceBatch;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(HttpTest.Profile.class)
class HttpTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The processor with a SQLite file of its own and without brokers. */
    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path folder = Files.createTempDirectory("logbell-http");
                Map<String, String> overrides = new HashMap<>();
                overrides.put("processor.store", "sqlite");
                overrides.put(
                        "processor.sqlite.path", folder.resolve("logbell.db").toString());
                overrides.put("mp.messaging.incoming.logs.enabled", "false");
                overrides.put("mp.messaging.outgoing.raised.enabled", "false");
                overrides.put("quarkus.http.test-port", "0");
                return overrides;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    LogStore store;

    @BeforeEach
    void fill() {
        store.open().await().atMost(PATIENCE);
        if (!store.watermarks(List.of("file:a")).await().atMost(PATIENCE).isEmpty()) {
            return;
        }
        Source source = new Source("file:a", Map.of("log.file.path", "/var/log/<app>.log", "host.name", "web-1"));
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            events.add(new LogEvent(
                    NOON.plusSeconds(i),
                    NOON.plusSeconds(i),
                    i == 3 ? 17 : 9,
                    i == 3 ? "ERROR" : "INFO",
                    i == 3 ? "<script>alert(1)</script> connection reset" : "line " + i,
                    Map.of("status", 500L + i),
                    source.resource(),
                    null,
                    null,
                    "file:a",
                    i));
        }
        assertThat(store.append(List.of(
                                new SourceBatch(source, SourceBatch.UNKNOWN, 5, events, 5, Map.of(), List.of())))
                        .await()
                        .atMost(PATIENCE))
                .isEqualTo(new AppendOutcome.Appended());
    }

    @Test
    void returnsEventsNewestFirst() {
        given().queryParam("limit", 2)
                .get("/api/v1/logs")
                .then()
                .statusCode(200)
                .body("events", hasSize(2))
                .body("events[0].time", equalTo("2026-03-01T12:00:04Z"))
                .body("events[0].attributes.status", equalTo(504))
                .body("events[0].resource.'host.name'", equalTo("web-1"))
                .body("events[0].source", equalTo("file:a"))
                .body("events[0].traceId", nullValue())
                .body("events[1].severityText", equalTo("ERROR"))
                .body("next", not(nullValue()));
    }

    @Test
    void takesTheNextPageWithTheCursor() {
        String next = given().queryParam("limit", 3).get("/api/v1/logs").path("next");

        given().queryParam("limit", 3)
                .queryParam("cursor", next)
                .get("/api/v1/logs")
                .then()
                .body("events.offset", equalTo(List.of(1, 0)))
                .body("next", nullValue());
    }

    @Test
    void findsByQueryLevelsAndText() {
        given().queryParam("query", "severity:>=ERROR AND \"Connection Reset\"")
                .queryParam("levels", "ERROR,WARN")
                .queryParam("search", "RESET")
                .get("/api/v1/logs")
                .then()
                .body("events.offset", equalTo(List.of(3)));
    }

    @Test
    void saysWhatIsWrongWithAParameter() {
        given().queryParam("limit", 0)
                .get("/api/v1/logs")
                .then()
                .statusCode(400)
                .body("parameter", equalTo("limit"))
                .body("error", containsString("limit must be a whole number 1..10000, got '0'"));
    }

    @Test
    void accountsForEveryByte() {
        given().get("/api/v1/accounting")
                .then()
                .statusCode(200)
                .body("balanced", equalTo(true))
                .body("sources.id", hasItem("file:a"))
                .body("total.read", equalTo(5))
                .body("total.stored", equalTo(5));
    }

    @Test
    void listsAlerts() {
        given().get("/api/v1/alerts").then().statusCode(200).body("alerts", hasSize(0));
    }

    @Test
    void showsAPageOnWhichLogsCannotRunScripts() {
        given().get("/")
                .then()
                .statusCode(200)
                .contentType(containsString("text/html"))
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("&lt;script&gt;alert(1)&lt;/script&gt; connection reset"))
                .body(not(containsString("<script>alert")))
                .body(containsString("/var/log/&lt;app&gt;.log"));
    }

    @Test
    void showsOnThePageWhatIsWrongWithAQuery() {
        given().queryParam("query", "(a AND")
                .get("/")
                .then()
                .statusCode(200)
                .body(containsString("role=\"alert\""))
                .body(containsString("value=\"(a AND\""));
    }

    @Test
    void describesItselfAndItsHealth() {
        given().get("/q/swagger-ui/").then().statusCode(200).contentType(containsString("text/html"));
        given().get("/q/openapi").then().statusCode(200).body(containsString("/api/v1/logs"));
        assertThat(given().get("/q/health/ready").asString()).contains("processor store");
    }
}
