package dev.logbell.processor.store.postgres;

import dev.logbell.processor.store.sql.StoredEvent;
import dev.logbell.processor.store.sql.StoredTime;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Events as one array per column, so that one statement inserts them all. */
final class EventArrays {
    static final String INSERT = """
            INSERT INTO events (time, time_nanos, observed_time, source_id, source_offset, severity_number,
                severity_text, service, body, attributes, resource, trace_id, span_id)
            SELECT time, time_nanos, observed_time, source_id, source_offset, severity_number,
                severity_text, service, body, attributes::json, resource::json, trace_id, span_id
            FROM unnest($1::timestamptz[], $2::int[], $3::timestamptz[], $4::int[], $5::bigint[], $6::int[],
                    $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
                AS e (time, time_nanos, observed_time, source_id, source_offset, severity_number,
                    severity_text, service, body, attributes, resource, trace_id, span_id)""";

    private final List<StoredEvent> events = new ArrayList<>();
    private final List<Integer> sources = new ArrayList<>();

    void add(StoredEvent event, int source) {
        events.add(event);
        sources.add(source);
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    Tuple tuple() {
        int size = events.size();
        OffsetDateTime[] times = new OffsetDateTime[size];
        OffsetDateTime[] observedTimes = new OffsetDateTime[size];
        Integer[] nanos = new Integer[size];
        Long[] offsets = new Long[size];
        Integer[] severities = new Integer[size];
        for (int i = 0; i < size; i++) {
            StoredEvent event = events.get(i);
            times[i] = time(event.time());
            boolean isSame =
                    i > 0 && event.observedTime().equals(events.get(i - 1).observedTime());
            observedTimes[i] = isSame ? observedTimes[i - 1] : time(event.observedTime());
            nanos[i] = event.time().nanos();
            offsets[i] = event.offset();
            severities[i] = event.severityNumber();
        }
        return Tuple.tuple()
                .addArrayOfOffsetDateTime(times)
                .addArrayOfInteger(nanos)
                .addArrayOfOffsetDateTime(observedTimes)
                .addArrayOfInteger(sources.toArray(Integer[]::new))
                .addArrayOfLong(offsets)
                .addArrayOfInteger(severities)
                .addArrayOfString(texts(StoredEvent::severityText))
                .addArrayOfString(texts(StoredEvent::service))
                .addArrayOfString(texts(StoredEvent::body))
                .addArrayOfString(texts(StoredEvent::attributes))
                .addArrayOfString(texts(StoredEvent::resource))
                .addArrayOfString(texts(StoredEvent::traceId))
                .addArrayOfString(texts(StoredEvent::spanId));
    }

    private @Nullable String[] texts(Function<StoredEvent, @Nullable String> value) {
        @Nullable String[] texts = new String[events.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = value.apply(events.get(i));
        }
        return texts;
    }

    private static OffsetDateTime time(StoredTime time) {
        return new StoredTime(time.micros(), 0).instant().atOffset(ZoneOffset.UTC);
    }
}
