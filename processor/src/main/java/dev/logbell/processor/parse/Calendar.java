package dev.logbell.processor.parse;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Makes points in time of the numbers that a line states; in its zone where the line states none. Not thread-safe. */
final class Calendar {
    /** Says that a time has no offset of its own. */
    static final int NO_OFFSET = Integer.MIN_VALUE;

    /** No zone changes its offset within a quarter of an hour. */
    private static final int QUARTER = 900;

    private final ZoneId zone;
    private long cachedQuarter = Long.MIN_VALUE;
    private int cachedOffset;
    private int cachedDate = -1;
    private long cachedDay;

    Calendar(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * The time that these numbers mean; null if the calendar has no such day.
     *
     * @param offset seconds east of Greenwich, or {@link #NO_OFFSET}
     */
    @Nullable
    Instant instant(int year, int month, int day, int secondOfDay, int nanos, int offset) {
        if (month < 1 || month > 12 || day < 1 || day > 31) {
            return null;
        }
        try {
            long local = day(year, month, day) * 86_400 + secondOfDay;
            return Instant.ofEpochSecond(local - (offset == NO_OFFSET ? zoneOffset(local) : offset), nanos);
        } catch (DateTimeException notInCalendar) {
            return null;
        }
    }

    private long day(int year, int month, int day) {
        int date = (year * 13 + month) * 32 + day;
        if (date != cachedDate) {
            cachedDay = LocalDate.of(year, month, day).toEpochDay();
            cachedDate = date;
        }
        return cachedDay;
    }

    private int zoneOffset(long local) {
        long quarter = Math.floorDiv(local, QUARTER);
        if (quarter != cachedQuarter) {
            LocalDateTime time = LocalDateTime.of(
                    LocalDate.ofEpochDay(Math.floorDiv(local, 86_400)),
                    LocalTime.ofSecondOfDay(Math.floorMod(local, 86_400L)));
            ZoneOffset offset = zone.getRules().getOffset(time);
            cachedOffset = offset.getTotalSeconds();
            cachedQuarter = quarter;
        }
        return cachedOffset;
    }
}
