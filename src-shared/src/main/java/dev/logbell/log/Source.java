package dev.logbell.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a run of events came from: one generation of one file, one connection's session, or one topic partition.
 * Events of one source are ordered by their offset, and (source, offset) is the identity of an event.
 *
 * @param id stable over restarts and unique over hosts, e.g. {@code file:web-1:2049:131077:lq3k9x}
 * @param resource OpenTelemetry resource attributes that hold for all its events, e.g.
 *     {@code {"host.name": "web-1", "log.file.path": "/var/log/app.log"}}
 * @param eventStart regular expression (RE2) of the lines that start an event, null for what {@link Continuation} knows
 */
public record Source(
        String id, Map<String, String> resource, @Nullable String eventStart) {
    public Source {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a source needs an id, got a blank one");
        }
        resource = Map.copyOf(resource);
    }

    /** A source whose events are told by the look of their lines. */
    public Source(String id, Map<String, String> resource) {
        this(id, resource, null);
    }
}
