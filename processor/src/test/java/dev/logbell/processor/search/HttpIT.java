package dev.logbell.processor.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.store.AppendOutcome;
import dev.logbell.processor.store.Caller;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.tail.Tail;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@TestProfile(HttpIT.Profile.class)
class HttpIT {
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

    @Inject
    Tail tail;

    @Inject
    MeterRegistry registry;

    @Test
    void saysInJsonThatAPathIsUnknown() {
        given().get("/api/v1/nothing")
                .then()
                .statusCode(404)
                .contentType("application/json")
                .body("error", containsString("there is nothing at /api/v1/nothing: "));
        given().get("/nothing").then().statusCode(404);
    }

    @Test
    void saysInJsonWhichMethodsAndFormsOfAnswersThereAre() {
        given().get("/api/v1/sql")
                .then()
                .statusCode(405)
                .body("error", equalTo("/api/v1/sql does not know the method GET: /q/openapi tells which it has"));
        given().header("Accept", "text/plain")
                .get("/api/v1/logs")
                .then()
                .statusCode(406)
                .contentType("application/json")
                .body("error", containsString("/api/v1/logs does not answer as text/plain"));
    }

    @Test
    void takesAQueryAsLongAsTheLanguageAllows() {
        given().queryParam("query", "\"" + "ü".repeat(8_190) + "\"")
                .get("/api/v1/logs")
                .then()
                .statusCode(200)
                .body("events", hasSize(0));
    }

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
                .queryParam("query", "source:\"file:a\"")
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
        String next = given().queryParam("limit", 3)
                .queryParam("to", "2026-03-02T00:00:00Z")
                .get("/api/v1/logs")
                .path("next");

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
    void returnsTheOldestFirstAndOnlyTheFieldsThatAreWanted() {
        given().queryParam("order", "asc")
                .queryParam("fields", "body,status,severity,nothing")
                .queryParam("limit", 1)
                .get("/api/v1/logs")
                .then()
                .statusCode(200)
                .body("events[0].keySet()", equalTo(Set.of("body", "status", "severity", "nothing")))
                .body("events[0].body", equalTo("line 0"))
                .body("events[0].status", equalTo(500))
                .body("events[0].severity", equalTo("INFO"))
                .body("events[0].nothing", nullValue());
    }

    @Test
    void countsOverTime() {
        given().queryParam("from", "2026-03-01T12:00:00Z")
                .queryParam("to", "2026-03-01T12:00:10Z")
                .queryParam("interval", "5s")
                .queryParam("split", "severity")
                .get("/api/v1/histogram")
                .then()
                .statusCode(200)
                .body("times", equalTo(List.of("2026-03-01T12:00:00Z", "2026-03-01T12:00:05Z")))
                .body("counts", equalTo(List.of(5, 0)))
                .body("total", equalTo(5))
                .body("series.value", equalTo(List.of("INFO", "ERROR")))
                .body("series[0].counts", equalTo(List.of(4, 0)))
                .body("other.total", equalTo(0))
                .body("exact", equalTo(true));
    }

    @Test
    void countsByTheValuesOfAnAttributeAndTheRestTogether() {
        given().queryParam("from", "2026-03-01T12:00:00.500Z")
                .queryParam("to", "2026-03-01T12:00:04.500Z")
                .queryParam("split", "status")
                .queryParam("top", 1)
                .queryParam("query", "status:>=500")
                .get("/api/v1/histogram")
                .then()
                .statusCode(200)
                .body("intervalMillis", equalTo(100))
                .body("total", equalTo(4))
                .body("series.value", equalTo(List.of("501")))
                .body("other.total", equalTo(3));
    }

    @Test
    void refusesAHistogramOfTooManyParts() {
        given().queryParam("from", "2026-03-01T12:00:00Z")
                .queryParam("to", "2026-03-02T12:00:00Z")
                .queryParam("interval", "1s")
                .get("/api/v1/histogram")
                .then()
                .statusCode(400)
                .body("parameter", equalTo("interval"))
                .body("error", containsString("at most 2000 parts, got '1s'"));
    }

    @Test
    void countsInOneStretchWhatIsShorterThanTheInterval() {
        given().queryParam("from", "2026-03-01")
                .queryParam("to", "2026-03-02")
                .queryParam("interval", "999999999d")
                .queryParam("split", "service")
                .get("/api/v1/histogram")
                .then()
                .statusCode(200)
                .body("counts", equalTo(List.of(5)));
    }

    @Test
    void listsFieldsAndTheirMostFrequentValues() {
        given().queryParam("to", "2026-03-02T00:00:00Z")
                .get("/api/v1/fields")
                .then()
                .statusCode(200)
                .body("events", equalTo(5))
                .body("exact", equalTo(true))
                .body("fields.find { it.name == 'status' }.type", equalTo("number"))
                .body("fields.find { it.name == 'status' }.events", equalTo(5));
        given().queryParam("to", "2026-03-02T00:00:00Z")
                .queryParam("fields", "host,level")
                .get("/api/v1/facets")
                .then()
                .statusCode(200)
                .body("facets.name", equalTo(List.of("host.name", "severity")))
                .body("facets[0].values", equalTo(List.of(Map.of("value", "web-1", "count", 5))))
                .body("facets[1].values.value", equalTo(List.of("INFO", "ERROR")));
        given().queryParam("sample", 2)
                .get("/api/v1/facets")
                .then()
                .body("exact", equalTo(false))
                .body("events", equalTo(2));
    }

    @Test
    void showsTheContextOfAnEvent() {
        given().queryParam("source", "file:a")
                .queryParam("offset", 2)
                .queryParam("before", 1)
                .queryParam("after", 5)
                .get("/api/v1/context")
                .then()
                .statusCode(200)
                .body("before.offset", equalTo(List.of(1)))
                .body("event.offset", equalTo(2))
                .body("after.offset", equalTo(List.of(3, 4)));
        given().queryParam("source", "file:a")
                .queryParam("offset", 99)
                .get("/api/v1/context")
                .then()
                .statusCode(404)
                .body("error", containsString("there is no event at offset 99 of source 'file:a'"));
        given().queryParam("source", "file:a\0")
                .queryParam("offset", 0)
                .get("/api/v1/context")
                .then()
                .statusCode(404);
        given().queryParam("source", "file:a")
                .get("/api/v1/context")
                .then()
                .statusCode(400)
                .body("parameter", equalTo("offset"));
    }

    @Test
    void exportsAllEventsAsJsonLines() {
        String lines = given().queryParam("to", "2026-03-02T00:00:00Z")
                .get("/api/v1/export")
                .then()
                .statusCode(200)
                .contentType(containsString("application/x-ndjson"))
                .extract()
                .asString();

        assertThat(lines).endsWith("}\n");
        assertThat(lines.lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith("{\"time\":\"2026-03-01T12:00:0"))
                .first()
                .asString()
                .contains("\"body\":\"line 4\"");
    }

    @Test
    void exportsFieldsAsCsv() {
        String expected = "offset,severity,body\r\n3,ERROR,<script>alert(1)</script> connection reset\r\n";

        given().queryParam("format", "csv")
                .queryParam("fields", "offset,severity,body")
                .queryParam("query", "reset")
                .get("/api/v1/export")
                .then()
                .statusCode(200)
                .contentType(containsString("text/csv"))
                .header("Content-Disposition", containsString("logs.csv"))
                .body(equalTo(expected));
        given().header("Accept", "text/csv")
                .queryParam("fields", "offset,severity,body")
                .queryParam("query", "reset")
                .get("/api/v1/export")
                .then()
                .body(equalTo(expected));
    }

    @Test
    void answersSqlThatReadsEvents() {
        given().contentType("text/plain")
                .body("SELECT severity, count(*) AS n FROM logs WHERE source = 'file:a' GROUP BY severity ORDER BY n")
                .post("/api/v1/sql")
                .then()
                .statusCode(200)
                .body("columns", equalTo(List.of("severity", "n")))
                .body("rows", equalTo(List.of(List.of("ERROR", 1), List.of("INFO", 4))))
                .body("truncated", equalTo(false));
    }

    @Test
    void refusesSqlThatReachesFurther() {
        given().contentType("application/x-www-form-urlencoded")
                .body("SELECT * FROM alerts")
                .post("/api/v1/sql")
                .then()
                .statusCode(400)
                .body("error", equalTo("character 15: only the view logs can be read, and what WITH defines before"));
    }

    @Test
    void tellsEventsAsTheyAreStoredAndThoseThatWereMissed() throws Exception {
        try (SseClient client = SseClient.follow(RestAssured.port, "/api/v1/tail?query=live&fields=body", null)) {
            client.awaitLine(":following");
            append("file:live", 0, "live one", "other", "live two");

            assertThat(client.awaitLine("data")).contains("live one");
            assertThat(client.awaitLine("data")).contains("live two");
        }
        String last;
        try (SseClient client = SseClient.follow(RestAssured.port, "/api/v1/tail?query=live", null)) {
            client.awaitLine(":following");
            append("file:live", 3, "live three");
            last = client.awaitLine("id").substring(3).strip();
        }
        append("file:live", 4, "live four");

        try (SseClient client = SseClient.follow(RestAssured.port, "/api/v1/tail?query=four", last)) {
            assertThat(client.awaitLine("data")).contains("live four");
        }
        await().until(() -> tail.followers() == 0);
    }

    @Test
    void endsInTheStoreWhatAClientThatLeavesHasAsked() throws Exception {
        StringBuilder sql = new StringBuilder("SELECT count(*) FROM logs l0");
        for (int i = 1; i < 14; i++) {
            sql.append(" CROSS JOIN logs l").append(i);
        }
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            client.getOutputStream()
                    .write(
                            "POST /api/v1/sql HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(sql.length(), sql)
                                    .getBytes(StandardCharsets.UTF_8));
            await().until(HttpIT::isSqliteBusy);
        }

        await().atMost(PATIENCE)
                .until(() -> registry.find("logbell.processor.store")
                                .tag("operation", "sql")
                                .tag("outcome", "abandoned")
                                .timer()
                        != null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/logs?timeout=7s",
                "GET /api/v1/histogram?timeout=7s",
                "GET /api/v1/facets?timeout=7s",
                "GET /api/v1/fields?timeout=7s",
                "GET /api/v1/patterns?query=a&timeout=7s",
                "GET /api/v1/context?source=a&offset=0&timeout=7s",
                "GET /api/v1/export?timeout=7s",
                "GET /api/v1/export?format=csv&timeout=7s",
                "POST /api/v1/sql?timeout=7s"
            })
    void boundsEveryCallAndTellsTheStoreWhenItsClientLeaves(String call) throws Exception {
        UnansweredSearch unanswered = new UnansweredSearch();
        QuarkusMock.installMockForType(unanswered, LogSearch.class);
        Caller caller;
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            client.getOutputStream()
                    .write((call + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 21\r\n\r\nSELECT body FROM logs")
                            .getBytes(StandardCharsets.UTF_8));
            caller = unanswered.callers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(caller).isNotNull();
            assertThat(caller.hasLeft()).isFalse();
        }

        assertThat(caller.atMost(Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(7));
        await().atMost(PATIENCE).until(caller::hasLeft);
    }

    /** What was read from the store and not by the client is the same after a hundred megabytes as after the first. */
    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "csv"})
    void exportsNoFasterThanItsClientReads(String format) throws Exception {
        EndlessSearch endless = new EndlessSearch();
        QuarkusMock.installMockForType(endless, LogSearch.class);
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(1 << 20); // else the system's own grows to whatever it allows
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
            client.getOutputStream()
                    .write("GET /api/v1/export?to=now&format=%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .formatted(format)
                            .getBytes(StandardCharsets.UTF_8));
            long taken = 0;
            for (int more : List.of(1, 40 << 20, 60 << 20)) {
                client.getInputStream().skipNBytes(more);
                taken += more;
                awaitRest(endless.read);
                assertThat(endless.read.get() - taken)
                        .as("after %d bytes", taken)
                        .isLessThan(24 << 20);
            }
        }
    }

    @Test
    void writesNoErrorsOfClientsThatLeave() {
        String writer = "org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler";

        assertThat(Logger.getLogger(writer).isLoggable(Level.SEVERE)).isFalse();
    }

    private static void awaitRest(AtomicLong count) {
        AtomicLong before = new AtomicLong(-1);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> before.getAndSet(count.get()) == count.get());
    }

    private static boolean isSqliteBusy() {
        return Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(thread -> thread.getKey().getName().startsWith("sqlite-reader")
                        && Arrays.stream(thread.getValue())
                                .anyMatch(frame -> frame.getMethodName().equals("step")));
    }

    private void append(String id, long from, String... bodies) {
        Source source = new Source(id, Map.of());
        Instant now = Clock.systemUTC().instant();
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < bodies.length; i++) {
            events.add(new LogEvent(now, now, 9, "INFO", bodies[i], Map.of(), Map.of(), null, null, id, from + i));
        }
        SourceBatch batch = new SourceBatch(
                source,
                from == 0 ? SourceBatch.UNKNOWN : from,
                from + bodies.length,
                events,
                bodies.length,
                Map.of(),
                List.of());
        assertThat(store.append(List.of(batch)).await().atMost(PATIENCE)).isEqualTo(new AppendOutcome.Appended());
    }

    @Test
    void saysWhatIsWrongWithAnExportBeforeItBegins() {
        given().queryParam("query", "(a AND")
                .get("/api/v1/export")
                .then()
                .statusCode(400)
                .body(containsString("the parenthesis is never closed"));
    }

    @Test
    void givesUpWhenTheTimeOfACallIsOver() {
        given().queryParam("timeout", "0s")
                .get("/api/v1/logs")
                .then()
                .statusCode(400)
                .body("error", containsString("timeout must be a duration, got '0s'"));
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
                .body("sources.find { it.id == 'file:a' }.read", equalTo(5))
                .body("sources.find { it.id == 'file:a' }.stored", equalTo(5));
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
        given().get("/q/openapi")
                .then()
                .statusCode(200)
                .body(containsString("/api/v1/logs"))
                .body(containsString("Earliest time, inclusive"))
                .body(containsString("/api/v1/export"));
        assertThat(given().get("/q/health/ready").asString()).contains("processor store");
    }
}
