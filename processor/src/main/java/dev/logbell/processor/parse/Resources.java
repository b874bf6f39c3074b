package dev.logbell.processor.parse;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What events are of: their source, and what they say themselves. Events that say the same share a map. */
final class Resources {
    private static final int MOST = 1_000;

    private Map<String, String> source = Map.of();
    private final Map<Map<String, String>, Map<String, String>> merged = new HashMap<>();

    /** The resource of a source, with that of one of its events over it. */
    Map<String, String> merge(Map<String, String> ofSource, Map<String, String> ofEvent) {
        if (!ofSource.equals(source) || merged.size() >= MOST) {
            merged.clear();
        }
        source = ofSource;
        Map<String, String> known = merged.get(ofEvent);
        if (known == null) {
            Map<String, String> both = new LinkedHashMap<>(ofSource);
            both.putAll(ofEvent);
            known = Collections.unmodifiableMap(both);
            merged.put(ofEvent, known);
        }
        return known;
    }
}
