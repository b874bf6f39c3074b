package dev.logbell.processor.search;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.EventReader;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the fields of events and their values, by the names that queries call them. Takes a sample: the newest events,
 * up to a number. Of names and values it keeps so many, so that its memory is bounded.
 */
final class FieldReader implements EventReader<FieldReader.Sample> {
    private static final int MOST_FIELDS = 1_000;

    private final int most;
    private final Map<String, FieldCounts> fields = new LinkedHashMap<>();
    private int events;
    private boolean isMore;

    FieldReader(int most) {
        this.most = most;
    }

    /**
     * What was counted.
     *
     * @param isAll whether these were all events there are
     */
    record Sample(int events, boolean isAll, Collection<FieldCounts> fields) {}

    @Override
    public boolean take(LogEvent event) {
        if (events == most) {
            isMore = true;
            return false;
        }
        events++;
        count("severity", event.severity().name());
        count("source", event.source());
        count("traceId", event.traceId());
        count("spanId", event.spanId());
        count("pattern", event.pattern());
        event.resource().forEach(this::count);
        event.attributes().forEach((name, value) -> {
            if (!event.resource().containsKey(name)) {
                count(name, value);
            }
        });
        return true;
    }

    @Override
    public long most() {
        return most + 1L;
    }

    @Override
    public Sample result() {
        return new Sample(events, !isMore, List.copyOf(fields.values()));
    }

    private void count(String name, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Map<?, ?> map -> map.forEach((key, inner) -> count(name + "." + key, inner));
            case List<?> list -> list.stream().distinct().forEach(element -> count(name, element));
            default -> {
                FieldCounts counts = fields.get(name);
                if (counts == null && fields.size() < MOST_FIELDS) {
                    counts = new FieldCounts(name);
                    fields.put(name, counts);
                }
                if (counts != null) {
                    counts.count(value, events);
                }
            }
        }
    }
}
