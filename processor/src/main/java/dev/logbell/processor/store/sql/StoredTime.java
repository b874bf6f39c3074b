package dev.logbell.processor.store.sql;

import java.time.Instant;

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
        return new StoredTime(inside.getEpochSecond() * 1_000_000 + inside.getNano() / 1_000, inside.getNano() % 1_000);
    }

    public Instant instant() {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000 + nanos);
    }
}
