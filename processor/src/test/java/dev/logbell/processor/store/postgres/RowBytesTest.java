package dev.logbell.processor.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.processor.store.sql.StoredJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowBytesTest {
    private static final List<Object> VALUES = List.of(
            "plain",
            "grün \u20ac \ud83d\ude00",
            "quote \" and \\ slash",
            "line\nbreak\r\t\b\f\u0001\u001f",
            "",
            7L,
            -1L,
            1.5,
            1e300,
            Double.NaN,
            true,
            12,
            List.of(),
            List.of("a", 1L, List.of("\"")),
            Map.of(),
            Map.of("k", Map.of("l", "\n")));

    @Test
    void writesJsonAsTheOtherStoreDoes() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                Object value = VALUES.get(random.nextInt(VALUES.size()));
                map.put(
                        "k".repeat(random.nextInt(20)) + (random.nextInt(9) == 0 ? "\"" : ""),
                        value instanceof String text ? "x".repeat(random.nextInt(17)) + text : value);
            }
            assertThat(json(map)).isEqualTo(StoredJson.write(map));
        }
    }

    @Test
    void replacesNulWhichPostgresqlCannotHold() {
        assertThat(json(Map.of("a\0", "b\0\n"))).isEqualTo("{\"a\uFFFD\":\"b\uFFFD\\n\"}");
    }

    @Test
    void growsAndStartsAgain() {
        RowBytes bytes = new RowBytes();
        for (int i = 0; i < 100_000; i++) {
            bytes.add(0x0102030405060708L);
        }
        assertThat(bytes.size()).isEqualTo(800_000);
        assertThat(bytes.array()).startsWith(1, 2, 3, 4, 5, 6, 7, 8);
        bytes.clear();
        assertThat(bytes.size()).isZero();
    }

    private static String json(Map<String, Object> map) {
        RowBytes bytes = new RowBytes();
        bytes.addJson(map);
        return new String(bytes.array(), 0, bytes.size(), StandardCharsets.UTF_8);
    }
}
