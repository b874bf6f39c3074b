package dev.logbell.processor.store.sql;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** What the two databases say differently. */
public enum Dialect {
    POSTGRES {
        @Override
        String placeholder(int position) {
            return "$" + position;
        }

        @Override
        String like(String column, String placeholder) {
            return column + "::text ILIKE " + placeholder;
        }

        @Override
        public OffsetDateTime time(Instant time) {
            return StoredTime.of(time).instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        }
    },
    SQLITE {
        @Override
        String placeholder(int position) {
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

    abstract String placeholder(int position);

    /** Whether a column is like a pattern, without regard to the case of ASCII letters at least. */
    abstract String like(String column, String placeholder);

    /** A time as a parameter, cut to microseconds. */
    public abstract Object time(Instant time);
}
