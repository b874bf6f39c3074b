package dev.logbell.processor.store.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Attributes and resources as JSON in a column. NUL, which PostgreSQL cannot hold, becomes U+FFFD, in text as well.
 */
public final class StoredJson {
    private static final int DEEPEST = 5_000;
    private static final TypeReference<LinkedHashMap<String, Object>> ATTRIBUTES = new TypeReference<>() {};
    private static final TypeReference<LinkedHashMap<String, @Nullable String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<LinkedHashMap<String, Long>> COUNTS = new TypeReference<>() {};
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
        return decode(json, ATTRIBUTES);
    }

    /** Names to texts; a null text says that the name is not there. */
    static Map<String, @Nullable String> difference(String json) {
        return decode(json, TEXTS);
    }

    public static Map<String, String> resource(String json) {
        return decode(json, new TypeReference<LinkedHashMap<String, String>>() {});
    }

    public static Map<String, Long> counts(String json) {
        return decode(json, COUNTS);
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

    private static <T> T decode(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column that Logbell wrote is not its JSON any more", e);
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
