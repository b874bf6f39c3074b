package dev.logbell.processor.store.postgres;

import dev.logbell.processor.store.sql.StoredEvent;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
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
        return Tuple.tuple()
                .addArrayOfOffsetDateTime(
                        column(OffsetDateTime[]::new, event -> time(event.time().instant())))
                .addArrayOfInteger(column(Integer[]::new, event -> event.time().nanos()))
                .addArrayOfOffsetDateTime(column(
                        OffsetDateTime[]::new,
                        event -> time(event.observedTime().instant())))
                .addArrayOfInteger(sources.toArray(Integer[]::new))
                .addArrayOfLong(column(Long[]::new, StoredEvent::offset))
                .addArrayOfInteger(column(Integer[]::new, StoredEvent::severityNumber))
                .addArrayOfString(column(String[]::new, StoredEvent::severityText))
                .addArrayOfString(column(String[]::new, StoredEvent::service))
                .addArrayOfString(column(String[]::new, StoredEvent::body))
                .addArrayOfString(column(String[]::new, StoredEvent::attributes))
                .addArrayOfString(column(String[]::new, StoredEvent::resource))
                .addArrayOfString(column(String[]::new, StoredEvent::traceId))
                .addArrayOfString(column(String[]::new, StoredEvent::spanId));
    }

    private <T> T[] column(IntFunction<T[]> array, Function<StoredEvent, @Nullable T> value) {
        return events.stream().map(value).toArray(array);
    }

    private static OffsetDateTime time(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
