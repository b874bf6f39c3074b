package dev.logbell.processor.store.postgres;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.store.sql.StoredJson;
import dev.logbell.processor.store.sql.StoredResource;
import dev.logbell.processor.store.sql.StoredTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events as the rows of PostgreSQL's binary COPY format (PostgreSQL 17 documentation, COPY, "Binary Format"), one batch
 * after the other. Not thread-safe.
 */
final class CopyRows {
    static final String COPY = """
            COPY events (time, observed_time, source_offset, source_id, time_nanos, severity_number, severity_text,
                service, body, attributes, resource, trace_id, span_id, pattern, arrival) FROM STDIN (FORMAT binary)""";

    private static final short COLUMNS = 15;
    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int ABSENT = -1;
    private static final int MOST_RESOURCES = 1_000;
    /** PostgreSQL counts microseconds since 2000-01-01. */
    private static final long EPOCH =
            StoredTime.of(Instant.parse("2000-01-01T00:00:00Z")).micros();

    private final RowBytes bytes = new RowBytes();
    private final IdentityHashMap<Map<String, String>, StoredResource> resources = new IdentityHashMap<>();
    private long arrival;

    /** Starts the rows of another arrival. */
    void start(long number) {
        arrival = number;
        clear();
        bytes.add(HEADER);
        bytes.add(0);
        bytes.add(0);
        startSource();
    }

    /** Says that the events after this are of another source. */
    void startSource() {
        resources.clear();
    }

    /**
     * Adds the row of an event.
     *
     * @param source as the store knows it
     * @param id of the source in the store
     */
    void add(LogEvent event, Source source, int id) {
        StoredTime time = StoredTime.of(event.time());
        StoredResource resource = resource(event.resource(), source);
        bytes.add(COLUMNS);
        add(time.micros() - EPOCH);
        add(StoredTime.of(event.observedTime()).micros() - EPOCH);
        add(event.offset());
        add(id);
        add((short) time.nanos());
        add((short) event.severityNumber());
        add(event.severityText());
        add(resource.service());
        add(event.body());
        add(event.attributes());
        add(resource.difference());
        add(event.traceId());
        add(event.spanId());
        add(event.pattern() == null ? 0 : HexFormat.fromHexDigitsToLong(event.pattern()));
        add(arrival);
    }

    /** Adds the mark that ends all rows. */
    void end() {
        bytes.add((short) -1);
    }

    /** What was added, from the start to {@link #size()}. */
    byte[] bytes() {
        return bytes.array();
    }

    int size() {
        return bytes.size();
    }

    /** Forgets what was added, but not the memory that it took. */
    void clear() {
        bytes.clear();
    }

    /** Events of one source mostly share a few maps. */
    private StoredResource resource(Map<String, String> resource, Source source) {
        StoredResource known = resources.get(resource);
        if (known == null) {
            if (resources.size() >= MOST_RESOURCES) {
                resources.clear();
            }
            known = StoredResource.of(resource, source);
            resources.put(resource, known);
        }
        return known;
    }

    private void add(short value) {
        bytes.add(Short.BYTES);
        bytes.add(value);
    }

    private void add(int value) {
        bytes.add(Integer.BYTES);
        bytes.add(value);
    }

    private void add(long value) {
        bytes.add(Long.BYTES);
        bytes.add(value);
    }

    private void add(@Nullable String text) {
        if (text == null) {
            bytes.add(ABSENT);
            return;
        }
        byte[] encoded = StoredJson.text(text).getBytes(StandardCharsets.UTF_8);
        bytes.add(encoded.length);
        bytes.add(encoded);
    }

    private void add(Map<String, Object> attributes) {
        if (attributes.isEmpty()) {
            bytes.add(ABSENT);
            return;
        }
        int length = bytes.size();
        bytes.add(0);
        bytes.addJson(attributes);
        bytes.set(length, bytes.size() - length - Integer.BYTES);
    }
}
