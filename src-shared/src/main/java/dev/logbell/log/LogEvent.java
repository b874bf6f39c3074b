package dev.logbell.log;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event, under the names of the OpenTelemetry Logs Data Model. As JSON, its components are its keys.
 *
 * @param time when it happened, by its own words; the observed time where it says nothing
 * @param observedTime when the collector read it
 * @param severityNumber 1 (TRACE) to 24 (FATAL4), 0 if unknown
 * @param severityText as the source wrote it, e.g. {@code WARNING}; the empty string if it wrote none
 * @param body the message, with further lines of a stack trace
 * @param attributes what was parsed out of it; values are String, Long, Double, Boolean, and Lists and Maps of these
 * @param resource what it came from: {@code service.name}, {@code host.name}, {@code log.file.path}, ...
 * @param traceId 32 lower-case hex digits
 * @param spanId 16 lower-case hex digits
 * @param pattern 16 lower-case hex digits, the same for events that differ in values alone
 * @param source the id of its {@link Source}
 * @param offset where it starts in its source; (source, offset) identifies it
 */
public record LogEvent(
        Instant time,
        Instant observedTime,
        int severityNumber,
        String severityText,
        String body,
        Map<String, Object> attributes,
        Map<String, String> resource,
        @Nullable String traceId,
        @Nullable String spanId,
        @Nullable String pattern,
        String source,
        long offset) {
    private static final Set<Class<?>> FROZEN = Set.of(
            Collections.unmodifiableMap(new HashMap<>()).getClass(),
            Map.of().getClass(),
            Map.of("", "").getClass());

    public LogEvent {
        if (severityNumber < 0 || severityNumber > 24) {
            throw new IllegalArgumentException("a severity number must be 0..24, got " + severityNumber);
        }
        attributes = frozen(attributes);
        resource = frozen(resource);
    }

    /** A copy, unless it cannot be modified already, or its maker gave it away behind an unmodifiable view. */
    private static <V> Map<String, V> frozen(Map<String, V> map) {
        return FROZEN.contains(map.getClass()) ? map : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** An event whose pattern is not known. */
    public LogEvent(
            Instant time,
            Instant observedTime,
            int severityNumber,
            String severityText,
            String body,
            Map<String, Object> attributes,
            Map<String, String> resource,
            @Nullable String traceId,
            @Nullable String spanId,
            String source,
            long offset) {
        this(
                time,
                observedTime,
                severityNumber,
                severityText,
                body,
                attributes,
                resource,
                traceId,
                spanId,
                null,
                source,
                offset);
    }

    /** The same event with that pattern and those attributes. */
    public LogEvent with(String itsPattern, Map<String, Object> itsAttributes) {
        return new LogEvent(
                time,
                observedTime,
                severityNumber,
                severityText,
                body,
                itsAttributes,
                resource,
                traceId,
                spanId,
                itsPattern,
                source,
                offset);
    }

    public Severity severity() {
        return Severity.of(severityNumber);
    }
}
