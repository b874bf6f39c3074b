package dev.logbell.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {
    private final EnvelopeReader reader = new EnvelopeReader();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            2016-10-06T00:17:09.669794202Z stdout F text here                          | STDOUT | false | text here | 2016-10-06T00:17:09.669794202Z
            2016-10-06T00:17:09.669794202Z stderr P begin                              | STDERR | true  | begin     | 2016-10-06T00:17:09.669794202Z
            2016-10-06T02:17:09.5+02:00 stderr F x                                     | STDERR | false | x         | 2016-10-06T00:17:09.500Z
            2016-02-29T00:17:09Z stdout F:tag=1 x                                      | STDOUT | false | x         | 2016-02-29T00:17:09Z
            2016-10-06T00:17:09.669794202Z stdout F                                    | STDOUT | false | ``        | 2016-10-06T00:17:09.669794202Z
            {"log":"text\\n","stream":"stderr","time":"2016-10-06T00:17:09.1Z"}        | STDERR | false | text      | 2016-10-06T00:17:09.100Z
            {"log":"begin","stream":"stdout","time":"2016-10-06T00:17:09.1Z"}          | STDOUT | true  | begin     | 2016-10-06T00:17:09.100Z
            {"log":"\\n","stream":"stdout","time":"2016-10-06T00:17:09.1Z"}            | STDOUT | false | ``        | 2016-10-06T00:17:09.100Z
            {"log":"\\u003ca\\u003e \\"é\\" \\\\ \\/ \\ud83d\\ude00\\ud800\\n","stream":"stdout","time":"2016-10-06T00:17:09.1Z"} | STDOUT | false | <a> "é" \\ / 😀\uFFFD | 2016-10-06T00:17:09.100Z
            {"log":"x\\n","stream":"stdout","attrs":{"tag":"t"},"time":"2016-10-06T00:17:09.1Z"} | STDOUT | false | x | 2016-10-06T00:17:09.100Z
            """)
    void takesTheTextOutOfALine(String line, IoStream stream, boolean isPartial, String text, Instant time) {
        assertThat(read(line)).isTrue();
        assertThat(text()).isEqualTo(text);
        assertThat(reader.stream()).isEqualTo(stream);
        assertThat(reader.isPartial()).isEqualTo(isPartial);
        assertThat(reader.time()).isEqualTo(time);
        assertThat(reader.millis()).isEqualTo(time.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "2016-10-06T00:17:09.669794202Z stdout X text",
                "2016-10-06T00:17:09.669794202Z stdout Full text",
                "2016-10-06T00:17:09.669794202Z stdin F text",
                "2016-13-06T00:17:09.669794202Z stdout F text",
                "2016-10-06 00:17:09.669794202Z stdout F text",
                "2016-10-06T00:17:09.669794202Z stdout ",
                "{\"log\":\"a\\nb\\n\",\"stream\":\"stdout\",\"time\":\"2016-10-06T00:17:09.1Z\"}",
                "{\"log\":\"a\",\"stream\":\"other\",\"time\":\"2016-10-06T00:17:09.1Z\"}",
                "{\"log\":\"a\",\"stream\":\"stdout\",\"more\":1,\"time\":\"2016-10-06T00:17:09.1Z\"}",
                "{\"log\":\"a\",\"stream\":\"stdout\",\"time\":\"yesterday at noon, or later\"}",
                "{\"log\":\"a\\x\",\"stream\":\"stdout\",\"time\":\"2016-10-06T00:17:09.1Z\"}",
                "{\"log\":\"a\\u00\",\"stream\":\"stdout\",\"time\":\"2016-10-06T00:17:09.1Z\"}",
                "{\"log\":\"a,\\\"stream\\\":\\\"stdout\\\",\\\"time\\\":\\\"2016-10-06T00:17:09.1Z\"}"
            })
    void leavesOtherLinesAsTheyAre(String line) {
        assertThat(read(line)).isFalse();
        assertThat(text()).isEqualTo(line);
        assertThat(reader.stream()).isEqualTo(IoStream.NONE);
    }

    @Test
    void findsTheLabelsThatDockerAdds() {
        assertThat(
                        read(
                                "{\"log\":\"x\\n\",\"stream\":\"stdout\",\"attrs\":{\"tag\":\"t\"},\"time\":\"2016-10-06T00:17:09Z\"}"))
                .isTrue();
        assertThat(reader.attributes()).isEqualTo("{\"tag\":\"t\"}");
        assertThat(read("2016-10-06T00:17:09.669794202Z stdout F text")).isTrue();
        assertThat(reader.attributes()).isNull();
    }

    @Test
    void countsDaysAsTheCalendarDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextLong(8_000_000_000L), random.nextInt(1_000_000_000));
            assertThat(read(time + " stdout F x")).isTrue();
            assertThat(reader.time()).isEqualTo(time);
        }
    }

    @Test
    void livesThroughAnything() {
        Random random = new Random(8);
        String[] samples = {
            "2016-10-06T00:17:09.669794202Z stdout F text",
            "{\"log\":\"\\u00e9\\t\\\"\\n\",\"stream\":\"stdout\",\"attrs\":{},\"time\":\"2016-10-06T00:17:09.1Z\"}"
        };
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = samples[i % 2].getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : "\\\"u, {}".charAt(random.nextInt(7)));
            }
            int to = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;
            reader.read(bytes, 0, to);
            assertThat(reader.from()).isLessThanOrEqualTo(reader.to());
        }
    }

    private boolean read(String line) {
        byte[] bytes = ("##" + line + "##").getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, 2, bytes.length - 2);
    }

    private String text() {
        return new String(reader.bytes(), reader.from(), reader.to() - reader.from(), StandardCharsets.UTF_8);
    }
}
