package dev.logbell.collector.source.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.logbell.collector.source.http.Decoded;
import dev.logbell.collector.source.http.PushProtocol;
import dev.logbell.collector.source.http.PushProtocolContract;
import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.http.Pushed;
import dev.logbell.collector.source.http.Pushes;
import dev.logbell.log.Framing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestProtocolTest extends PushProtocolContract {
    private final IngestProtocol protocol = new IngestProtocol();

    @Override
    protected PushProtocol protocol() {
        return protocol;
    }

    @Override
    protected List<Pushed> valid() {
        return List.of(
                push("text/plain", "one\ntwo"),
                push("application/x-ndjson", "{\"a\":1}\n{\"b\":[{\"c\":null}]}\n"),
                push("application/json", "[{\"a\":1},\"two\\nlines\"]"));
    }

    @Test
    void takesTextLineByLine() {
        assertThat(lines(push("text/plain", "one\n\ttwo"))).isEqualTo("one\n\ttwo\n");
        assertThat(lines(push("", "one\n"))).isEqualTo("one\n");
        assertThat(lines(Pushes.push(
                        "/ingest", "text/plain; charset=ISO-8859-1", "ü".getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo("ü\n");
    }

    @Test
    void takesEachObjectForALineWithItsNumbersAsTheyWere() {
        assertThat(lines(push(
                        "application/x-ndjson", "{\"a\": 1.10, \"b\": 12345678901234567890}\r\n\n{\"c\":\"\\u00fc\"}")))
                .isEqualTo("{\"a\":1.10,\"b\":12345678901234567890}\n{\"c\":\"ü\"}\n");
        assertThat(lines(push("application/json", "[ {\"a\" :\n 1}, {} ]"))).isEqualTo("{\"a\":1}\n{}\n");
        assertThat(lines(push("application/json", "{\"a\":1}"))).isEqualTo("{\"a\":1}\n");
        assertThat(lines(push("application/json", "[]"))).isEmpty();
    }

    @Test
    void takesEachTextOfAListForAnEvent() {
        assertThat(Pushes.records(protocol, push("application/json", "[{\"a\":1},\"two\\nlines\",{\"b\":2},\" \"]")))
                .extracting(Pushes::text)
                .containsExactly("{\"a\":1}", "two\nlines", "{\"b\":2}");
    }

    @Test
    void takesZstdAndGzip() {
        byte[] text = "one\n".getBytes(StandardCharsets.UTF_8);
        assertThat(lines(Pushes.push("/ingest", Map.of("content-encoding", "zstd"), Zstd.compress(text))))
                .isEqualTo("one\n");
        assertThat(lines(Pushes.push("/ingest", Map.of("content-encoding", "GZIP"), Pushes.gzip(text))))
                .isEqualTo("one\n");
    }

    @Test
    void refusesZstdThatGrowsTooLarge() {
        byte[] bomb = Zstd.compress(new byte[Pushes.LIMITS.maxBodyBytes() + 1]);
        assertThatThrownBy(() -> protocol.decode(Pushes.push("/ingest", Map.of("content-encoding", "zstd"), bomb)))
                .isInstanceOf(PushRefusedException.class)
                .hasMessageContaining("collector.http.max-body-bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            application/x-ndjson | {"a":1}\\n{"b":\\n{"c":3} | it is not JSON at line 3
            application/x-ndjson | {"a":1}\\n7\\n          | line 2, byte 8: an event must be a JSON object, or a text in a list
            application/json     | [{"a":1},null]         | line 1, byte 9: an event must be a JSON object, or a text in a list
            application/json     | [{"a":1}] {}           | line 1, byte 10: there is more after the list
            application/xml      | <a/>                   | Content-Type must be text/plain, application/x-ndjson or application/json, got 'application/xml'
            text/plain;charset=x | a                      | the charset must be one that Java knows, such as utf-8, got 'x'
            """)
    void saysWhatIsWrongAndWhere(String type, String body, String text) {
        assertThatThrownBy(() -> protocol.decode(push(type, body.replace("\\n", "\n"))))
                .hasMessageStartingWith(text);
    }

    private String lines(Pushed pushed) {
        Decoded decoded = Pushes.decode(protocol, pushed);
        assertThat(decoded.framing()).isEqualTo(Framing.LINES);
        return new String(decoded.bytes(), StandardCharsets.UTF_8);
    }

    private static Pushed push(String type, String body) {
        return Pushes.push("/ingest", type, body);
    }
}
