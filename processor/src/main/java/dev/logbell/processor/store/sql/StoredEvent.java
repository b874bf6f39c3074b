package dev.logbell.processor.store.sql;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as a row: what its source says already is left out.
 *
 * @param service as in {@link StoredResource}
 * @param attributes as JSON; null if there are none
 * @param resource as in {@link StoredResource}
 * @param pattern its id as a number; 0 if it is not known
 */
public record StoredEvent(
        StoredTime time,
        StoredTime observedTime,
        int severityNumber,
        String severityText,
        @Nullable String service,
        String body,
        @Nullable String attributes,
        @Nullable String resource,
        @Nullable String traceId,
        @Nullable String spanId,
        long pattern,
        long offset) {
    /**
     * The row of an event.
     *
     * @param source as the store knows it, which is as it was when it was first stored
     */
    public static StoredEvent of(LogEvent event, Source source) {
        StoredResource resource = StoredResource.of(event.resource(), source);
        return new StoredEvent(
                StoredTime.of(event.time()),
                StoredTime.of(event.observedTime()),
                event.severityNumber(),
                StoredJson.text(event.severityText()),
                resource.service(),
                StoredJson.text(event.body()),
                event.attributes().isEmpty() ? null : StoredJson.write(event.attributes()),
                resource.difference(),
                textOrNull(event.traceId()),
                textOrNull(event.spanId()),
                event.pattern() == null ? 0 : Long.parseUnsignedLong(event.pattern(), 16),
                event.offset());
    }

    /** Its pattern's id as events have it; null if it is not known. */
    public @Nullable String patternId() {
        return pattern == 0 ? null : HexFormat.of().toHexDigits(pattern);
    }

    public LogEvent toEvent(Source source) {
        return new LogEvent(
                time.instant(),
                observedTime.instant(),
                severityNumber,
                severityText,
                body,
                attributes == null ? Map.of() : StoredJson.attributes(attributes),
                resourceOf(source),
                traceId,
                spanId,
                patternId(),
                source.id(),
                offset);
    }

    /** This row, with nothing that was parsed out of the message. */
    StoredEvent withoutAttributes() {
        return new StoredEvent(
                time,
                observedTime,
                severityNumber,
                severityText,
                service,
                body,
                null,
                resource,
                traceId,
                spanId,
                pattern,
                offset);
    }

    /** All that its resource says. */
    public Map<String, String> resourceOf(Source source) {
        if (service == null && resource == null) {
            return source.resource();
        }
        Map<String, String> whole = new LinkedHashMap<>(source.resource());
        if (resource != null) {
            StoredJson.difference(resource).forEach((name, value) -> {
                if (value == null) {
                    whole.remove(name);
                } else {
                    whole.put(name, value);
                }
            });
        }
        if (service != null) {
            whole.put(StoredResource.SERVICE, service);
        }
        return whole;
    }

    private static @Nullable String textOrNull(@Nullable String text) {
        return text == null ? null : StoredJson.text(text);
    }
}
