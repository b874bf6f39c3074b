package dev.logbell.otlp;

import dev.logbell.log.LogRecord;
import dev.logbell.wire.LogRecordCodec;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the log records of an export request into records of ours, and counts those that cannot be kept.
 *
 * @param <E> what ends the reading of all of them
 */
public final class OtlpLogs<E extends Exception> {
    private final RecordSink<E> sink;
    private long rejected;

    public OtlpLogs(RecordSink<E> sink) {
        this.sink = sink;
    }

    /** One log record as it comes over the wire; what is not there keeps its default. */
    public static final class Log {
        public long timeNanos;
        public long observedTimeNanos;
        public long severityNumber;
        public String severityText = "";
        public @Nullable Object body;
        public Map<String, Object> attributes = new LinkedHashMap<>();
        public long droppedAttributes;
        public String eventName = "";
        public byte[] traceId = {};
        public byte[] spanId = {};
    }

    /** The library that wrote log records; attributes of its own beside its name and version. */
    public record Scope(String name, String version, Map<String, Object> attributes) {
        static final Scope NONE = new Scope("", "", Map.of());
    }

    /** How many could not be kept. */
    public long rejected() {
        return rejected;
    }

    public void add(Log log, Scope scope, Map<String, String> resource) throws E {
        Map<String, Object> attributes = new LinkedHashMap<>(scope.attributes());
        attributes.putAll(log.attributes);
        put("otel.scope.name", scope.name(), attributes);
        put("otel.scope.version", scope.version(), attributes);
        put("event.name", log.eventName, attributes);
        if (log.droppedAttributes > 0) {
            attributes.put("otel.dropped_attributes_count", log.droppedAttributes);
        }
        int severity = log.severityNumber >= 0 && log.severityNumber <= 24 ? (int) log.severityNumber : 0;
        LogRecord record = new LogRecord(
                time(log.timeNanos),
                time(log.observedTimeNanos),
                severity,
                log.severityText,
                content(log, severity),
                attributes,
                resource,
                hex(log.traceId, 16),
                hex(log.spanId, 8));
        if (!sink.add(record)) {
            rejected++;
        }
    }

    /** What a log file's reader sends has neither severity nor time of its own, and is still to be parsed. */
    private static LogRecord.Content content(Log log, int severity) {
        boolean isRaw = severity == 0 && log.severityText.isEmpty() && log.timeNanos == 0;
        return isRaw && log.body instanceof String line ? new LogRecord.Line(line) : new LogRecord.Body(log.body);
    }

    /** Resource attributes as text, as ours are. */
    public static Map<String, String> texts(Map<String, Object> attributes) {
        Map<String, String> texts = LinkedHashMap.newLinkedHashMap(attributes.size());
        attributes.forEach((name, value) -> texts.put(name, LogRecordCodec.text(value)));
        return texts;
    }

    private static void put(String name, String value, Map<String, Object> attributes) {
        if (!value.isEmpty()) {
            attributes.putIfAbsent(name, value);
        }
    }

    private static @Nullable Instant time(long nanos) {
        return nanos == 0
                ? null
                : Instant.ofEpochSecond(
                        Long.divideUnsigned(nanos, 1_000_000_000L), Long.remainderUnsigned(nanos, 1_000_000_000L));
    }

    /** An id as hex; null if it has another length, or is the one of zeros, which means none. */
    private static @Nullable String hex(byte[] id, int length) {
        if (id.length != length) {
            return null;
        }
        for (byte b : id) {
            if (b != 0) {
                return HexFormat.of().formatHex(id);
            }
        }
        return null;
    }
}
