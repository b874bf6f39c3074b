package dev.logbell.processor.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.LogEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldReaderTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void countsFieldsByTheNamesOfQueries() {
        FieldReader reader = new FieldReader(10);
        reader.take(event(Map.of("http", Map.of("status", 500L)), Map.of("service.name", "shop")));
        reader.take(event(Map.of("http", Map.of("status", "500"), "tags", List.of("a", "a", "b")), Map.of()));

        FieldCounts status = field(reader, "http.status");
        assertThat(status.type()).isEqualTo("mixed");
        assertThat(status.events()).isEqualTo(2);
        assertThat(field(reader, "service.name").top(5)).containsExactly(new FieldCounts.Value("shop", 1));
        assertThat(field(reader, "tags").top(5))
                .containsExactly(new FieldCounts.Value("a", 1), new FieldCounts.Value("b", 1));
        assertThat(field(reader, "tags").events()).isEqualTo(1);
        assertThat(field(reader, "severity").top(1)).containsExactly(new FieldCounts.Value("ERROR", 2));
    }

    @Test
    void saysWhetherThereWereMoreEventsThanItMayLookAt() {
        FieldReader reader = new FieldReader(1);

        assertThat(reader.take(event(Map.of(), Map.of()))).isTrue();
        assertThat(reader.result().isAll()).isTrue();
        assertThat(reader.take(event(Map.of(), Map.of()))).isFalse();
        assertThat(reader.result().isAll()).isFalse();
        assertThat(reader.result().events()).isEqualTo(1);
    }

    @Test
    void keepsSoManyValuesAndSaysSo() {
        FieldReader reader = new FieldReader(100_000);
        for (long i = 0; i < 6_000; i++) {
            reader.take(event(Map.of("user", i), Map.of()));
        }

        assertThat(field(reader, "user").distinct()).isEqualTo(5_000);
        assertThat(field(reader, "user").isExact()).isFalse();
        assertThat(field(reader, "user").events()).isEqualTo(6_000);
    }

    private static FieldCounts field(FieldReader reader, String name) {
        return reader.result().fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static LogEvent event(Map<String, Object> attributes, Map<String, String> resource) {
        return new LogEvent(NOON, NOON, 17, "E", "body", attributes, resource, null, null, "file:a", 0);
    }
}
