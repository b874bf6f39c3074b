package dev.logbell.collector.source.elastic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.logbell.collector.source.record.Json;
import dev.logbell.collector.source.record.Loan;
import dev.logbell.collector.source.record.RecordLines;
import dev.logbell.collector.source.record.Room;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.otlp.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One bulk request: a line that says what to do, then the document's line. What is wrong with a document is told as
 * its item's result; what is wrong with the lines themselves refuses the whole, as Elasticsearch does.
 */
final class BulkRequest {
    private static final JsonFactory JSON = new JsonFactory();
    /** What an item of the answer takes at most, besides its names. */
    private static final int ITEM = 400;

    private final String index;
    private final RecordLines lines;
    private final Room room;
    private final ByteArrayOutputStream items = new ByteArrayOutputStream();
    private final String idPrefix =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private long rejected;
    private int count;

    BulkRequest(String index, RecordLines lines, Room room) {
        this.index = index;
        this.lines = lines;
        this.room = room;
    }

    /** What became of one document. */
    private record Item(String action, String index, String id, int status, String type, String reason) {}

    void read(byte[] body) throws MalformedException, NoRoomException {
        if (body.length == 0 || body[body.length - 1] != '\n') {
            throw new MalformedException("The bulk request must be terminated by a newline [\\n]");
        }
        try (JsonGenerator answer = JSON.createGenerator(items)) {
            answer.writeStartArray();
            read(body, answer);
            answer.writeEndArray();
        } catch (IOException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    long rejected() {
        return rejected;
    }

    byte[] records() {
        return lines.bytes();
    }

    /** The answer with its keys in the order that Fluent Bit looks for in one that is too long for it. */
    byte[] answer() {
        ByteArrayOutputStream answer = new ByteArrayOutputStream(items.size() + 50);
        answer.writeBytes(
                "{\"took\":0,\"errors\":%b,\"items\":".formatted(rejected > 0).getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(items.toByteArray());
        answer.write('}');
        return answer.toByteArray();
    }

    private void read(byte[] body, JsonGenerator answer) throws IOException, MalformedException, NoRoomException {
        int lineNumber = 0;
        for (int from = 0; from < body.length; ) {
            int end = lineEnd(body, from);
            lineNumber++;
            if (isBlank(body, from, end)) {
                from = end + 1;
                continue;
            }
            Action action = action(body, from, end, lineNumber);
            from = end + 1;
            Item item;
            if (action.hasDocument()) {
                if (from >= body.length) {
                    throw new MalformedException(
                            "line %d: the document of this action is missing".formatted(lineNumber));
                }
                end = lineEnd(body, from);
                lineNumber++;
                item = take(action, body, from, end);
                from = end + 1;
            } else {
                item = result(action, 400, "illegal_argument_exception", "events cannot be deleted");
            }
            room.take(ITEM + item.index().length() + item.id().length());
            write(item, answer);
        }
    }

    private Action action(byte[] body, int from, int to, int lineNumber) throws MalformedException, NoRoomException {
        try (Loan tree = new Loan(room)) {
            return Action.read(body, from, to, lineNumber, tree);
        }
    }

    private Item take(Action action, byte[] body, int from, int to) throws NoRoomException {
        if (!action.isTaken()) {
            return result(
                    action, 400, "illegal_argument_exception", "events can only be created or indexed, not changed");
        }
        if (index(action).isEmpty()) {
            return result(action, 400, "action_request_validation_exception", "index is missing");
        }
        try (Loan tree = new Loan(room)) {
            Map<String, Object> document = Json.object(body, from, to, tree);
            return lines.add(Documents.record(document, index(action), body, from, to, tree))
                    ? result(action, 201, "", "")
                    : result(
                            action,
                            400,
                            "document_parsing_exception",
                            "the fields of the document are longer than collector.max-event-bytes");
        } catch (MalformedException e) {
            return result(action, 400, "document_parsing_exception", String.valueOf(e.getMessage()));
        }
    }

    private String index(Action action) {
        return action.index().isEmpty() ? index : action.index();
    }

    private Item result(Action action, int status, String type, String reason) {
        String id = action.id().isEmpty() ? idPrefix + count : action.id();
        count++;
        if (status != 201) {
            rejected++;
        }
        return new Item(action.name(), index(action), id, status, type, reason);
    }

    private static void write(Item item, JsonGenerator answer) throws IOException {
        answer.writeStartObject();
        answer.writeObjectFieldStart(item.action());
        answer.writeStringField("_index", item.index());
        answer.writeStringField("_id", item.id());
        answer.writeNumberField("status", item.status());
        if (item.status() == 201) {
            answer.writeNumberField("_version", 1);
            answer.writeStringField("result", "created");
            answer.writeObjectFieldStart("_shards");
            answer.writeNumberField("total", 1);
            answer.writeNumberField("successful", 1);
            answer.writeNumberField("failed", 0);
            answer.writeEndObject();
            answer.writeNumberField("_seq_no", 0);
            answer.writeNumberField("_primary_term", 1);
        } else {
            answer.writeObjectFieldStart("error");
            answer.writeStringField("type", item.type());
            answer.writeStringField("reason", item.reason());
            answer.writeEndObject();
        }
        answer.writeEndObject();
        answer.writeEndObject();
    }

    private static int lineEnd(byte[] body, int from) {
        int end = from;
        while (body[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean isBlank(byte[] body, int from, int to) {
        for (int i = from; i < to; i++) {
            if (body[i] > ' ' || body[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
