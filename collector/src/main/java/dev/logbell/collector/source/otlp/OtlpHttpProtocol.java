package dev.logbell.collector.source.otlp;

import dev.logbell.collector.source.http.Answer;
import dev.logbell.collector.source.http.Decoded;
import dev.logbell.collector.source.http.Head;
import dev.logbell.collector.source.http.PushProtocol;
import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.http.PushRefusedException.Reason;
import dev.logbell.collector.source.http.Pushed;
import dev.logbell.collector.source.record.Json;
import dev.logbell.collector.source.record.RecordLines;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.Framing;
import dev.logbell.otlp.MalformedException;
import dev.logbell.otlp.OtlpLogs;
import dev.logbell.otlp.OtlpProtobuf;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** OTLP over HTTP: what is refused is told as a {@code google.rpc.Status} in the encoding of the request. */
@Singleton
final class OtlpHttpProtocol implements PushProtocol {
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";

    @Override
    public String kind() {
        return "otlp";
    }

    @Override
    public List<String> paths() {
        return List.of("/v1/logs");
    }

    @Override
    public Decoded decode(Pushed pushed) throws MalformedException, NoRoomException, PushRefusedException {
        String type = pushed.head().contentType();
        RecordLines lines = pushed.lines();
        OtlpLogs<NoRoomException> logs = new OtlpLogs<>(lines::add);
        switch (type) {
            case PROTOBUF -> OtlpProtobuf.read(pushed.plainBody(), logs);
            case JSON -> OtlpJson.read(pushed.plainBody(), pushed.room(), logs);
            default ->
                throw new PushRefusedException(
                        Reason.UNKNOWN_TYPE,
                        "Content-Type must be application/x-protobuf or application/json, got '%s'".formatted(type));
        }
        return new Decoded(lines.bytes(), Framing.RECORDS, logs.rejected(), taken(type, logs.rejected()));
    }

    private static Answer taken(String type, long rejected) {
        if (type.equals(PROTOBUF)) {
            return new Answer(200, PROTOBUF, OtlpAnswers.response(rejected));
        }
        Map<String, Object> response = rejected == 0
                ? Map.of()
                : Map.of(
                        "partialSuccess",
                        Map.of(
                                "rejectedLogRecords",
                                Long.toString(rejected),
                                "errorMessage",
                                OtlpAnswers.rejection(rejected)));
        return new Answer(200, JSON, Json.bytes(response));
    }

    @Override
    public Answer refused(PushRefusedException refusal, Head head) {
        int status = refusal.reason().status();
        int code = OtlpAnswers.grpcCode(status);
        return head.contentType().equals(JSON)
                ? new Answer(status, JSON, Json.bytes(Map.of("code", code, "message", refusal.text())))
                : new Answer(status, PROTOBUF, OtlpAnswers.status(code, refusal));
    }
}
