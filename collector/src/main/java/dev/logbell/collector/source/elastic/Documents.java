package dev.logbell.collector.source.elastic;

import dev.logbell.collector.source.record.Room;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.collector.source.record.SenderFields;
import dev.logbell.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns documents into records. Shippers put the line that they read into {@code message}, and when they read it into
 * {@code @timestamp}: the line is parsed, and a time that it states itself is believed first. A document without a line
 * is parsed as the JSON that it is.
 */
final class Documents {
    private static final List<String> MESSAGES = List.of("message", "log", "MESSAGE", "msg");
    /** Objects whose fields say where an event came from, and may be known under their dotted names. */
    private static final List<String> NESTED =
            List.of("host", "service", "log", "container", "kubernetes", "trace", "span");

    private static final int LONGEST_PREFIX = 256;
    /** What a field takes of memory besides its name. */
    private static final int FIELD = 64;

    private Documents() {}

    static LogRecord record(Map<String, Object> document, String index, byte[] body, int from, int to, Room room)
            throws NoRoomException {
        String line = null;
        String named = "";
        for (int i = 0; line == null && i < MESSAGES.size(); i++) {
            named = MESSAGES.get(i);
            line = document.get(named) instanceof String text && !text.isBlank() ? text : null;
        }
        SenderFields fields = new SenderFields();
        if (line == null) {
            fields.put("elasticsearch.index", index);
            LogRecord.Line whole = new LogRecord.Line(new String(body, from, to - from, StandardCharsets.UTF_8));
            return fields.with(whole, null, null);
        }
        document.remove(named);
        Instant timestamp = time(document.get("@timestamp"));
        if (timestamp != null) {
            document.remove("@timestamp");
        }
        for (String name : NESTED) {
            if (document.get(name) instanceof Map<?, ?> nested) {
                document.remove(name);
                takeNested(name, nested, fields, room);
            }
        }
        document.forEach(fields::put);
        fields.put("elasticsearch.index", index);
        return fields.with(new LogRecord.Line(line), null, timestamp);
    }

    /**
     * Flattens an object, {@code {"name":"x"}} of host becomes {@code host.name}; one under a very long name stays, since
     * each of its fields would repeat it.
     */
    private static void takeNested(String prefix, Map<?, ?> nested, SenderFields into, Room room)
            throws NoRoomException {
        if (prefix.length() > LONGEST_PREFIX) {
            into.put(prefix, nested);
            return;
        }
        for (Map.Entry<?, ?> field : nested.entrySet()) {
            String name = prefix + "." + field.getKey();
            room.take(FIELD + name.length());
            if (field.getValue() instanceof Map<?, ?> deeper) {
                takeNested(name, deeper, into, room);
            } else {
                into.put(name, field.getValue());
            }
        }
    }

    private static @Nullable Instant time(@Nullable Object value) {
        try {
            return switch (value) {
                case String text -> OffsetDateTime.parse(text).toInstant();
                case Long millis -> millis > 0 ? Instant.ofEpochMilli(millis) : null;
                case null, default -> null;
            };
        } catch (DateTimeException e) {
            return null;
        }
    }
}
