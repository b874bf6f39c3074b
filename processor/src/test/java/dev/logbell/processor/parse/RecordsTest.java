package dev.logbell.processor.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.log.LogRecord;
import dev.logbell.log.Source;
import dev.logbell.wire.LogRecordCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private static final Instant COLLECTED = Instant.parse("2025-11-05T13:00:00Z");
    private static final Instant SEEN = Instant.parse("2025-11-05T12:59:00Z");
    private static final Source SOURCE = new Source("otlp:web-1:x", Map.of("host.name", "web-1", "a", "1"));
    private static final String JAVA = "2025-11-05 12:00:01,500 ERROR [main] dev.shop.Cart - it broke";

    private final ChunkParser parser = new ChunkParser(ZoneOffset.UTC);

    @Test
    void parsesALineLikeOneOfAFile() {
        LogEvent event = event(record(new LogRecord.Line(JAVA)));

        assertThat(event.body()).isEqualTo("it broke");
        assertThat(event.time()).isEqualTo("2025-11-05T12:00:01.500Z");
        assertThat(event.severityNumber()).isEqualTo(17);
        assertThat(event.attributes()).containsEntry("log.logger", "dev.shop.Cart");
        assertThat(event.resource()).isEqualTo(SOURCE.resource());
        assertThat(event.observedTime()).isEqualTo(COLLECTED);
    }

    @Test
    void letsWhatIsGivenWinOverWhatTheLineSays() {
        Instant time = Instant.parse("2025-11-05T11:00:00.000000001Z");
        LogEvent event = event(new LogRecord(
                time,
                SEEN,
                9,
                "Information",
                new LogRecord.Line(JAVA),
                Map.of("log.logger", "given", "n", 2.5),
                Map.of("a", "2", "service.name", "pay"),
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331"));

        assertThat(event.body()).isEqualTo("it broke");
        assertThat(event.time()).isEqualTo(time);
        assertThat(event.observedTime()).isEqualTo(SEEN);
        assertThat(event.severityNumber()).isEqualTo(9);
        assertThat(event.severityText()).isEqualTo("Information");
        assertThat(event.attributes())
                .containsEntry("log.logger", "given")
                .containsEntry("n", 2.5)
                .containsEntry("thread.name", "main");
        assertThat(event.resource()).isEqualTo(Map.of("host.name", "web-1", "a", "2", "service.name", "pay"));
        assertThat(event.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(event.spanId()).isEqualTo("b7ad6b7169203331");
    }

    @Test
    void takesWhenItWasSeenForTheTimeOfAnEventThatStatesNone() {
        LogEvent event = event(
                new LogRecord(null, SEEN, 0, "", new LogRecord.Line("no time here"), Map.of(), Map.of(), null, null));

        assertThat(event.time()).isEqualTo(SEEN);
    }

    @Test
    void doesNotBelieveATimeThatCannotBe() {
        Instant never = COLLECTED.plus(Duration.ofDays(400));
        LogEvent event =
                event(new LogRecord(never, never, 0, "", new LogRecord.Line("x"), Map.of(), Map.of(), null, null));

        assertThat(event.time()).isEqualTo(COLLECTED);
        assertThat(event.observedTime()).isEqualTo(COLLECTED);
        assertThat(event.attributes()).containsEntry("log.record.time.text", never.toString());
    }

    @Test
    void doesNotLookIntoABody() {
        LogEvent event = event(record(new LogRecord.Body(JAVA)));

        assertThat(event.body()).isEqualTo(JAVA);
        assertThat(event.time()).isEqualTo(COLLECTED);
        assertThat(event.severityNumber()).isEqualTo(17);
    }

    @Test
    void writesAStructuredBodyAsJson() {
        assertThat(event(record(new LogRecord.Body(Map.of("a", List.of(1L, "x\0")))))
                        .body())
                .isEqualTo("{\"a\":[1,\"x\u2400\"]}");
        assertThat(event(record(new LogRecord.Body(null))).body()).isEmpty();
    }

    @Test
    void findsTheNumberOfASeverityThatIsGivenAsText() {
        LogEvent event = event(new LogRecord(
                null, null, 0, "warning", new LogRecord.Line("level=error msg=x"), Map.of(), Map.of(), null, null));

        assertThat(event.severityNumber()).isEqualTo(13);
        assertThat(event.severityText()).isEqualTo("warning");
    }

    @Test
    void joinsTheLinesOfARecord() {
        LogEvent event = event(record(new LogRecord.Line(JAVA + "\njava.lang.Error: x\n\tat a.B.c(B.java:1)")));

        assertThat(event.body()).isEqualTo("it broke\njava.lang.Error: x\n\tat a.B.c(B.java:1)");
        assertThat(event.attributes()).containsEntry("exception.type", "java.lang.Error");
    }

    @Test
    void keepsABrokenRecordAsText() {
        ParsedChunk parsed = parser.parse(
                chunk(0, lines(record(new LogRecord.Line("a"))) + "{\"line\":\n\n" + "ERROR what\n", false));

        assertThat(parsed.events()).extracting(LogEvent::body).containsExactly("a", "{\"line\":", "ERROR what");
        assertThat(parsed.events()).extracting(LogEvent::offset).containsExactly(0L, 13L, 23L);
        assertThat(parsed.events().get(1).attributes()).containsEntry("log.record.malformed", true);
        assertThat(parsed.events().get(2).severityNumber()).isEqualTo(17);
        assertThat(parsed.droppedBytes()).isEqualTo(Map.of("blank", 1L));
        assertThat(parsed.storedBytes()).isEqualTo(33);
    }

    @Test
    void keepsBothHalvesOfARecordThatWasCut() {
        LogEvent head = parser.parse(chunk(0, "{\"line\":\"a", true)).events().getFirst();
        LogEvent rest = parser.parse(chunk(10, "b\"}\n", false)).events().getFirst();

        assertThat(head.body() + rest.body()).isEqualTo("{\"line\":\"ab\"}");
        assertThat(head.attributes()).containsEntry("log.record.truncated", true);
        assertThat(rest.attributes()).containsEntry("log.record.continued", true);
    }

    @Test
    void goesOnAtAnyLineOfAChunk() {
        String first = lines(record(new LogRecord.Line("one")));
        LogChunk whole = chunk(100, first + lines(record(new LogRecord.Line("two"))), false);

        assertThat(parser.parse(whole.from(100 + first.length())).events())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.body()).isEqualTo("two");
                    assertThat(event.offset()).isEqualTo(100 + first.length());
                });
    }

    @Test
    void neverFailsAndAccountsForEveryByte() {
        Random random = new Random(3);
        byte[] whole = lines(record(new LogRecord.Line(JAVA))).repeat(3).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3_000; i++) {
            byte[] changed = whole.clone();
            for (int n = random.nextInt(6); n > 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            ParsedChunk parsed = parser.parse(new LogChunk(SOURCE, 0, changed, Framing.RECORDS, COLLECTED, false));
            assertThat(parsed.storedBytes() + parsed.droppedBytes().getOrDefault("blank", 0L))
                    .isEqualTo(changed.length);
        }
    }

    private LogEvent event(LogRecord record) {
        List<LogEvent> events = parser.parse(chunk(0, lines(record), false)).events();
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private static LogRecord record(LogRecord.Content content) {
        return new LogRecord(null, null, 0, "", content, Map.of(), Map.of(), null, null);
    }

    private static String lines(LogRecord record) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        LogRecordCodec.write(record, line);
        return line.toString(StandardCharsets.UTF_8);
    }

    private static LogChunk chunk(long offset, String lines, boolean continues) {
        return new LogChunk(
                SOURCE, offset, lines.getBytes(StandardCharsets.UTF_8), Framing.RECORDS, COLLECTED, continues);
    }
}
