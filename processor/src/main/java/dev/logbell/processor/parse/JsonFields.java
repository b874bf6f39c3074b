package dev.logbell.processor.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object after another; objects in it are Maps. Not thread-safe. */
final class JsonFields {
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
    private final JsonScanner scanner = new JsonScanner();
    private final List<String> names = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /** Reads a text that is one JSON object and nothing else; tells if it is. */
    boolean read(String text) {
        names.clear();
        values.clear();
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && text.charAt(to - 1) <= ' ') {
            to--;
        }
        if (to - from < 2 || text.charAt(from) != '{' || text.charAt(to - 1) != '}') {
            return false;
        }
        if (scanner.read(text, this::add)) {
            return true;
        }
        names.clear();
        values.clear();
        return readAny(text);
    }

    private void add(String name, Object value) {
        names.add(name);
        values.add(value);
    }

    /** As {@link #read} does what is not written in the usual way. */
    boolean readAny(String text) {
        boolean isEscaped = text.contains("\\u");
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                Object value = value(parser, parser.nextToken(), isEscaped);
                if (value != null) {
                    names.add(isEscaped ? Decoding.storable(name) : name);
                    values.add(value);
                }
            }
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }

    int size() {
        return names.size();
    }

    List<String> names() {
        return names;
    }

    String name(int index) {
        return names.get(index);
    }

    Object value(int index) {
        return values.get(index);
    }

    /** The fields of a JSON object, none if the text is not one. */
    static Map<String, Object> of(String object) {
        try (JsonParser parser = FACTORY.createParser(object)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? object(parser, true) : Map.of();
        } catch (IOException notJson) {
            return Map.of();
        }
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
