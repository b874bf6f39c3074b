package dev.logbell.processor.kafka;

import dev.logbell.log.LogRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a Kafka record says beside its value, as attributes under the names of OpenTelemetry's semantic conventions. Its
 * timestamp is when its events were seen: their time, if they state none.
 */
final class MessageFields {
    private static final Pattern TRACE_PARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-.*");
    private static final Pattern ZEROS = Pattern.compile("0+");

    private final ForeignRecord record;
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private @Nullable String traceId;
    private @Nullable String spanId;

    MessageFields(ForeignRecord record) {
        this.record = record;
        byte[] key = record.key();
        if (key != null) {
            attributes.put("messaging.kafka.message.key", text(key));
        }
        attributes.put("messaging.kafka.offset", record.offset());
        for (Header header : record.headers()) {
            if (header.value() != null) {
                take(header.key(), text(header.value()));
            }
        }
    }

    private void take(String name, String value) {
        attributes.merge("messaging.header." + name, value, MessageFields::both);
        Matcher parent = TRACE_PARENT.matcher(value);
        if (name.equals("traceparent")
                && parent.matches()
                && !ZEROS.matcher(parent.group(1)).matches()
                && !ZEROS.matcher(parent.group(2)).matches()) {
            traceId = parent.group(1);
            spanId = parent.group(2);
        }
    }

    /** A header that is there several times is a list. */
    private static Object both(Object before, Object next) {
        List<Object> all = new ArrayList<>(before instanceof List<?> list ? list : List.of(before));
        all.add(next);
        return all;
    }

    /** The text, or base64 of what is none. */
    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return Base64.getEncoder().encodeToString(bytes);
        }
    }

    void put(String name, Object value) {
        attributes.put(name, value);
    }

    /** An event of which nothing is known but its text. */
    LogRecord line(String text) {
        return new LogRecord(
                null, record.timestamp(), 0, "", new LogRecord.Line(text), attributes, Map.of(), traceId, spanId);
    }

    /** An event that says much itself, which wins. */
    LogRecord with(LogRecord event) {
        Map<String, Object> all = new LinkedHashMap<>(attributes);
        all.putAll(event.attributes());
        boolean hasTrace = event.traceId() != null;
        return new LogRecord(
                event.time(),
                event.observedTime() == null ? record.timestamp() : event.observedTime(),
                event.severityNumber(),
                event.severityText(),
                event.content(),
                all,
                event.resource(),
                hasTrace ? event.traceId() : traceId,
                hasTrace ? event.spanId() : spanId);
    }
}
