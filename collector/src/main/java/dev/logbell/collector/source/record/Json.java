package dev.logbell.collector.source.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.otlp.MalformedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON of any shape into Maps, Lists, Strings, Longs, Doubles and Booleans. Keys and items that are null are left
 * out; a number that neither a long nor a double holds stays text.
 */
public final class Json {
    /** How deep objects and lists may be in each other where they become values of a record. */
    public static final int DEEPEST = 60;

    private static final int DEEPEST_MESSAGE = 300;
    /** What an object, a list or an entry takes of memory at least; an item of a list takes less. */
    private static final int NODE = 64;

    private static final int ITEM = 24;
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST_MESSAGE)
                    .maxNumberLength(400)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final ObjectMapper WRITER = JsonMapper.builder().build();

    private Json() {}

    /**
     * Reads one object that becomes values of a record.
     *
     * @param room is asked for what it takes of memory, many times its text
     */
    public static Map<String, Object> object(byte[] bytes, int from, int to, Room room)
            throws MalformedException, NoRoomException {
        return object(bytes, from, to, DEEPEST, room);
    }

    /** Reads one object that is a message of a protocol, which may be deeper. */
    public static Map<String, Object> message(byte[] bytes, Room room) throws MalformedException, NoRoomException {
        return object(bytes, 0, bytes.length, DEEPEST_MESSAGE, room);
    }

    private static Map<String, Object> object(byte[] bytes, int from, int to, int deepest, Room room)
            throws MalformedException, NoRoomException {
        try (JsonParser json = FACTORY.createParser(bytes, from, to - from)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("it is not a JSON object");
            }
            Map<String, Object> object = object(json, deepest - 1, room);
            if (json.nextToken() != null) {
                throw new MalformedException("there is more after the JSON object");
            }
            return object;
        } catch (IOException e) {
            throw malformed(e, from);
        }
    }

    /** A parser of a list or of several values one after the other. */
    public static JsonParser parser(byte[] bytes) throws IOException {
        return FACTORY.createParser(bytes);
    }

    /** What is wrong, with the place where. */
    public static MalformedException malformed(IOException failure, int from) {
        if (failure instanceof JsonProcessingException json && json.getLocation() != null) {
            long at = from + Math.max(0, json.getLocation().getByteOffset());
            return new MalformedException("it is not JSON at line %d, byte %d: %s"
                    .formatted(json.getLocation().getLineNr(), at, json.getOriginalMessage()));
        }
        return new MalformedException("it is not JSON");
    }

    /** Reads the value whose first token is the current one. */
    private static @Nullable Object value(JsonParser json, int deepest, Room room)
            throws IOException, MalformedException, NoRoomException {
        return switch (json.currentToken()) {
            case null -> throw new MalformedException("the JSON ends within a value");
            case VALUE_NULL, END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> null;
            case VALUE_STRING -> text(json, room);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> {
                JsonParser.NumberType type = json.getNumberType();
                boolean isLong = type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG;
                yield isLong ? (Object) json.getLongValue() : text(json, room);
            }
            case VALUE_NUMBER_FLOAT -> {
                double value = json.getDoubleValue();
                yield Double.isFinite(value) ? (Object) value : text(json, room);
            }
            case START_OBJECT -> object(json, deepest - 1, room);
            case START_ARRAY -> array(json, deepest - 1, room);
        };
    }

    private static String text(JsonParser json, Room room) throws IOException, NoRoomException {
        room.take(ITEM + json.getTextLength());
        return json.getText();
    }

    private static Map<String, Object> object(JsonParser json, int deepest, Room room)
            throws IOException, MalformedException, NoRoomException {
        check(deepest);
        room.take(NODE);
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            Object value = value(json, deepest, room);
            if (value != null) {
                room.take(NODE + name.length());
                object.put(name, value);
            }
        }
        return object;
    }

    private static List<Object> array(JsonParser json, int deepest, Room room)
            throws IOException, MalformedException, NoRoomException {
        check(deepest);
        room.take(NODE);
        List<Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Object value = value(json, deepest, room);
            if (value != null) {
                room.take(ITEM);
                array.add(value);
            }
        }
        return array;
    }

    private static void check(int deepest) throws MalformedException {
        if (deepest < 0) {
            throw new MalformedException("objects and lists are in each other deeper than %d".formatted(DEEPEST));
        }
    }

    /** A value as text: text as it is, anything else as JSON. */
    public static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        try {
            return WRITER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            return value.toString();
        }
    }

    public static byte[] bytes(Object value) {
        try {
            return WRITER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an answer cannot be written as JSON", e);
        }
    }
}
