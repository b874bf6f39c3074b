package dev.logbell.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.logbell.log.LogRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record as one line of JSON and reads it back; keys that say nothing are left out:
 *
 * <pre>{"time":"2026-03-01T12:00:00.5Z","severityNumber":17,"line":"it broke","attributes":{"user":42}}</pre>
 */
public final class LogRecordCodec {
    /** How deep lists and maps may be in each other within a body or the attributes. */
    public static final int DEEPEST = 64;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST + 2)
                    .maxNumberLength(400)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(DEEPEST + 2)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private LogRecordCodec() {}

    /**
     * Appends a record as one line, its {@code \n} included.
     *
     * @throws IllegalArgumentException if a value is of a type that records cannot have, or nested deeper than
     *     {@link #DEEPEST}; nothing is appended then
     */
    public static void write(LogRecord record, ByteArrayOutputStream to) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            write(record, json);
        } catch (IOException e) {
            throw new IllegalArgumentException("a record cannot be written as JSON: " + e.getMessage(), e);
        }
        line.write('\n');
        to.writeBytes(line.toByteArray());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param bytes the line without its {@code \n}, between {@code from} and {@code to}
     * @return empty if it is no record: another shape, an unknown or repeated key, a value out of its range
     */
    public static Optional<LogRecord> read(byte[] bytes, int from, int to) {
        try (JsonParser json = JSON.createParser(bytes, from, to - from)) {
            return Optional.of(RecordReader.read(json));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A value of a record as text: text as it is, anything else as JSON. */
    public static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            writeValue(json, value);
        } catch (IOException e) {
            throw new IllegalArgumentException("a value cannot be written as JSON: " + e.getMessage(), e);
        }
        return text.toString();
    }

    private static void write(LogRecord record, JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeTime(json, "time", record.time());
        writeTime(json, "observedTime", record.observedTime());
        if (!record.severityText().isEmpty()) {
            json.writeStringField("severityText", whole(record.severityText()));
        }
        if (record.severityNumber() != 0) {
            json.writeNumberField("severityNumber", record.severityNumber());
        }
        switch (record.content()) {
            case LogRecord.Line(String text) -> json.writeStringField("line", whole(text));
            case LogRecord.Body(Object value) -> {
                json.writeFieldName("body");
                writeValue(json, value);
            }
        }
        if (!record.attributes().isEmpty()) {
            json.writeFieldName("attributes");
            writeValue(json, record.attributes());
        }
        if (!record.resource().isEmpty()) {
            json.writeFieldName("resource");
            writeValue(json, record.resource());
        }
        if (record.traceId() != null) {
            json.writeStringField("traceId", record.traceId());
        }
        if (record.spanId() != null) {
            json.writeStringField("spanId", record.spanId());
        }
        json.writeEndObject();
    }

    private static void writeTime(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        if (time != null) {
            json.writeStringField(name, Rfc3339.write(time));
        }
    }

    /** Numbers that JSON does not have (NaN, infinities) are written as text. */
    @SuppressWarnings("IfChainToSwitch") // as a switch over types it took a quarter of the time of writing a record
    private static void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof String text) {
            json.writeString(whole(text));
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(whole(String.valueOf(entry.getKey())));
                writeValue(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                writeValue(json, item);
            }
            json.writeEndArray();
        } else if (value == null) {
            json.writeNull();
        } else {
            throw new IllegalArgumentException(
                    "a value of a record must be text, a number, a boolean, a list or a map, got " + value.getClass());
        }
    }

    /** The text with U+FFFD for halves of surrogate pairs, which UTF-8 cannot hold. */
    private static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(point ->
                                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }
}
