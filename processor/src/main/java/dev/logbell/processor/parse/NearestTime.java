package dev.logbell.processor.parse;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Finds the year or the day of a time that does not state it: the latest that is not after its line was read. */
final class NearestTime {
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final Duration ZONE_SKEW = Duration.ofHours(24);

    /** Leap days can be eight years apart. */
    private static final int YEARS = 9;

    private final ZoneId zone;
    private final Calendar calendar;

    NearestTime(ZoneId zone, Calendar calendar) {
        this.zone = zone;
        this.calendar = calendar;
    }

    /** Of the year that puts it closest before its line was read; up to a day after it, for zones that are ahead. */
    @Nullable
    Instant ofDay(int month, int day, int secondOfDay, int nanos, Instant observed) {
        int year = observed.atZone(zone).getYear() + 1;
        for (int earliest = year - YEARS; year >= earliest; year--) {
            Instant time = calendar.instant(year, month, day, secondOfDay, nanos, Calendar.NO_OFFSET);
            if (time != null && !time.isAfter(observed.plus(ZONE_SKEW))) {
                return time;
            }
        }
        return null;
    }

    /** Of the day that puts it closest before its line was read; up to an hour after it, for clocks that are ahead. */
    @Nullable
    Instant ofClock(int secondOfDay, int nanos, Instant observed) {
        LocalDate day = observed.atZone(zone).toLocalDate();
        for (int ahead = 1; ahead >= -1; ahead--) {
            LocalDate that = day.plusDays(ahead);
            Instant time = calendar.instant(
                    that.getYear(), that.getMonthValue(), that.getDayOfMonth(), secondOfDay, nanos, Calendar.NO_OFFSET);
            if (time != null && !time.isAfter(observed.plus(CLOCK_SKEW))) {
                return time;
            }
        }
        return null;
    }
}
