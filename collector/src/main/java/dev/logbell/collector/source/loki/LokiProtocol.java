package dev.logbell.collector.source.loki;

import dev.logbell.collector.source.http.Answer;
import dev.logbell.collector.source.http.Decoded;
import dev.logbell.collector.source.http.PushProtocol;
import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.http.PushRefusedException.Reason;
import dev.logbell.collector.source.http.Pushed;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.Framing;
import dev.logbell.otlp.MalformedException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import org.xerial.snappy.Snappy;

/** Loki's push: JSON, or protobuf compressed with snappy. (Loki HTTP API, "Ingest logs".) */
@Singleton
final class LokiProtocol implements PushProtocol {
    @Override
    public String kind() {
        return "loki";
    }

    @Override
    public List<String> paths() {
        return List.of("/loki/api/v1/push");
    }

    @Override
    public Decoded decode(Pushed pushed) throws MalformedException, NoRoomException, PushRefusedException {
        String type = pushed.head().contentType();
        LokiEntries entries = new LokiEntries(pushed.lines());
        switch (type) {
            case "application/json" -> LokiJson.read(pushed.plainBody(), pushed.room(), entries);
            case "application/x-protobuf", "" -> LokiProtobuf.read(unsnapped(pushed), entries);
            default ->
                throw new PushRefusedException(
                        Reason.UNKNOWN_TYPE,
                        "Content-Type must be application/x-protobuf or application/json, got '%s'".formatted(type));
        }
        return new Decoded(entries.bytes(), Framing.RECORDS, Answer.empty(204));
    }

    private static byte[] unsnapped(Pushed pushed) throws MalformedException, NoRoomException, PushRefusedException {
        byte[] body = pushed.body();
        int most = pushed.limits().maxBodyBytes();
        try {
            int length = Snappy.uncompressedLength(body);
            if (length > most) {
                throw new PushRefusedException(
                        Reason.TOO_LARGE,
                        "the body is more than %d bytes when it is decompressed (collector.http.max-body-bytes): send smaller batches"
                                .formatted(most));
            }
            if (length < 0) {
                throw new MalformedException("the body is not snappy");
            }
            pushed.room().take(length);
            return Snappy.uncompress(body);
        } catch (IOException e) {
            throw new MalformedException("the body is not snappy, or ends too early");
        }
    }
}
