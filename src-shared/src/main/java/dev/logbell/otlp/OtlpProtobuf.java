package dev.logbell.otlp;

import dev.logbell.otlp.OtlpLogs.Log;
import dev.logbell.otlp.OtlpLogs.Scope;
import dev.logbell.wire.LogRecordCodec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an {@code ExportLogsServiceRequest} from protobuf, record by record. (opentelemetry-proto 1.7,
 * {@code opentelemetry/proto/logs/v1/logs.proto} and {@code common/v1/common.proto}.)
 */
public final class OtlpProtobuf {
    /** A value within a body or the attributes is in an object at least. */
    private static final int DEEPEST = LogRecordCodec.DEEPEST - 4;

    private OtlpProtobuf() {}

    public static <E extends Exception> void read(byte[] request, OtlpLogs<E> into) throws MalformedException, E {
        Protobuf message = new Protobuf(request);
        while (message.next()) {
            if (message.field() == 1) {
                readResourceLogs(message.message(), into);
            } else {
                message.skip();
            }
        }
    }

    private static <E extends Exception> void readResourceLogs(Protobuf message, OtlpLogs<E> into)
            throws MalformedException, E {
        Protobuf scopes = message.copy();
        Map<String, Object> resource = new LinkedHashMap<>();
        while (message.next()) {
            if (message.field() == 1) {
                readAttributes(message.message(), 1, resource);
            } else {
                message.skip();
            }
        }
        Map<String, String> texts = OtlpLogs.texts(resource);
        while (scopes.next()) {
            if (scopes.field() == 2) {
                readScopeLogs(scopes.message(), texts, into);
            } else {
                scopes.skip();
            }
        }
    }

    private static <E extends Exception> void readScopeLogs(
            Protobuf message, Map<String, String> resource, OtlpLogs<E> into) throws MalformedException, E {
        Protobuf logs = message.copy();
        Scope scope = Scope.NONE;
        while (message.next()) {
            if (message.field() == 1) {
                scope = scope(message.message());
            } else {
                message.skip();
            }
        }
        while (logs.next()) {
            if (logs.field() == 2) {
                into.add(log(logs.message()), scope, resource);
            } else {
                logs.skip();
            }
        }
    }

    private static Scope scope(Protobuf message) throws MalformedException {
        String name = "";
        String version = "";
        Map<String, Object> attributes = new LinkedHashMap<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 2 -> version = message.text();
                case 3 -> readKeyValue(message.message(), attributes, 1);
                default -> message.skip();
            }
        }
        return new Scope(name, version, attributes);
    }

    private static Log log(Protobuf message) throws MalformedException {
        Log log = new Log();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> log.timeNanos = message.fixed64();
                case 2 -> log.severityNumber = message.varint();
                case 3 -> log.severityText = message.text();
                case 5 -> log.body = value(message.message(), 1);
                case 6 -> readKeyValue(message.message(), log.attributes, 1);
                case 7 -> log.droppedAttributes = message.varint();
                case 9 -> log.traceId = message.bytes();
                case 10 -> log.spanId = message.bytes();
                case 11 -> log.observedTimeNanos = message.fixed64();
                case 12 -> log.eventName = message.text();
                default -> message.skip();
            }
        }
        return log;
    }

    /** Reads the KeyValues that are one field of a message. */
    private static void readAttributes(Protobuf message, int field, Map<String, Object> into)
            throws MalformedException {
        while (message.next()) {
            if (message.field() == field) {
                readKeyValue(message.message(), into, 1);
            } else {
                message.skip();
            }
        }
    }

    private static void readKeyValue(Protobuf message, Map<String, Object> into, int depth) throws MalformedException {
        String key = "";
        Object value = null;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> key = message.text();
                case 2 -> value = value(message.message(), depth);
                default -> message.skip();
            }
        }
        if (value != null) {
            into.put(key, value);
        }
    }

    /** Reads an AnyValue: the last of its fields counts, null if it has none. */
    private static @Nullable Object value(Protobuf message, int depth) throws MalformedException {
        if (depth > DEEPEST) {
            throw new MalformedException("values are in each other deeper than " + DEEPEST);
        }
        Object value = null;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> value = message.text();
                case 2 -> value = message.varint() != 0;
                case 3 -> value = message.varint();
                case 4 -> value = Double.longBitsToDouble(message.fixed64());
                case 5 -> {
                    Protobuf list = message.message();
                    List<Object> values = new ArrayList<>();
                    while (list.next()) {
                        Object item = list.field() == 1 ? value(list.message(), depth + 1) : skipped(list);
                        if (item != null) {
                            values.add(item);
                        }
                    }
                    value = values;
                }
                case 6 -> {
                    Protobuf map = message.message();
                    Map<String, Object> values = new LinkedHashMap<>();
                    while (map.next()) {
                        if (map.field() == 1) {
                            readKeyValue(map.message(), values, depth + 1);
                        } else {
                            map.skip();
                        }
                    }
                    value = values;
                }
                case 7 -> value = Base64.getEncoder().encodeToString(message.bytes());
                default -> message.skip();
            }
        }
        return value;
    }

    private static @Nullable Object skipped(Protobuf message) throws MalformedException {
        message.skip();
        return null;
    }
}
