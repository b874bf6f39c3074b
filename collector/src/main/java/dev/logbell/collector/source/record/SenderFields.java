package dev.logbell.collector.source.record;

import dev.logbell.log.LogRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a sender gives beside an event's text, under the names that shippers use: what says where the event
 * came from becomes its resource under OpenTelemetry's names, its level its severity, ids its trace; the rest are its
 * attributes.
 */
public final class SenderFields {
    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("[0-9a-f]{16}");
    /** What senders call the service by that state none; the first one is taken, and stays what it is besides. */
    private static final List<String> APPLICATION =
            List.of("app", "app_name", "application", "app_kubernetes_io_name", "app.kubernetes.io/name");

    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final Map<String, String> resource = new LinkedHashMap<>();
    private String severity = "";
    private int severityNumber;
    private @Nullable String traceId;
    private @Nullable String spanId;

    /** Takes a field as what its name says, or keeps it as an attribute. */
    public void put(String name, Object value) {
        if (!(value instanceof String text) || !takeKnown(name, text)) {
            attributes.put(name, value);
        }
    }

    /** Takes a field as what its name says, or keeps it as part of the resource. */
    public void putLabel(String name, String value) {
        if (!takeKnown(name, value)) {
            resource.put(name, value);
        }
    }

    public void resource(String name, String value) {
        resource.put(name, value);
    }

    /**
     * Sets the severity.
     *
     * @param number 0 if it is to be known from the text
     */
    public void severity(int number, String text) {
        severityNumber = number;
        severity = text;
    }

    private boolean takeKnown(String name, String value) {
        if (value.isEmpty()) {
            return false;
        }
        return switch (name) {
            case "level", "detected_level", "severity", "severity_text", "log.level", "loglevel" -> takeSeverity(value);
            case "trace_id", "traceId", "traceID", "trace.id" -> takeTraceId(value.toLowerCase(Locale.ROOT));
            case "span_id", "spanId", "spanID", "span.id" -> takeSpanId(value.toLowerCase(Locale.ROOT));
            case "logger_name", "loggerName" -> attributes.putIfAbsent("log.logger", value) == null;
            case "thread_name", "threadName" -> attributes.putIfAbsent("thread.name", value) == null;
            default -> {
                String standard = standardName(name);
                yield standard != null && resource.putIfAbsent(standard, value) == null;
            }
        };
    }

    private boolean takeSeverity(String word) {
        if (!severity.isEmpty()) {
            return false;
        }
        if (!word.equals("unknown")) {
            severity = word;
        }
        return true;
    }

    private boolean takeTraceId(String hex) {
        if (traceId != null || !TRACE_ID.matcher(hex).matches()) {
            return false;
        }
        traceId = hex;
        return true;
    }

    private boolean takeSpanId(String hex) {
        if (spanId != null || !SPAN_ID.matcher(hex).matches()) {
            return false;
        }
        spanId = hex;
        return true;
    }

    /** The OpenTelemetry name of what an event came from; null if this is no such name. */
    private static @Nullable String standardName(String name) {
        return switch (name) {
            case "host", "hostname", "nodename", "node_name", "host.name", "host_name" -> "host.name";
            case "service", "service_name", "service.name" -> "service.name";
            case "service_namespace", "service.namespace" -> "service.namespace";
            case "filename", "log.file.path" -> "log.file.path";
            case "namespace", "namespace_name", "kubernetes.namespace", "kubernetes.namespace_name" ->
                "k8s.namespace.name";
            case "pod", "pod_name", "kubernetes.pod.name", "kubernetes.pod_name" -> "k8s.pod.name";
            case "container", "kubernetes.container.name", "kubernetes.container_name" -> "k8s.container.name";
            case "container.id", "container_id" -> "container.id";
            case "container_name", "container.name" -> "container.name";
            case "container.image.name" -> "container.image.name";
            default -> null;
        };
    }

    /** The event with these fields. */
    public LogRecord with(LogRecord.Content content, @Nullable Instant time, @Nullable Instant observedTime) {
        nameTheService();
        return new LogRecord(
                time, observedTime, severityNumber, severity, ended(content), attributes, resource, traceId, spanId);
    }

    /** Layouts of loggers end each message with a line end, which is none of it. */
    private static LogRecord.Content ended(LogRecord.Content content) {
        return switch (content) {
            case LogRecord.Line(String text)
            when text.endsWith("\n") || text.endsWith("\r") -> {
                int end = text.length();
                while (end > 1 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
                    end--;
                }
                yield new LogRecord.Line(text.substring(0, end));
            }
            case LogRecord.Line line -> line;
            case LogRecord.Body body -> body;
        };
    }

    private void nameTheService() {
        for (String name : APPLICATION) {
            Object value = resource.containsKey(name) ? resource.get(name) : attributes.get(name);
            if (value instanceof String text && !text.isEmpty()) {
                resource.putIfAbsent("service.name", text);
                return;
            }
        }
    }

    /** A copy, to which more can be put. */
    public SenderFields copy() {
        SenderFields copy = new SenderFields();
        copy.attributes.putAll(attributes);
        copy.resource.putAll(resource);
        copy.severity = severity;
        copy.severityNumber = severityNumber;
        copy.traceId = traceId;
        copy.spanId = spanId;
        return copy;
    }
}
