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
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkParserTest {
    private static final Instant OBSERVED = Instant.parse("2025-11-05T13:00:00Z");
    private static final Source SOURCE = new Source("file:web-1:1:2", Map.of("host.name", "web-1"));

    private final ChunkParser parser = new ChunkParser(ZoneOffset.UTC);

    @Test
    void countsOffsetsFromTheChunkAndBlankLinesAsDropped() {
        ParsedChunk parsed = parser.parse(lines(100, "\none\r\n\n  \t\ntwo\n", false));

        assertThat(parsed.events()).extracting(LogEvent::body).containsExactly("one", "two");
        assertThat(parsed.events()).extracting(LogEvent::offset).containsExactly(101L, 111L);
        assertThat(parsed.storedBytes()).isEqualTo(9);
        assertThat(parsed.droppedBytes()).isEqualTo(Map.of("blank", 6L));
    }

    @Test
    void keepsTheLastLineWithoutItsSeparator() {
        assertThat(parser.parse(lines(0, "one\ntwo", false)).events())
                .extracting(LogEvent::body)
                .containsExactly("one", "two");
    }

    @Test
    void keepsABlankLineInsideAnEventAndDropsTheOneAfterIt() {
        ParsedChunk parsed = parser.parse(lines(0, "one\n\n  more\n\n", false));

        assertThat(parsed.events()).extracting(LogEvent::body).containsExactly("one\n\n  more");
        assertThat(parsed.droppedBytes()).isEqualTo(Map.of("blank", 1L));
    }

    @Test
    void marksAnEventThatIsCutAndItsRest() {
        LogEvent head =
                parser.parse(lines(0, "first\nERROR cut he", true)).events().getLast();
        List<LogEvent> next =
                parser.parse(lines(18, "re, ERROR\nINFO whole\n", false)).events();

        assertThat(head.attributes()).containsEntry("log.record.truncated", true);
        assertThat(next.getFirst().body()).isEqualTo("re, ERROR");
        assertThat(next.getFirst().severityNumber()).isZero();
        assertThat(next.getFirst().attributes()).containsEntry("log.record.continued", true);
        assertThat(next.getLast().severityText()).isEqualTo("INFO");
    }

    @Test
    void keepsTheRestOfAnEventThatWasStoredBefore() {
        List<LogEvent> events = parser.parse(lines(50, "\tat a.B.c(ERROR.java:1)\n\tat a.B.d(B.java:1)\nnext\n", false))
                .events();

        assertThat(events).hasSize(2);
        assertThat(events.getFirst().body()).isEqualTo("\tat a.B.c(ERROR.java:1)\n\tat a.B.d(B.java:1)");
        assertThat(events.getFirst().severityNumber()).isZero();
        assertThat(events.getFirst().attributes()).containsEntry("log.record.continued", true);
    }

    @Test
    void takesATracebackAtTheStartOfAChunkForAnError() {
        LogEvent event = parser.parse(
                        lines(50, "Traceback (most recent call last):\n  File \"a.py\"\nValueError: x\n", false))
                .events()
                .getFirst();

        assertThat(event.severityNumber()).isEqualTo(17);
        assertThat(event.attributes()).containsEntry("exception.type", "ValueError");
    }

    @Test
    void takesAWholeValueForOneEvent() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        String text = "{\n \"msg\": \"a\\nb\",\n \"level\": \"warn\"\n}";
        LogRecordCodec.write(
                new LogRecord(null, null, 0, "", new LogRecord.Line(text), Map.of(), Map.of(), null, null), lines);
        byte[] value = lines.toByteArray();
        ParsedChunk parsed = parser.parse(new LogChunk(SOURCE, 7, value, Framing.ONE_RECORD, OBSERVED, false));

        assertThat(parsed.events()).hasSize(1);
        assertThat(parsed.events().getFirst().body()).isEqualTo("a\nb");
        assertThat(parsed.events().getFirst().offset()).isEqualTo(7);
        assertThat(parsed.storedBytes()).isEqualTo(value.length);
    }

    @Test
    void replacesWhatIsNotTextAndKeepsTheOriginal() {
        byte[] bytes = {'a', (byte) 0xff, 0, 'b', '\n'};
        LogEvent event = parser.parse(new LogChunk(SOURCE, 0, bytes, Framing.LINES, OBSERVED, false))
                .events()
                .getFirst();

        assertThat(event.body()).isEqualTo("a\uFFFD\u2400b");
        assertThat(event.attributes()).containsEntry("log.record.original.base64", "Yf8AYg==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z"})
    void believesNoTimeOfAContainerRuntimeThatCannotBe(String time) {
        LogEvent event = parser.parse(lines(0, time + " stdout F ERROR the disk is full\n", false))
                .events()
                .getFirst();

        assertThat(event.body()).isEqualTo("ERROR the disk is full");
        assertThat(event.time()).isEqualTo(OBSERVED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"msg\":\"x\"}",
                "<13>x",
                "<13>1 - - - - - - x",
                "<13>1 - - - - - - {\"msg\":\"x\"}",
            })
    void saysThatALineStatesNoTime(String line) {
        LogEvent event = parser.parse(lines(0, line + "\n", false)).events().getFirst();

        assertThat(event.time()).isEqualTo(OBSERVED);
        assertThat(event.attributes()).containsEntry("log.record.time.text", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"msg\":\"x\",\"time\":\"2025-11-05T10:00:00Z\"}",
                "<13>1 - - - - - - {\"msg\":\"x\",\"time\":\"2025-11-05T10:00:00Z\"}",
                "<13>1 2025-11-05T10:00:00Z - - - - - {\"msg\":\"x\"}",
                "2025-11-05T10:00:00Z stdout F {\"msg\":\"x\"}",
                "{\"log\":\"{\\\"msg\\\":\\\"x\\\"}\\n\",\"stream\":\"stdout\",\"time\":\"2025-11-05T10:00:00Z\"}",
                "x",
            })
    void saysNothingOfATimeThatItHasOrNobodyExpects(String line) {
        LogEvent event = parser.parse(lines(0, line + "\n", false)).events().getFirst();

        assertThat(event.body()).isEqualTo("x");
        assertThat(event.attributes()).doesNotContainKey("log.record.time.text");
    }

    @Test
    void leavesOutTheByteOrderMark() {
        assertThat(parser.parse(lines(0, "\uFEFF{\"msg\":\"x\"}\n", false))
                        .events()
                        .getFirst()
                        .body())
                .isEqualTo("x");
    }

    @Test
    void readsATimeWithoutZoneAsOfTheGivenOne() {
        ChunkParser berlin = new ChunkParser(ZoneId.of("Europe/Berlin"));

        assertThat(berlin.parse(lines(0, "2025-11-05 13:30:00,000 x\n2025-07-01 12:00:00,000 y\n", false))
                        .events())
                .extracting(LogEvent::time)
                .containsExactly(Instant.parse("2025-11-05T12:30:00Z"), Instant.parse("2025-07-01T10:00:00Z"));
    }

    @Test
    void addsTheServiceOfALineToTheResourceOfItsSource() {
        assertThat(parser.parse(lines(0, "{\"msg\":\"x\",\"app\":\"shop\"}\n", false))
                        .events()
                        .getFirst()
                        .resource())
                .isEqualTo(Map.of("host.name", "web-1", "service.name", "shop"));
    }

    @Test
    void accountsForEveryByteOfAnythingAndNeverFails() {
        Random random = new Random(20_251_105);
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = anything(random);
            boolean isOneRecord = random.nextInt(10) == 0;
            LogChunk chunk = new LogChunk(
                    SOURCE,
                    random.nextInt(1_000),
                    bytes,
                    isOneRecord ? Framing.ONE_RECORD : Framing.LINES,
                    OBSERVED,
                    random.nextBoolean());

            ParsedChunk parsed = parser.parse(chunk);

            long dropped = parsed.droppedBytes().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(parsed.storedBytes() + dropped).as("round %d", round).isEqualTo(bytes.length);
            long before = chunk.offset() - 1;
            for (LogEvent event : parsed.events()) {
                assertThat(event.offset()).isGreaterThan(before).isLessThan(chunk.endOffset());
                assertThat(event.body() + event.attributes() + event.resource()).doesNotContain("\0");
                before = event.offset();
            }
        }
    }

    /** A parser that goes back over such a line again and again needs hours for all of them: the guard tells it from slow. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void comesToTheEndOfHostileLines() {
        for (String hostile : List.of(
                "[",
                "\"",
                "\\",
                "1",
                "{\"a\":",
                "a=",
                "a=1 ",
                "a=\"",
                "] ",
                "<1>",
                "1/",
                "at ",
                " (",
                ": ",
                "- ",
                "ERROR.",
                "\t",
                "x: ",
                "[1] ",
                "{\"a\":1,",
                "\\u0000",
                "\n\tat ",
                "\n",
                "2025/11/05 12:00:0",
                "0 ERROR ")) {
            for (String head : List.of(
                    "",
                    "{\"msg\":\"",
                    "2025-11-05 12:00:01,123 ",
                    "2025-11-05 12:00:01,123 [",
                    "a b c [",
                    "10.0.0.1 - - [05/Nov/2025:12:00:00 +0000] \"",
                    "<34>1 2025-11-05T12:00:01Z h a - - [x ",
                    "2025/11/05 12:00:01 ",
                    "level=info ",
                    "Traceback (most recent call last):\n ")) {
                String line = head + hostile.repeat(200_000 / hostile.length());
                LogChunk chunk = lines(0, line, false);
                ParsedChunk parsed = parser.parse(chunk);
                assertThat(parsed.storedBytes() + parsed.droppedBytes().getOrDefault("blank", 0L))
                        .as("bytes of %s and many %s", head, hostile)
                        .isEqualTo(chunk.bytes().length);
            }
        }
    }

    /** Pieces of the formats, of structure and of binary junk, in any order. */
    private static byte[] anything(Random random) {
        String[] pieces = {
            "\n",
            "\n",
            "\r\n",
            "\n\n",
            " ",
            "\t",
            "{",
            "}",
            "{\"msg\":\"x\",\"level\":\"error\"}",
            "\"",
            "\\",
            "\\u0000",
            "{\"a\":{\"b\":[1,2.5,null,true]}}",
            "[",
            "]",
            "<34>",
            "1 ",
            "Nov  5 12:00:01 ",
            "host app[1]: ",
            "- - -",
            "2025-11-05T12:00:01.123Z",
            "2025-11-05 12:00:01,123 ",
            "2025/11/05 12:00:01 ",
            "12:00:01.123 ",
            "ERROR ",
            "[main] ",
            "INFO  ",
            "a.b.C - ",
            "(main) ",
            "1 --- [x] ",
            " : ",
            "a.go:1: ",
            "level=error ",
            "msg=\"a b\" ",
            "10.0.0.1 - - [05/Nov/2025:12:00:00 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"x\"",
            "\tat a.B(C.java:1)\n",
            "java.lang.Error: x",
            "Traceback (most recent call last):\n",
            "Caused by: x",
            "\uFEFF",
            "ü",
            "\0",
            "=",
            ":"
        };
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(15) == 0) {
                bytes.write(random.nextInt(256));
            } else {
                bytes.writeBytes(pieces[random.nextInt(pieces.length)].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static LogChunk lines(long offset, String text, boolean continues) {
        return new LogChunk(SOURCE, offset, text.getBytes(StandardCharsets.UTF_8), Framing.LINES, OBSERVED, continues);
    }
}
