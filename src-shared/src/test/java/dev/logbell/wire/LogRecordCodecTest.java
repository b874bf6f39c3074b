package dev.logbell.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.log.LogRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogRecordCodecTest {
    private static final LogRecord FULL = new LogRecord(
            Instant.parse("2026-03-01T12:00:00.123456789Z"),
            Instant.parse("2026-03-01T12:00:01Z"),
            17,
            "Error",
            new LogRecord.Line("it broke\n\tat a.B.c(B.java:1)"),
            Map.of("user", 42L),
            Map.of("service.name", "pay"),
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331");

    @Test
    void writesOneLineOfJson() {
        assertThat(written(FULL))
                .isEqualTo("{\"time\":\"2026-03-01T12:00:00.123456789Z\",\"observedTime\":\"2026-03-01T12:00:01Z\","
                        + "\"severityText\":\"Error\",\"severityNumber\":17,\"line\":\"it broke\\n\\tat a.B.c(B.java:1)\","
                        + "\"attributes\":{\"user\":42},\"resource\":{\"service.name\":\"pay\"},"
                        + "\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"b7ad6b7169203331\"}\n");
    }

    @Test
    void readsBackWhateverItWrites() {
        Random random = new Random(20261122);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        List<LogRecord> records = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            LogRecord record = RandomRecords.record(random);
            records.add(record);
            LogRecordCodec.write(record, lines);
        }

        assertThat(read(lines.toByteArray())).containsExactlyElementsOf(records);
    }

    @Test
    void neverFailsOnALineThatIsNoRecord() {
        Random random = new Random(7);
        byte[] whole = written(FULL).getBytes(StandardCharsets.UTF_8);
        for (int to = 0; to < whole.length - 1; to++) {
            assertThat(LogRecordCodec.read(whole, 0, to)).isEmpty();
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            assertThat(LogRecordCodec.read(changed, 0, changed.length)).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "[]",
                "null",
                "{} {}",
                "{\"line\":\"a\",\"body\":\"b\"}",
                "{\"line\":\"a\",\"line\":\"b\"}",
                "{\"line\":7}",
                "{\"line\":null}",
                "{\"message\":\"a\"}",
                "{\"time\":1770000000}",
                "{\"time\":\"noon\"}",
                "{\"severityNumber\":25}",
                "{\"severityNumber\":\"17\"}",
                "{\"severityNumber\":99999999999}",
                "{\"severityText\":17}",
                "{\"attributes\":[]}",
                "{\"resource\":{\"a\":1}}",
                "{\"traceId\":\"0AF7651916CD43DD8448EB211C80319C\"}",
                "{\"spanId\":\"b7\"}",
                "{\"body\":NaN}"
            })
    void isStrict(String line) {
        assertThat(read(line)).isEmpty();
    }

    @Test
    void takesAnEmptyObjectForARecordWithoutAMessage() {
        assertThat(read("{}").orElseThrow().content()).isEqualTo(new LogRecord.Body(null));
    }

    @Test
    void keepsANumberAsTextThatIsTooLargeForALong() {
        assertThat(read("{\"body\":12345678901234567890}").orElseThrow().content())
                .isEqualTo(new LogRecord.Body("12345678901234567890"));
    }

    @Test
    void boundsHowDeepValuesAre() {
        assertThat(read("{\"body\":" + "[".repeat(64) + "]".repeat(64) + "}")).isPresent();
        assertThat(read("{\"body\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"))
                .isEmpty();
        Object deep = "x";
        for (int i = 0; i < 100; i++) {
            deep = List.of(deep);
        }
        LogRecord record = body(deep);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        assertThatThrownBy(() -> LogRecordCodec.write(record, line)).isInstanceOf(IllegalArgumentException.class);
        assertThat(line.size()).isZero();
    }

    @Test
    void writesWhatUtf8AndJsonDoNotHaveAsTheNextBest() {
        assertThat(written(body(List.of("\ud83d", "\ud83d\ude00", Double.NaN))))
                .isEqualTo("{\"body\":[\"\ufffd\",\"\ud83d\ude00\",\"NaN\"]}\n");
    }

    private static LogRecord body(Object value) {
        return new LogRecord(null, null, 0, "", new LogRecord.Body(value), Map.of(), Map.of(), null, null);
    }

    private static String written(LogRecord record) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        LogRecordCodec.write(record, line);
        return line.toString(StandardCharsets.UTF_8);
    }

    private static Optional<LogRecord> read(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return LogRecordCodec.read(bytes, 0, bytes.length);
    }

    private static List<LogRecord> read(byte[] lines) {
        List<LogRecord> records = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == '\n') {
                records.add(LogRecordCodec.read(lines, from, i).orElseThrow());
                from = i + 1;
            }
        }
        assertThat(from).isEqualTo(lines.length);
        return records;
    }

    /** Records of every shape; the seed tells which. */
    private static final class RandomRecords {
        static LogRecord record(Random random) {
            return new LogRecord(
                    random.nextBoolean() ? null : time(random),
                    random.nextBoolean() ? null : time(random),
                    random.nextInt(25),
                    random.nextBoolean() ? "" : text(random),
                    random.nextBoolean()
                            ? new LogRecord.Line(text(random))
                            : new LogRecord.Body(random.nextInt(9) == 0 ? null : value(random, 4)),
                    map(random, 3),
                    texts(random),
                    random.nextBoolean() ? null : "%032x".formatted(random.nextInt(1 << 30)),
                    random.nextBoolean() ? null : "%016x".formatted(random.nextInt(1 << 30)));
        }

        private static Instant time(Random random) {
            return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        }

        private static Object value(Random random, int depth) {
            return switch (random.nextInt(depth == 0 ? 5 : 7)) {
                case 0, 1 -> text(random);
                case 2 -> random.nextLong() >> random.nextInt(64);
                case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
                case 4 -> random.nextBoolean();
                case 5 -> Collections.nCopies(random.nextInt(4), value(random, depth - 1));
                default -> map(random, depth - 1);
            };
        }

        private static Map<String, Object> map(Random random, int depth) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                map.put(text(random), value(random, depth));
            }
            return map;
        }

        private static Map<String, String> texts(Random random) {
            Map<String, String> map = new LinkedHashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                map.put(text(random), text(random));
            }
            return map;
        }

        private static String text(Random random) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                switch (random.nextInt(5)) {
                    case 0 -> text.append((char) random.nextInt(0x20));
                    case 1 -> text.append("\"\\{}[],:\n\r\u2028\u007f".charAt(random.nextInt(12)));
                    case 2 -> text.appendCodePoint(0xE000 + random.nextInt(0x10FFFF - 0xE000));
                    default -> text.append((char) (' ' + random.nextInt(95)));
                }
            }
            return text.toString();
        }
    }
}
