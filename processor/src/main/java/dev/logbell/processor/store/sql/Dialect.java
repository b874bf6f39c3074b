package dev.logbell.processor.store.sql;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** What the two databases say differently. */
public enum Dialect {
    POSTGRES {
        @Override
        public String columns() {
            return """
                    e.time, e.time_nanos, e.observed_time, e.source_offset, e.severity_number, e.severity_text,
                    e.service, e.body, e.attributes::text AS attributes, e.resource::text AS resource, e.trace_id,
                    e.span_id, e.pattern, e.source_id, s.source, s.resource::text AS source_resource""";
        }

        @Override
        String micros(String time) {
            return "(extract(epoch FROM %s) * 1000000)::bigint".formatted(time);
        }

        @Override
        String service() {
            return "coalesce(e.service, CASE WHEN (e.resource -> 'service.name') IS NULL"
                    + " THEN s.resource ->> 'service.name' END)";
        }

        @Override
        public String placeholder(int position) {
            return "$" + position;
        }

        @Override
        String like(String column, String placeholder) {
            // Folds ASCII alone, which the patterns expect, and quickly.
            return column + "::text COLLATE \"C\" ILIKE " + placeholder;
        }

        @Override
        public OffsetDateTime time(Instant time) {
            return StoredTime.of(time).instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        }
    },
    SQLITE {
        @Override
        public String columns() {
            return """
                    e.time, e.time_nanos, e.observed_time, e.source_offset, e.severity_number, e.severity_text,
                    e.service, e.body, e.attributes, e.resource, e.trace_id, e.span_id, e.pattern, e.source_id,
                    s.source, s.resource AS source_resource""";
        }

        @Override
        String micros(String time) {
            return time;
        }

        @Override
        String service() {
            return "coalesce(e.service, CASE WHEN json_type(e.resource, '$.\"service.name\"') IS NULL"
                    + " THEN s.resource ->> '$.\"service.name\"' END)";
        }

        @Override
        public String placeholder(int position) {
            return "?" + position;
        }

        @Override
        String like(String column, String placeholder) {
            return column + " LIKE " + placeholder;
        }

        @Override
        public Long time(Instant time) {
            return StoredTime.of(time).micros();
        }
    };

    /** What of {@code events e} and {@code sources s} makes an event. */
    public abstract String columns();

    /** A time as microseconds since 1970. */
    abstract String micros(String time);

    /** The service of an event: its own, or its source's unless it has none by its own words. */
    abstract String service();

    /** How a parameter is written, counted from 1. */
    public abstract String placeholder(int position);

    /** Whether a column is like a pattern, without regard to the case of ASCII letters at least. */
    abstract String like(String column, String placeholder);

    /** A time as a parameter, cut to microseconds. */
    public abstract Object time(Instant time);
}
