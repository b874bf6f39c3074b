package dev.logbell.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.logbell.log.LogRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one record from JSON and is strict about it: whatever is not in order throws. */
final class RecordReader {
    private @Nullable Instant time;
    private @Nullable Instant observedTime;
    private int severityNumber;
    private String severityText = "";
    private LogRecord.@Nullable Content content;
    private Map<String, Object> attributes = Map.of();
    private final Map<String, String> resource = new LinkedHashMap<>();
    private @Nullable String traceId;
    private @Nullable String spanId;

    private RecordReader() {}

    /** Reads the whole of the input as a record. */
    static LogRecord read(JsonParser json) throws IOException {
        RecordReader reader = new RecordReader();
        expect(json.nextToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            reader.take(name, json);
        }
        expect(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
        return new LogRecord(
                reader.time,
                reader.observedTime,
                reader.severityNumber,
                reader.severityText,
                reader.content == null ? new LogRecord.Body(null) : reader.content,
                reader.attributes,
                reader.resource,
                reader.traceId,
                reader.spanId);
    }

    private void take(String name, JsonParser json) throws IOException {
        switch (name) {
            case "time" -> time = Rfc3339.read(text(json));
            case "observedTime" -> observedTime = Rfc3339.read(text(json));
            case "severityText" -> severityText = text(json);
            case "severityNumber" -> {
                expect(json.currentToken() == JsonToken.VALUE_NUMBER_INT);
                severityNumber = json.getIntValue();
            }
            case "line" -> content(new LogRecord.Line(text(json)));
            case "body" -> content(new LogRecord.Body(value(json)));
            case "attributes" -> {
                expect(json.currentToken() == JsonToken.START_OBJECT);
                attributes = object(json);
            }
            case "resource" -> {
                expect(json.currentToken() == JsonToken.START_OBJECT);
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String attribute = json.currentName();
                    json.nextToken();
                    resource.put(attribute, text(json));
                }
            }
            case "traceId" -> traceId = text(json);
            case "spanId" -> spanId = text(json);
            default -> throw new IllegalArgumentException("a record has no key of that name");
        }
    }

    private void content(LogRecord.Content given) {
        expect(content == null);
        content = given;
    }

    private static String text(JsonParser json) throws IOException {
        expect(json.currentToken() == JsonToken.VALUE_STRING);
        return json.getText();
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> json.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> {
                JsonParser.NumberType type = json.getNumberType();
                boolean isLong = type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG;
                yield isLong ? (Object) json.getLongValue() : json.getText();
            }
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case null -> throw new IllegalArgumentException("a record ends within a value");
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalArgumentException("a record ends within a value");
        };
    }

    private static Map<String, Object> object(JsonParser json) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            Object value = value(json);
            if (value != null) {
                object.put(name, value);
            }
        }
        expect(json.currentToken() == JsonToken.END_OBJECT);
        return object;
    }

    private static List<Object> array(JsonParser json) throws IOException {
        List<Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Object value = value(json);
            if (value != null) {
                array.add(value);
            }
        }
        return array;
    }

    private static void expect(boolean isInOrder) {
        if (!isInOrder) {
            throw new IllegalArgumentException("a record is not in order");
        }
    }
}
