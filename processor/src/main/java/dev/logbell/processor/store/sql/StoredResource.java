package dev.logbell.processor.store.sql;

import dev.logbell.log.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a row says about where its event came from: nothing that its source says already.
 *
 * @param service null if it is the source's
 * @param difference as JSON, what is different from the source's, {@code service.name} apart; null if nothing is
 */
public record StoredResource(
        @Nullable String service, @Nullable String difference) {
    static final String SERVICE = "service.name";

    private static final StoredResource NONE = new StoredResource(null, null);

    /**
     * What a row says.
     *
     * @param event the resource of the event
     * @param source as the store knows it, which is as it was when it was first stored
     */
    public static StoredResource of(Map<String, String> event, Source source) {
        if (event.equals(source.resource())) {
            return NONE;
        }
        String service = event.get(SERVICE);
        boolean isServiceOfSource = service == null
                || StoredJson.text(service).equals(source.resource().get(SERVICE));
        return new StoredResource(
                isServiceOfSource || service == null ? null : StoredJson.text(service),
                difference(event, source.resource()));
    }

    private static @Nullable String difference(Map<String, String> event, Map<String, String> source) {
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
}
