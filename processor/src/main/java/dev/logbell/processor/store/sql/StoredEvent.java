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
 * @param service null if it is the source's
 * @param attributes as JSON; null if there are none
 * @param resource as JSON, what is different from the source's, {@code service.name} apart; null if nothing is
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
    private static final String SERVICE = "service.name";

    /**
     * The row of an event.
     *
     * @param source as the store knows it, which is as it was when it was first stored
     */
    public static StoredEvent of(LogEvent event, Source source) {
        String service = event.resource().get(SERVICE);
        boolean isServiceOfSource = service == null
                || StoredJson.text(service).equals(source.resource().get(SERVICE));
        return new StoredEvent(
                StoredTime.of(event.time()),
                StoredTime.of(event.observedTime()),
                event.severityNumber(),
                StoredJson.text(event.severityText()),
                isServiceOfSource || service == null ? null : StoredJson.text(service),
                StoredJson.text(event.body()),
                event.attributes().isEmpty() ? null : StoredJson.write(event.attributes()),
                difference(event.resource(), source.resource()),
                textOrNull(event.traceId()),
                textOrNull(event.spanId()),
                event.pattern() == null ? 0 : Long.parseUnsignedLong(event.pattern(), 16),
                event.offset());
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
                pattern == 0 ? null : HexFormat.of().toHexDigits(pattern),
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

    private Map<String, String> resourceOf(Source source) {
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
            whole.put(SERVICE, service);
        }
        return whole;
    }

    private static @Nullable String difference(Map<String, String> event, Map<String, String> source) {
        if (event.equals(source)) {
            return null;
        }
        Map<String, @Nullable String> difference = new LinkedHashMap<>();
        event.forEach((name, value) -> {
            if (!name.equals(SERVICE) && !StoredJson.text(value).equals(source.get(StoredJson.text(name)))) {
                difference.put(name, value);
            }
        });
        for (String name : source.keySet()) {
            if (!event.containsKey(name)) {
                difference.put(name, null);
            }
        }
        return difference.isEmpty() ? null : StoredJson.write(difference);
    }

    private static @Nullable String textOrNull(@Nullable String text) {
        return text == null ? null : StoredJson.text(text);
    }
}
