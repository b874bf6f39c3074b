package dev.logbell.collector.source.ingest;

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
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Text is taken like a file, line by line; JSON as one event for each object of a list or of a sequence (NDJSON), and
 * for each text of a list.
 */
@Singleton
final class IngestProtocol implements PushProtocol {
    @Override
    public String kind() {
        return "ingest";
    }

    @Override
    public List<String> paths() {
        return List.of("/ingest");
    }

    @Override
    public Decoded decode(Pushed pushed) throws MalformedException, NoRoomException, PushRefusedException {
        String type = pushed.head().contentType();
        return switch (type) {
            case "", "text/plain", "application/x-www-form-urlencoded", "application/octet-stream" ->
                lines(utf8(pushed), pushed);
            case "application/json",
                    "application/x-ndjson",
                    "application/ndjson",
                    "application/jsonl",
                    "application/jsonlines",
                    "application/x-jsonlines",
                    "application/json-lines" -> JsonEvents.read(pushed.plainBody(), pushed);
            default ->
                throw new PushRefusedException(
                        Reason.UNKNOWN_TYPE,
                        "Content-Type must be text/plain, application/x-ndjson or application/json, got '%s'"
                                .formatted(type));
        };
    }

    private static byte[] utf8(Pushed pushed) throws MalformedException, NoRoomException, PushRefusedException {
        byte[] body = pushed.plainBody();
        String type = pushed.head().header("content-type").toLowerCase(Locale.ROOT);
        int at = type.indexOf("charset=");
        if (at < 0) {
            return body;
        }
        String name = type.substring(at + 8).split("[;\\s]", 2)[0].replace("\"", "");
        try {
            Charset charset = Charset.forName(name);
            if (charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII)) {
                return body;
            }
            pushed.room().take(2L * body.length);
            return new String(body, charset).getBytes(StandardCharsets.UTF_8);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new PushRefusedException(
                    Reason.UNKNOWN_TYPE,
                    "the charset must be one that Java knows, such as utf-8, got '%s'".formatted(name));
        }
    }

    private static Decoded lines(byte[] text, Pushed pushed) throws NoRoomException {
        byte[] lines = text;
        if (text.length > 0 && text[text.length - 1] != '\n') {
            pushed.room().take(text.length + 1L);
            lines = Arrays.copyOf(text, text.length + 1);
            lines[text.length] = '\n';
        }
        return new Decoded(lines, Framing.LINES, Answer.empty(204));
    }
}
