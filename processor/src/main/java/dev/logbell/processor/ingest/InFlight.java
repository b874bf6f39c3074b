package dev.logbell.processor.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the bytes of each source that were received and are neither stored nor dropped yet. */
@ApplicationScoped
public class InFlight {
    private final Map<String, Long> bytes = new ConcurrentHashMap<>();

    void received(String source, long count) {
        bytes.merge(source, count, Long::sum);
    }

    void settled(String source, long count) {
        bytes.computeIfPresent(source, (id, before) -> before <= count ? null : before - count);
    }

    /** Source id to bytes, for the sources that have any. */
    public Map<String, Long> bySource() {
        return Map.copyOf(bytes);
    }
}
