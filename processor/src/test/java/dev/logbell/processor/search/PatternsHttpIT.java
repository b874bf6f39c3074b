package dev.logbell.processor.search;

import static dev.logbell.processor.search.TokensIT.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.pattern.Patterns;
import dev.logbell.processor.store.AppendOutcome;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.PatternStore;
import dev.logbell.processor.store.SourceBatch;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@QuarkusTest
@Execution(ExecutionMode.SAME_THREAD)
@TestProfile(TokensIT.Profile.class)
class PatternsHttpIT {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> LINES = List.of(
            "session opened for alice",
            "session opened for bob",
            "session opened for carol",
            "disk 1 is full",
            "session opened for dave");

    @Inject
    LogStore store;

    @Inject
    PatternStore patternStore;

    @Inject
    Patterns patterns;

    @BeforeEach
    void fill() {
        store.open().await().atMost(PATIENCE);
        if (!store.watermarks(List.of("file:a")).await().atMost(PATIENCE).isEmpty()) {
            return;
        }
        Source source = new Source("file:a", Map.of());
        List<LogEvent> events = new ArrayList<>();
        for (int i = 0; i < LINES.size(); i++) {
            Instant time = NOON.plusSeconds(i);
            events.add(
                    new LogEvent(time, time, 9, "INFO", LINES.get(i), Map.of(), Map.of(), null, null, source.id(), i));
        }
        SourceBatch part = new SourceBatch(
                source, SourceBatch.UNKNOWN, LINES.size(), patterns.mark(events), LINES.size(), Map.of(), List.of());
        assertThat(store.append(List.of(part)).await().atMost(PATIENCE)).isEqualTo(new AppendOutcome.Appended());
        patternStore.define(patterns.takeChanged()).await().atMost(PATIENCE);
    }

    @Test
    void listsPatternsAndFindsTheirEvents() {
        String id = with("counter")
                .get("/api/v1/patterns")
                .then()
                .statusCode(200)
                .body("exact", equalTo(true))
                .body("patterns", hasSize(2))
                .body("patterns[0].text", equalTo("session opened for <*>"))
                .body("patterns[0].count", equalTo(4))
                .body("patterns[0].firstSeen", equalTo("2026-03-01T12:00:00Z"))
                .body("patterns[0].lastSeen", equalTo("2026-03-01T12:00:04Z"))
                .body("patterns[1].text", equalTo("disk <*> is full"))
                .body("patterns[1].example", equalTo("disk 1 is full"))
                .extract()
                .path("patterns[0].id");
        with("counter")
                .queryParam("query", "pattern:" + id)
                .get("/api/v1/logs")
                .then()
                .statusCode(200)
                .body("events", hasSize(4))
                .body("events[0].pattern", equalTo(id));
        with("counter")
                .queryParam("query", "pattern.new:true")
                .get("/api/v1/logs")
                .then()
                .statusCode(200)
                .body("events", hasSize(4));
    }

    @Test
    void countsThoseOfAQueryAndATime() {
        with("counter")
                .queryParam("query", "session")
                .queryParam("from", "2026-03-01T12:00:01Z")
                .queryParam("order", "newest")
                .get("/api/v1/patterns")
                .then()
                .statusCode(200)
                .body("patterns", hasSize(1))
                .body("patterns[0].count", equalTo(3));
        with("counter")
                .queryParam("levels", "ERROR")
                .get("/api/v1/patterns")
                .then()
                .statusCode(200)
                .body("patterns", hasSize(0));
        with("counter")
                .queryParam("order", "size")
                .get("/api/v1/patterns")
                .then()
                .statusCode(400)
                .body("error", containsString("order must be count or newest"));
    }
}
