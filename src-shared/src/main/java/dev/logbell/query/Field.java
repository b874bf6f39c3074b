package dev.logbell.query;

import dev.logbell.log.LogEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A field of an event, by the name that a query calls it.
 *
 * @param kind where its value is
 * @param name of the attribute for {@link Kind#ATTRIBUTE}, the canonical name otherwise
 */
public record Field(Kind kind, String name) {
    public static final Field BODY = new Field(Kind.BODY, "body");

    /** Where the value of a field is. */
    public enum Kind {
        BODY,
        TIME,
        SEVERITY,
        /** {@code service.name} of the resource. */
        SERVICE,
        /** {@code host.name} of the resource. */
        HOST,
        /** {@code log.file.path} of the resource. */
        FILE,
        SOURCE,
        TRACE_ID,
        SPAN_ID,
        /** The id of what it has in common with others. */
        PATTERN,
        /** An attribute of that name, else a resource attribute of that name. */
        ATTRIBUTE
    }

    /** The field that a name means: one of the known ones under all its usual names, or else an attribute. */
    public static Field of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "body", "message", "msg", "_msg" -> BODY;
            case "time", "timestamp", "@timestamp", "_time" -> new Field(Kind.TIME, "time");
            case "severity",
                    "level",
                    "log.level",
                    "severitytext",
                    "severitynumber",
                    "severity_text",
                    "severity_number" -> new Field(Kind.SEVERITY, "severity");
            case "service", "service.name", "resource.service.name" -> new Field(Kind.SERVICE, "service.name");
            case "host", "host.name", "hostname", "resource.host.name" -> new Field(Kind.HOST, "host.name");
            case "file", "path", "log.file.path", "resource.log.file.path" -> new Field(Kind.FILE, "log.file.path");
            case "source" -> new Field(Kind.SOURCE, "source");
            case "trace", "trace_id", "traceid", "trace.id" -> new Field(Kind.TRACE_ID, "traceId");
            case "span", "span_id", "spanid", "span.id" -> new Field(Kind.SPAN_ID, "spanId");
            case "pattern" -> new Field(Kind.PATTERN, "pattern");
            default -> new Field(Kind.ATTRIBUTE, name.startsWith("attributes.") ? name.substring(11) : name);
        };
    }

    /**
     * The value of this field in an event, as it is there: a text, a number, a boolean, a list or a map. Severity is its
     * name, an unknown one {@code UNSPECIFIED}.
     *
     * @return null if the event does not have the field
     */
    public @Nullable Object in(LogEvent event) {
        return FieldValue.of(this, event);
    }
}
