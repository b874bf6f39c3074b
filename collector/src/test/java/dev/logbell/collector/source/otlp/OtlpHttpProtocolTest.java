package dev.logbell.collector.source.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.collector.source.http.Answer;
import dev.logbell.collector.source.http.Decoded;
import dev.logbell.collector.source.http.Head;
import dev.logbell.collector.source.http.PushProtocol;
import dev.logbell.collector.source.http.PushProtocolContract;
import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.http.PushRefusedException.Reason;
import dev.logbell.collector.source.http.Pushed;
import dev.logbell.collector.source.http.Pushes;
import dev.logbell.collector.source.record.ProtobufWriter;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.LogRecord;
import dev.logbell.otlp.MalformedException;
import dev.logbell.otlp.Protobuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtlpHttpProtocolTest extends PushProtocolContract {
    private final OtlpHttpProtocol protocol = new OtlpHttpProtocol();

    @Override
    protected PushProtocol protocol() {
        return protocol;
    }

    @Override
    protected List<Pushed> valid() {
        return List.of(
                Pushes.push("/v1/logs", "application/x-protobuf", OtlpRequests.PROTOBUF),
                Pushes.push("/v1/logs", "application/json; charset=utf-8", OtlpRequests.JSON));
    }

    @Test
    void readsTheSameFromProtobufAndJson() {
        LogRecord full = new LogRecord(
                Instant.ofEpochSecond(1_770_000_000, 123_456_789),
                Instant.ofEpochSecond(1_770_000_001),
                17,
                "Error",
                new LogRecord.Body("it broke"),
                Map.of(
                        "user",
                        -42L,
                        "list",
                        List.of(true),
                        "half",
                        0.5,
                        "otel.scope.name",
                        "shop",
                        "otel.scope.version",
                        "1.2",
                        "event.name",
                        "cart.broken",
                        "otel.dropped_attributes_count",
                        3L),
                Map.of("service.name", "pay", "process.pid", "7"),
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331");
        for (Pushed pushed : valid()) {
            List<LogRecord> records = Pushes.records(protocol, pushed);
            assertThat(records).hasSize(2).first().isEqualTo(full);
            assertThat(records.getLast().content()).isEqualTo(new LogRecord.Line("WARN raw line"));
            assertThat(records.getLast().observedTime()).isEqualTo(Instant.ofEpochSecond(1_770_000_002));
            assertThat(records.getLast().time()).isNull();
        }
    }

    @Test
    void answersInTheEncodingOfTheRequest() {
        Answer protobuf = Pushes.decode(protocol, valid().getFirst()).answer();
        assertThat(protobuf.contentType()).isEqualTo("application/x-protobuf");
        assertThat(protobuf.body()).isEmpty();
        Answer json = Pushes.decode(protocol, valid().getLast()).answer();
        assertThat(json.contentType()).isEqualTo("application/json");
        assertThat(new String(json.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
    }

    @Test
    void keepsTheRestWhenARecordIsTooLargeAndSaysHowManyAreNot() throws MalformedException {
        ProtobufWriter tooLarge = new ProtobufWriter()
                .message(
                        6,
                        new ProtobufWriter().text(1, "a").message(2, new ProtobufWriter().text(1, "x".repeat(5000))));
        ProtobufWriter fine = new ProtobufWriter().message(5, new ProtobufWriter().text(1, "fine"));
        byte[] body = new ProtobufWriter()
                .message(
                        1,
                        new ProtobufWriter()
                                .message(
                                        2,
                                        new ProtobufWriter()
                                                .message(2, tooLarge)
                                                .message(2, fine)))
                .toBytes();

        Decoded decoded = Pushes.decode(protocol, Pushes.push("/v1/logs", "application/x-protobuf", body));

        assertThat(Pushes.records(decoded)).extracting(Pushes::text).containsExactly("fine");
        Protobuf response = new Protobuf(decoded.answer().body());
        assertThat(response.next()).isTrue();
        Protobuf partial = response.message();
        assertThat(partial.next()).isTrue();
        assertThat(partial.varint()).isEqualTo(1);
        assertThat(partial.next()).isTrue();
        assertThat(partial.text()).contains("1 log records", "collector.max-event-bytes");
    }

    @Test
    void endsARequestOfManyRecordsThatAllRepeatALargeResource() {
        ProtobufWriter logs = new ProtobufWriter();
        for (int i = 0; i < 1000; i++) {
            logs.message(2, new ProtobufWriter());
        }
        ProtobufWriter large = new ProtobufWriter()
                .text(1, "a")
                .message(2, new ProtobufWriter().text(1, "x".repeat(10 * Pushes.LIMITS.maxEventBytes())));
        byte[] body = new ProtobufWriter()
                .message(
                        1,
                        new ProtobufWriter()
                                .message(1, new ProtobufWriter().message(1, large))
                                .message(2, logs))
                .toBytes();

        assertThatThrownBy(() -> protocol.decode(Pushes.push("/v1/logs", "application/x-protobuf", body)))
                .isInstanceOf(NoRoomException.class);
    }

    @Test
    void asksForTheMemoryOfTheTreeThatItReads() {
        String body = "{\"resourceLogs\":[%s{}]}".formatted("{},".repeat(60_000));
        assertThatThrownBy(() -> protocol.decode(Pushes.push("/v1/logs", "application/json", body)))
                .isInstanceOf(NoRoomException.class);
    }

    @Test
    void asksASlowSenderToComeAgain() {
        PushRefusedException slow = new PushRefusedException(Reason.SLOW, "slow");
        assertThat(protocol.refused(slow, new Head("/v1/logs", Map.of())).status())
                .isEqualTo(503);
        assertThat(slow.reason().retryAfter()).isPositive();
        assertThat(OtlpAnswers.grpcCode(slow.reason().status())).isEqualTo(14);
    }

    @Test
    void saysWhereARequestIsBroken() {
        assertThatThrownBy(
                        () -> protocol.decode(Pushes.push("/v1/logs", "application/json", "{\"resourceLogs\":[\n{]}")))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("line 2, byte ");
        assertThatThrownBy(() -> protocol.decode(Pushes.push("/v1/logs", "application/json", "{\"resourceLogs\":[7]}")))
                .hasMessage("resourceLogs must have objects");
        assertThatThrownBy(
                        () -> protocol.decode(Pushes.push("/v1/logs", "application/x-protobuf", new byte[] {0xA, 9})))
                .hasMessageContaining("at byte 2: a field is longer than its message");
    }

    @Test
    void tellsARefusalAsAStatusWithWhenToComeAgain() throws MalformedException {
        PushRefusedException busy = new PushRefusedException(Reason.BUSY, "busy");
        Answer json = protocol.refused(busy, new Head("/v1/logs", Map.of("content-type", "application/json")));
        assertThat(json.status()).isEqualTo(429);
        assertThat(new String(json.body(), StandardCharsets.UTF_8)).contains("\"message\":\"busy\"", "\"code\":8");
        Answer protobuf = protocol.refused(busy, new Head("/v1/logs", Map.of()));
        Protobuf status = new Protobuf(protobuf.body());
        assertThat(status.next()).isTrue();
        assertThat(status.varint()).isEqualTo(8);
        assertThat(status.next()).isTrue();
        assertThat(status.text()).isEqualTo("busy");
        assertThat(status.next()).isTrue();
        Protobuf any = status.message();
        assertThat(any.next()).isTrue();
        assertThat(any.text()).isEqualTo("type.googleapis.com/google.rpc.RetryInfo");
    }
}
