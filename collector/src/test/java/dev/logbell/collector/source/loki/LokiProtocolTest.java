package dev.logbell.collector.source.loki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.collector.source.http.PushProtocol;
import dev.logbell.collector.source.http.PushProtocolContract;
import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.http.Pushed;
import dev.logbell.collector.source.http.Pushes;
import dev.logbell.collector.source.record.ProtobufWriter;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.LogRecord;
import dev.logbell.otlp.MalformedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class LokiProtocolTest extends PushProtocolContract {
    private static final String PATH = "/loki/api/v1/push";

    private final LokiProtocol protocol = new LokiProtocol();

    @Override
    protected PushProtocol protocol() {
        return protocol;
    }

    @Override
    protected List<Pushed> valid() {
        return List.of(
                Pushes.push(PATH, "application/json", """
                        {"streams":[{"stream":{"job":"app","pod":"web-0","path":"C:\\\\log"},"values":[
                          ["1770000000123456789","level=warn msg=x",{"trace_id":"0af7651916cd43dd8448eb211c80319c","user":"42"}],
                          ["1770000001000000000","second"]]}]}
                        """),
                Pushes.push(PATH, "application/x-protobuf", snappy(request())));
    }

    private static ProtobufWriter request() {
        return new ProtobufWriter()
                .message(
                        1,
                        new ProtobufWriter()
                                .text(1, "{job=\"app\", pod=\"web-0\", path=\"C:\\\\log\"}")
                                .message(
                                        2,
                                        new ProtobufWriter()
                                                .message(
                                                        1,
                                                        new ProtobufWriter()
                                                                .varint(1, 1_770_000_000)
                                                                .varint(2, 123_456_789))
                                                .text(2, "level=warn msg=x")
                                                .message(3, pair("trace_id", "0af7651916cd43dd8448eb211c80319c"))
                                                .message(3, pair("user", "42")))
                                .message(
                                        2,
                                        new ProtobufWriter()
                                                .message(1, new ProtobufWriter().varint(1, 1_770_000_001))
                                                .text(2, "second")));
    }

    @Test
    void readsTheSameFromProtobufAndJson() {
        LogRecord first = new LogRecord(
                null,
                Instant.ofEpochSecond(1_770_000_000, 123_456_789),
                0,
                "",
                new LogRecord.Line("level=warn msg=x"),
                Map.of("user", "42"),
                Map.of("job", "app", "k8s.pod.name", "web-0", "path", "C:\\log"),
                "0af7651916cd43dd8448eb211c80319c",
                null);
        for (Pushed pushed : valid()) {
            List<LogRecord> records = Pushes.records(protocol, pushed);
            assertThat(records).hasSize(2).first().isEqualTo(first);
            assertThat(records.getLast().attributes()).isEmpty();
            assertThat(records.getLast().observedTime()).isEqualTo(Instant.ofEpochSecond(1_770_000_001));
        }
    }

    @Test
    void answersWithoutABody() {
        assertThat(Pushes.decode(protocol, valid().getFirst()).answer().status())
                .isEqualTo(204);
    }

    @Test
    void refusesSnappyThatGrowsTooLarge() {
        byte[] bomb = snappy(new ProtobufWriter().bytes(1, new byte[Pushes.LIMITS.maxBodyBytes()]));
        assertThatThrownBy(() -> protocol.decode(Pushes.push(PATH, "application/x-protobuf", bomb)))
                .isInstanceOf(PushRefusedException.class)
                .hasMessageContaining("collector.http.max-body-bytes");
    }

    @Test
    void saysWhereLabelsAreWrong() {
        byte[] body = snappy(new ProtobufWriter().message(1, new ProtobufWriter().text(1, "{job=app}")));
        assertThatThrownBy(() -> protocol.decode(Pushes.push(PATH, "application/x-protobuf", body)))
                .isInstanceOf(MalformedException.class)
                .hasMessage("the labels of a stream must be like {job=\"app\"}, wrong at 5");
    }

    @Test
    void asksForTheMemoryOfTheTreeThatItReads() {
        String body = "{\"streams\":[],\"a\":[%s{}]}".formatted("{},".repeat(60_000));
        assertThatThrownBy(() -> protocol.decode(Pushes.push(PATH, "application/json", body)))
                .isInstanceOf(NoRoomException.class);
    }

    @Test
    void passesOverBlankLines() {
        String json = """
                {"streams":[{"stream":{"job":"app"},"values":[["1"," "],["2","x"],["3","\\t",{"a":"b"}]]}]}
                """;
        ProtobufWriter protobuf = new ProtobufWriter()
                .message(
                        1,
                        new ProtobufWriter()
                                .text(1, "{job=\"app\"}")
                                .message(2, new ProtobufWriter().message(3, pair("a", "b")))
                                .message(
                                        2,
                                        new ProtobufWriter()
                                                .message(3, pair("user", "42"))
                                                .text(2, "x")));
        assertThat(Pushes.records(protocol, Pushes.push(PATH, "application/json", json)))
                .extracting(Pushes::text)
                .containsExactly("x");
        assertThat(Pushes.records(protocol, Pushes.push(PATH, "application/x-protobuf", snappy(protobuf))))
                .extracting(LogRecord::attributes)
                .containsExactly(Map.of("user", "42"));
    }

    private static ProtobufWriter pair(String name, String value) {
        return new ProtobufWriter().text(1, name).text(2, value);
    }

    private static byte[] snappy(ProtobufWriter message) {
        try {
            return Snappy.compress(message.toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
