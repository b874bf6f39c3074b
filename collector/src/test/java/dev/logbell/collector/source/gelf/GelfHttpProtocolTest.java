package dev.logbell.collector.source.gelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.collector.source.http.PushProtocol;
import dev.logbell.collector.source.http.PushProtocolContract;
import dev.logbell.collector.source.http.Pushed;
import dev.logbell.collector.source.http.Pushes;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.LogRecord;
import dev.logbell.otlp.MalformedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GelfHttpProtocolTest extends PushProtocolContract {
    private static final String MESSAGE = """
            {"version":"1.1","host":"web-1","short_message":"it broke","full_message":"it broke\\n\\tat a.B.c(B.java:1)",\
            "timestamp":1385053862.3072,"level":3,"_user_id":9001,"_service":"pay","_nested":{"a":[1]}}""";

    private final GelfHttpProtocol protocol = new GelfHttpProtocol();

    @Override
    protected PushProtocol protocol() {
        return protocol;
    }

    @Override
    protected List<Pushed> valid() {
        return List.of(
                push(MESSAGE),
                push(MESSAGE + "\n" + MESSAGE + "\n"),
                push(MESSAGE.replace(",", ",\n")),
                Pushes.push("/gelf", "", Pushes.gzip(MESSAGE.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void readsAMessage() {
        assertThat(Pushes.records(protocol, valid().getFirst()))
                .containsExactly(new LogRecord(
                        Instant.parse("2013-11-21T17:11:02.307200Z"),
                        null,
                        17,
                        "Error",
                        new LogRecord.Line("it broke\n\tat a.B.c(B.java:1)"),
                        Map.of("user_id", 9001L, "nested", Map.of("a", List.of(1L))),
                        Map.of("host.name", "web-1", "service.name", "pay"),
                        null,
                        null));
    }

    @Test
    void readsManyMessagesOneThatIsPrettyAndOneThatIsCompressed() {
        assertThat(valid())
                .extracting(pushed -> Pushes.records(protocol, pushed).size())
                .containsExactly(1, 2, 1, 1);
        assertThat(Pushes.decode(protocol, valid().getFirst()).answer().status())
                .isEqualTo(202);
    }

    @Test
    void takesTheStreamOfDockersDriverForNoSeverity() {
        LogRecord record = Pushes.records(protocol, push("""
                                {"version":"1.1","host":"d","short_message":"INFO fine","level":3,"_container_id":"c",\
                                "_container_name":"web","_image_id":"i","_command":"run"}""")).getFirst();
        assertThat(record.severityNumber()).isZero();
        assertThat(record.attributes()).containsEntry("log.iostream", "stderr");
        assertThat(record.resource()).containsEntry("container.name", "web").containsEntry("container.id", "c");
    }

    @Test
    void doesNotBelieveATimeThatCannotBe() {
        for (String time : List.of("\"soon\"", "1e999999999", "-5", "\"1e-999999999\"", "99999999999999999999")) {
            assertThat(Pushes.records(protocol, push("{\"short_message\":\"x\",\"timestamp\":" + time + "}"))
                            .getFirst()
                            .time())
                    .isNull();
        }
    }

    @Test
    void saysWhichMessageIsWrong() {
        assertThatThrownBy(() -> protocol.decode(push(MESSAGE + "\n{\"version\":\"1.1\"}\n")))
                .isInstanceOf(MalformedException.class)
                .hasMessage("message 2: a GELF message must have a short_message, which is text");
    }

    @Test
    void asksForTheMemoryOfTheTreeThatItReads() {
        String body = "{\"short_message\":\"x\",\"_a\":[%s{}]}".formatted("{},".repeat(60_000));
        assertThatThrownBy(() -> protocol.decode(push(body))).isInstanceOf(NoRoomException.class);
    }

    private static Pushed push(String body) {
        return Pushes.push("/gelf", "application/json", body);
    }
}
