package dev.logbell.processor.store.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A time as the databases hold it: PostgreSQL knows microseconds, so what is finer stands beside them. Times outside
 * the years 1 to 9999 are stored as the nearest that is inside.
 *
 * @param micros since 1970
 * @param nanos 0 to 999, to be added
 */
public record StoredTime(long micros, int nanos) {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    public static StoredTime of(Instant time) {
        Instant inside = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        Instant cut = inside.truncatedTo(ChronoUnit.MICROS);
        return new StoredTime(
                ChronoUnit.MICROS.between(Instant.EPOCH, cut), (int) ChronoUnit.NANOS.between(cut, inside));
    }

    public Instant instant() {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).plusNanos(nanos);
    }
}
