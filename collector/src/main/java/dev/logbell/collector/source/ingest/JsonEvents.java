package dev.logbell.collector.source.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.logbell.collector.source.http.Answer;
import dev.logbell.collector.source.http.Decoded;
import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.http.PushRefusedException.Reason;
import dev.logbell.collector.source.http.Pushed;
import dev.logbell.collector.source.record.Json;
import dev.logbell.collector.source.record.RecordLines;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.Framing;
import dev.logbell.log.LogRecord;
import dev.logbell.otlp.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * JSON as events: objects as lines of JSON. If there are texts among them, which may have any characters, all become
 * records.
 */
final class JsonEvents {
    private static final JsonFactory WRITER = new JsonFactory();

    private final Pushed pushed;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final RecordLines records;
    private boolean hasTexts;

    private JsonEvents(Pushed pushed) {
        this.pushed = pushed;
        this.records = pushed.lines();
    }

    static Decoded read(byte[] body, Pushed pushed) throws MalformedException, NoRoomException, PushRefusedException {
        JsonEvents events = new JsonEvents(pushed);
        try (JsonParser json = Json.parser(body)) {
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    events.take(json);
                }
                token = json.nextToken();
                if (token != null) {
                    throw new MalformedException(place(json) + "there is more after the list");
                }
            }
            for (; token != null; token = json.nextToken()) {
                events.take(json);
            }
        } catch (IOException e) {
            throw Json.malformed(e, 0);
        }
        byte[] bytes = events.hasTexts ? events.records.bytes() : events.lines.toByteArray();
        return new Decoded(bytes, events.hasTexts ? Framing.RECORDS : Framing.LINES, Answer.empty(204));
    }

    private void take(JsonParser json) throws IOException, MalformedException, NoRoomException, PushRefusedException {
        switch (json.currentToken()) {
            case START_OBJECT -> {
                int from = lines.size();
                try (JsonGenerator writer =
                        WRITER.createGenerator(lines).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
                    writer.copyCurrentStructureExact(json);
                }
                if (hasTexts) {
                    addRecord(lines.toString(StandardCharsets.UTF_8));
                    lines.reset();
                } else {
                    lines.write('\n');
                    pushed.room().take(lines.size() - from);
                }
            }
            case VALUE_STRING -> {
                if (!hasTexts) {
                    makeRecords();
                }
                addRecord(json.getText());
            }
            case null, default ->
                throw new MalformedException(place(json) + "an event must be a JSON object, or a text in a list");
        }
    }

    /** What was taken before the first text, as records too. */
    private void makeRecords() throws NoRoomException, PushRefusedException {
        hasTexts = true;
        String before = lines.toString(StandardCharsets.UTF_8);
        lines.reset();
        for (int from = 0; from < before.length(); ) {
            int end = before.indexOf('\n', from);
            addRecord(before.substring(from, end));
            from = end + 1;
        }
    }

    private void addRecord(String text) throws NoRoomException, PushRefusedException {
        LogRecord record = new LogRecord(null, null, 0, "", new LogRecord.Line(text), Map.of(), Map.of(), null, null);
        if (!text.isBlank() && !records.add(record)) {
            throw new PushRefusedException(Reason.TOO_LARGE, "an event cannot be kept: see collector.max-event-bytes");
        }
    }

    private static String place(JsonParser json) {
        return "line %d, byte %d: "
                .formatted(
                        json.currentTokenLocation().getLineNr(),
                        json.currentTokenLocation().getByteOffset());
    }
}
