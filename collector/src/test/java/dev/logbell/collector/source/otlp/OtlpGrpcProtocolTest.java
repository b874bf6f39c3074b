package dev.logbell.collector.source.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.collector.source.http.Answer;
import dev.logbell.collector.source.http.Head;
import dev.logbell.collector.source.http.PushProtocol;
import dev.logbell.collector.source.http.PushProtocolContract;
import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.http.PushRefusedException.Reason;
import dev.logbell.collector.source.http.Pushed;
import dev.logbell.collector.source.http.Pushes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtlpGrpcProtocolTest extends PushProtocolContract {
    private static final String PATH = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";

    private final OtlpGrpcProtocol protocol = new OtlpGrpcProtocol();

    @Override
    protected PushProtocol protocol() {
        return protocol;
    }

    @Override
    protected boolean isCompressible() {
        return false;
    }

    @Override
    protected List<Pushed> valid() {
        return List.of(push(framed(0, OtlpRequests.PROTOBUF)), push(framed(1, Pushes.gzip(OtlpRequests.PROTOBUF))));
    }

    @Test
    void readsAMessageAndAnswersWithOne() {
        for (Pushed pushed : valid()) {
            assertThat(Pushes.records(protocol, pushed)).hasSize(2);
            Answer answer = Pushes.decode(protocol, pushed).answer();
            assertThat(answer.body()).containsExactly(0, 0, 0, 0, 0);
            assertThat(answer.trailers()).isEqualTo(Map.of("grpc-status", "0"));
        }
    }

    @Test
    void refusesAMessageThatGrowsTooLarge() {
        byte[] bomb = Pushes.gzip(new byte[Pushes.LIMITS.maxBodyBytes() + 1]);
        assertThatThrownBy(() -> protocol.decode(push(framed(1, bomb)))).isInstanceOf(PushRefusedException.class);
    }

    @Test
    void tellsARefusalInTheTrailers() {
        Answer answer = protocol.refused(new PushRefusedException(Reason.LATE, "100 % wäit"), new Head(PATH, Map.of()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.trailers())
                .containsEntry("grpc-status", "14")
                .containsEntry("grpc-message", "100 %25 w%C3%A4it")
                .containsKey("grpc-status-details-bin");
    }

    private static Pushed push(byte[] body) {
        return Pushes.push(PATH, Map.of("content-type", "application/grpc", "grpc-encoding", "gzip"), body);
    }

    private static byte[] framed(int isCompressed, byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) isCompressed)
                .putInt(message.length)
                .put(message)
                .array();
    }
}
