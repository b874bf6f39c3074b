package dev.logbell.collector.source.otlp;

import dev.logbell.collector.source.http.Answer;
import dev.logbell.collector.source.http.Compression;
import dev.logbell.collector.source.http.Decoded;
import dev.logbell.collector.source.http.Head;
import dev.logbell.collector.source.http.PushProtocol;
import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.http.PushRefusedException.Reason;
import dev.logbell.collector.source.http.Pushed;
import dev.logbell.collector.source.record.RecordLines;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.Framing;
import dev.logbell.otlp.MalformedException;
import dev.logbell.otlp.OtlpLogs;
import dev.logbell.otlp.OtlpProtobuf;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * OTLP over gRPC, on the same port as everything else: one message each way, its length before it, and the status in
 * the trailers. (gRPC over HTTP/2, "Requests" and "Responses".)
 */
@Singleton
final class OtlpGrpcProtocol implements PushProtocol {
    private static final String GRPC = "application/grpc";
    private static final int PREFIX = 5;

    @Override
    public String kind() {
        return "otlp";
    }

    @Override
    public List<String> paths() {
        return List.of("/opentelemetry.proto.collector.logs.v1.LogsService/Export");
    }

    @Override
    public Decoded decode(Pushed pushed) throws MalformedException, NoRoomException, PushRefusedException {
        String type = pushed.head().contentType();
        if (!type.equals(GRPC) && !type.equals("application/grpc+proto")) {
            throw new PushRefusedException(
                    Reason.UNKNOWN_TYPE, "Content-Type must be application/grpc, got '%s'".formatted(type));
        }
        RecordLines lines = pushed.lines();
        OtlpLogs<NoRoomException> logs = new OtlpLogs<>(lines::add);
        OtlpProtobuf.read(message(pushed), logs);
        byte[] response = OtlpAnswers.response(logs.rejected());
        byte[] framed = ByteBuffer.allocate(PREFIX + response.length)
                .put((byte) 0)
                .putInt(response.length)
                .put(response)
                .array();
        Answer answer = new Answer(200, GRPC, framed, Map.of(), Map.of("grpc-status", "0"));
        return new Decoded(lines.bytes(), Framing.RECORDS, logs.rejected(), answer);
    }

    private static byte[] message(Pushed pushed) throws MalformedException, NoRoomException, PushRefusedException {
        byte[] body = pushed.body();
        if (body.length < PREFIX || ByteBuffer.wrap(body).getInt(1) != body.length - PREFIX) {
            throw new MalformedException("the request must be one gRPC message");
        }
        byte[] message = Arrays.copyOfRange(body, PREFIX, body.length);
        if (body[0] == 0) {
            return message;
        }
        String encoding = pushed.head().header("grpc-encoding");
        Compression compression = Compression.of(encoding);
        if (compression == null || compression == Compression.NONE) {
            throw new PushRefusedException(
                    Reason.UNKNOWN_TYPE, "grpc-encoding must be gzip, deflate or zstd, got '%s'".formatted(encoding));
        }
        return compression.decompress(message, pushed.limits().maxBodyBytes(), pushed.room());
    }

    @Override
    public Answer refused(PushRefusedException refusal, Head head) {
        int code = OtlpAnswers.grpcCode(refusal.reason().status());
        String details = Base64.getEncoder().withoutPadding().encodeToString(OtlpAnswers.status(code, refusal));
        return new Answer(
                200,
                GRPC,
                new byte[0],
                Map.of("grpc-accept-encoding", "identity,gzip,deflate,zstd"),
                Map.of(
                        "grpc-status",
                        Integer.toString(code),
                        "grpc-message",
                        percentEncoded(refusal.text()),
                        "grpc-status-details-bin",
                        details));
    }

    private static String percentEncoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0x20 && b < 0x7F && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append('%').append("%02X".formatted(b & 0xFF));
            }
        }
        return encoded.toString();
    }
}
