package dev.logbell.processor.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, under the names that ECS, Logstash's encoder, Bunyan, Pino, zap, slog, Serilog, GELF and
 * OpenTelemetry use; what has another name becomes an attribute, nested objects as maps.
 */
final class JsonLine implements LineFormat {
    private static final int DEEPEST = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(400)
                    .maxNameLength(50_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private final KnownFields fields;

    JsonLine(TimeReader times) {
        fields = new KnownFields(times);
    }

    @Override
    public @Nullable ParsedLine parse(String line, Instant observed) {
        int from = 0;
        int to = line.length();
        while (from < to && line.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && line.charAt(to - 1) <= ' ') {
            to--;
        }
        if (to - from < 2 || line.charAt(from) != '{' || line.charAt(to - 1) != '}') {
            return null;
        }
        boolean isEscaped = line.contains("\\u");
        ParsedLine parsed = new ParsedLine(observed);
        try (JsonParser parser = FACTORY.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                Object value = value(parser, token, isEscaped);
                if (value != null) {
                    fields.put(isEscaped ? Decoding.storable(name) : name, value, parsed);
                }
            }
            if (parser.nextToken() != null) {
                return null;
            }
        } catch (IOException notJson) {
            return null;
        }
        fields.complete(line, parsed);
        return parsed;
    }

    /** The fields of a JSON object, none if the text is not one. */
    static Map<String, Object> fields(String object) {
        try (JsonParser parser = FACTORY.createParser(object)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? object(parser, true) : Map.of();
        } catch (IOException notJson) {
            return Map.of();
        }
    }

    @Override
    public boolean isSingleLine() {
        return true;
    }

    private static @Nullable Object value(JsonParser parser, @Nullable JsonToken token, boolean isEscaped)
            throws IOException {
        if (token == null) {
            return null;
        }
        return switch (token) {
            case VALUE_STRING -> isEscaped ? Decoding.storable(parser.getText()) : parser.getText();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> decimal(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT -> object(parser, isEscaped);
            case START_ARRAY -> array(parser, isEscaped);
            case VALUE_NULL, END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> null;
        };
    }

    private static Object integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> parser.getText();
        };
    }

    /** A number that a double cannot hold as it was written, such as a time in nanoseconds, stays text. */
    private static Object decimal(JsonParser parser) throws IOException {
        String text = parser.getText();
        double value = parser.getDoubleValue();
        return text.length() > 15 || !Double.isFinite(value) ? text : (Object) value;
    }

    private static Map<String, Object> object(JsonParser parser, boolean isEscaped) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = isEscaped ? Decoding.storable(parser.currentName()) : parser.currentName();
            Object value = value(parser, parser.nextToken(), isEscaped);
            if (value != null) {
                object.put(name, value);
            }
        }
        return object;
    }

    private static List<Object> array(JsonParser parser, boolean isEscaped) throws IOException {
        List<Object> array = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            Object value = value(parser, token, isEscaped);
            if (value != null) {
                array.add(value);
            }
        }
        return array;
    }
}
