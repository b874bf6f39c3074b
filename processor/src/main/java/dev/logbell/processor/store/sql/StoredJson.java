package dev.logbell.processor.store.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Attributes and resources as JSON in a column. NUL, which PostgreSQL cannot hold, becomes U+FFFD, in text as well.
 */
public final class StoredJson {
    private static final int DEEPEST = 5_000;
    private static final String NOT_OURS = "a column that Logbell wrote is not its JSON any more";
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();
    private static final Kind<LinkedHashMap<String, Object>> ATTRIBUTES = Kind.of(new TypeReference<>() {});
    private static final Kind<LinkedHashMap<String, @Nullable String>> DIFFERENCE = Kind.of(new TypeReference<>() {});
    private static final Kind<LinkedHashMap<String, String>> TEXTS = Kind.of(new TypeReference<>() {});
    private static final Kind<LinkedHashMap<String, Long>> COUNTS = Kind.of(new TypeReference<>() {});

    /** What a column holds, looked into once and not for each row. */
    private record Kind<T>(ObjectReader reader) {
        static <T> Kind<T> of(TypeReference<T> type) {
            return new Kind<>(JSON.readerFor(type));
        }

        T decode(String json) {
            try {
                return reader.readValue(json);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(NOT_OURS, e);
            }
        }
    }

    private StoredJson() {}

    public static String write(Map<String, ?> map) {
        String plain = plain(map);
        if (plain != null) {
            return plain;
        }
        String json = encode(map);
        return json.contains("\\u0000") ? encode(withoutNul(map)) : json;
    }

    public static Map<String, Object> attributes(String json) {
        return ATTRIBUTES.decode(json);
    }

    /**
     * Hands on each value of some attributes with the name that it has where it stands: elements of lists with the
     * list's name, values of objects with their own.
     *
     * @param values takes the name, and a String, Long, Double, BigInteger or Boolean
     */
    public static void forEachValue(String attributes, BiConsumer<String, Object> values) {
        try (JsonParser json = JSON.createParser(attributes)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                switch (token) {
                    case VALUE_STRING -> values.accept(name(json), json.getText());
                    case VALUE_NUMBER_INT -> values.accept(name(json), whole(json));
                    case VALUE_NUMBER_FLOAT -> values.accept(name(json), json.getDoubleValue());
                    case VALUE_TRUE, VALUE_FALSE -> values.accept(name(json), token == JsonToken.VALUE_TRUE);
                    default -> {}
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(NOT_OURS, e);
        }
    }

    private static Object whole(JsonParser json) throws IOException {
        return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? json.getBigIntegerValue()
                : (Object) json.getLongValue();
    }

    private static String name(JsonParser json) {
        JsonStreamContext context = json.getParsingContext();
        while (context.inArray()) {
            context = context.getParent();
        }
        return String.valueOf(context.getCurrentName());
    }

    /** Names to texts; a null text says that the name is not there. */
    static Map<String, @Nullable String> difference(String json) {
        return DIFFERENCE.decode(json);
    }

    public static Map<String, String> resource(String json) {
        return TEXTS.decode(json);
    }

    public static Map<String, Long> counts(String json) {
        return COUNTS.decode(json);
    }

    /** Text that both databases can hold. */
    public static String text(String text) {
        return text.indexOf(0) < 0 ? text : text.replace('\0', '\uFFFD');
    }

    /** Most maps are flat and their texts need no escape: these are written directly. Null for any other. */
    private static @Nullable String plain(Map<String, ?> map) {
        StringBuilder json = new StringBuilder(128).append('{');
        for (Map.Entry<String, ?> entry : map.entrySet()) {
            if (json.length() > 1) {
                json.append(',');
            }
            Object value = entry.getValue();
            if (!appendPlain(entry.getKey(), json)) {
                return null;
            }
            json.append(':');
            if (value instanceof Long || value instanceof Boolean) {
                json.append(value);
            } else if (!(value instanceof String text) || !appendPlain(text, json)) {
                return null;
            }
        }
        return json.append('}').toString();
    }

    private static boolean appendPlain(String text, StringBuilder json) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        json.append('"').append(text).append('"');
        return true;
    }

    private static String encode(@Nullable Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("attributes cannot be written as JSON: " + e.getClass(), e);
        }
    }

    private static @Nullable Object withoutNul(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text(text);
            case List<?> list -> list.stream().map(StoredJson::withoutNul).toList();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> cleaned = new LinkedHashMap<>();
                map.forEach((key, inner) -> cleaned.put(text(String.valueOf(key)), withoutNul(inner)));
                yield cleaned;
            }
            default -> value;
        };
    }
}
