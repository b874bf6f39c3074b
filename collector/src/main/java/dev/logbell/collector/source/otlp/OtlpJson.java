package dev.logbell.collector.source.otlp;

import dev.logbell.collector.source.record.Json;
import dev.logbell.collector.source.record.Room;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.otlp.MalformedException;
import dev.logbell.otlp.OtlpLogs;
import dev.logbell.otlp.OtlpLogs.Log;
import dev.logbell.otlp.OtlpLogs.Scope;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an {@code ExportLogsServiceRequest} from JSON: lowerCamelCase names, 64-bit integers as text or numbers, ids in
 * hex, unknown names ignored. (OTLP 1.7, "JSON Protobuf Encoding".)
 */
final class OtlpJson {
    private OtlpJson() {}

    static void read(byte[] request, Room room, OtlpLogs<NoRoomException> into)
            throws MalformedException, NoRoomException {
        for (Map<?, ?> resourceLogs : objects(Json.message(request, room), "resourceLogs")) {
            Map<String, String> resource = OtlpLogs.texts(attributes(object(resourceLogs, "resource"), "attributes"));
            for (Map<?, ?> scopeLogs : objects(resourceLogs, "scopeLogs")) {
                Map<?, ?> by = object(scopeLogs, "scope");
                Scope scope = new Scope(text(by, "name"), text(by, "version"), attributes(by, "attributes"));
                for (Map<?, ?> log : objects(scopeLogs, "logRecords")) {
                    into.add(log(log), scope, resource);
                }
            }
        }
    }

    private static Log log(Map<?, ?> record) throws MalformedException {
        Log log = new Log();
        log.timeNanos = number(record, "timeUnixNano");
        log.observedTimeNanos = number(record, "observedTimeUnixNano");
        log.severityNumber = severity(record.get("severityNumber"));
        log.severityText = text(record, "severityText");
        log.body = value(record.get("body"), 1);
        log.attributes = attributes(record, "attributes");
        log.droppedAttributes = number(record, "droppedAttributesCount");
        log.eventName = text(record, "eventName");
        log.traceId = id(text(record, "traceId"));
        log.spanId = id(text(record, "spanId"));
        return log;
    }

    /** A severity as a number, or by its name in the protocol, {@code SEVERITY_NUMBER_WARN2}. */
    private static long severity(@Nullable Object value) throws MalformedException {
        if (!(value instanceof String name) || !name.startsWith("SEVERITY_NUMBER_")) {
            return number(value, "severityNumber");
        }
        String[] names = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"};
        for (int i = 0; i < names.length; i++) {
            String rest = name.substring("SEVERITY_NUMBER_".length());
            if (rest.startsWith(names[i])) {
                int fine = rest.length() > names[i].length() ? rest.charAt(names[i].length()) - '1' : 0;
                return i * 4L + 1 + Math.clamp(fine, 0, 3);
            }
        }
        return 0;
    }

    private static @Nullable Object value(@Nullable Object any, int depth) throws MalformedException {
        if (any == null) {
            return null;
        }
        if (!(any instanceof Map<?, ?> wrapped) || depth > Json.DEEPEST) {
            throw new MalformedException(
                    "a value must be an object such as {\"stringValue\":\"x\"}, at most %d in each other"
                            .formatted(Json.DEEPEST));
        }
        for (Map.Entry<?, ?> entry : wrapped.entrySet()) {
            Object value = entry.getValue();
            switch (String.valueOf(entry.getKey())) {
                case "stringValue", "bytesValue" -> {
                    return Json.text(value);
                }
                case "boolValue" -> {
                    return value instanceof Boolean ? value : Boolean.valueOf(String.valueOf(value));
                }
                case "intValue" -> {
                    return number(value, "intValue");
                }
                case "doubleValue" -> {
                    return real(value);
                }
                case "arrayValue" -> {
                    List<Object> list = new ArrayList<>();
                    for (Map<?, ?> item : objects(map(value, "arrayValue"), "values")) {
                        Object inner = value(item, depth + 1);
                        if (inner != null) {
                            list.add(inner);
                        }
                    }
                    return list;
                }
                case "kvlistValue" -> {
                    return attributes(map(value, "kvlistValue"), "values", depth + 1);
                }
                default -> {}
            }
        }
        return null;
    }

    private static Object real(Object value) throws MalformedException {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return Double.valueOf(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw new MalformedException("doubleValue must be a number");
        }
    }

    private static Map<String, Object> attributes(Map<?, ?> of, String name) throws MalformedException {
        return attributes(of, name, 1);
    }

    private static Map<String, Object> attributes(Map<?, ?> of, String name, int depth) throws MalformedException {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (Map<?, ?> pair : objects(of, name)) {
            Object value = value(pair.get("value"), depth);
            if (value != null) {
                attributes.put(text(pair, "key"), value);
            }
        }
        return attributes;
    }

    private static List<Map<?, ?>> objects(Map<?, ?> of, String name) throws MalformedException {
        Object value = of.get(name);
        List<Map<?, ?>> objects = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object item : list) {
                objects.add(map(item, name));
            }
        } else if (value != null) {
            throw new MalformedException("%s must be a list".formatted(name));
        }
        return objects;
    }

    private static Map<?, ?> object(Map<?, ?> of, String name) throws MalformedException {
        Object value = of.get(name);
        return value == null ? Map.of() : map(value, name);
    }

    private static Map<?, ?> map(Object value, String name) throws MalformedException {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new MalformedException("%s must have objects".formatted(name));
    }

    private static String text(Map<?, ?> of, String name) throws MalformedException {
        Object value = of.get(name);
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw new MalformedException("%s must be text".formatted(name));
    }

    private static long number(Map<?, ?> of, String name) throws MalformedException {
        return number(of.get(name), name);
    }

    private static long number(@Nullable Object value, String name) throws MalformedException {
        try {
            return switch (value) {
                case null -> 0;
                case Long number -> number;
                case String text -> text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
                default -> throw new MalformedException("%s must be an integer".formatted(name));
            };
        } catch (NumberFormatException e) {
            throw new MalformedException("%s must be an integer".formatted(name));
        }
    }

    private static byte[] id(String hex) throws MalformedException {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("traceId and spanId must be hex digits");
        }
    }
}
