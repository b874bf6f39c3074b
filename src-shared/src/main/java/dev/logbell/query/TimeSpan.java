package dev.logbell.query;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All of the time that a text of a query names: {@code 2025-01-01} is that day, {@code 2025-01-01T10:30} that minute,
 * {@code now-1h} the instant an hour ago, {@code now/d} today, and ten, 13, 16 or 19 digits the
 * seconds, milliseconds, microseconds or nanoseconds since 1970. UTC unless it says otherwise.
 *
 * @param start included
 * @param end excluded
 */
record TimeSpan(Instant start, Instant end) {
    private static final Pattern TIME = Pattern.compile(
            "([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
                    + "(?:[Tt ]([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?)?)?)?");
    private static final Pattern RELATIVE = Pattern.compile("now(?:([+-][0-9]{1,6})([smhdwMy]))?(?:/([smhdwMy]))?");
    private static final Pattern SINCE_1970 = Pattern.compile("[0-9]{10}(?:[0-9]{3}){0,3}");

    /** @throws IllegalArgumentException if the text names no time; the message says what does */
    static TimeSpan of(String text, Instant now) {
        try {
            Matcher relative = RELATIVE.matcher(text);
            if (relative.matches()) {
                return relative(relative, now.atOffset(ZoneOffset.UTC));
            }
            if (SINCE_1970.matcher(text).matches()) {
                return since1970(text);
            }
            Matcher time = TIME.matcher(text);
            if (time.matches()) {
                return span(time);
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("time '%s' does not exist".formatted(text), e);
        }
        throw new IllegalArgumentException(
                "'%s' is no time: write 2025-01-31, 2025-01-31T10:30:00Z or now-1h".formatted(text));
    }

    /** {@code now-1d}, or all of the day that this is in: {@code now-1d/d}. */
    private static TimeSpan relative(Matcher relative, OffsetDateTime now) {
        OffsetDateTime time =
                relative.group(1) == null ? now : now.plus(Long.parseLong(relative.group(1)), unit(relative.group(2)));
        if (relative.group(3) == null) {
            return instant(time.toInstant(), Duration.ofNanos(1));
        }
        ChronoUnit unit = unit(relative.group(3));
        OffsetDateTime start = switch (unit) {
            case WEEKS -> time.truncatedTo(ChronoUnit.DAYS).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTHS -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
            case YEARS -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1);
            default -> time.truncatedTo(unit);
        };
        return new TimeSpan(start.toInstant(), start.plus(1, unit).toInstant());
    }

    private static ChronoUnit unit(String letter) {
        return switch (letter) {
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            case "d" -> ChronoUnit.DAYS;
            case "w" -> ChronoUnit.WEEKS;
            case "M" -> ChronoUnit.MONTHS;
            default -> ChronoUnit.YEARS;
        };
    }

    /** Seconds, or as many digits more as there are in milliseconds, microseconds or nanoseconds. */
    private static TimeSpan since1970(String digits) {
        Instant second = Instant.ofEpochSecond(Long.parseLong(digits.substring(0, 10)));
        long width = powerOfTen(19 - digits.length());
        long nanos = digits.length() == 10 ? 0 : Long.parseLong(digits.substring(10)) * width;
        return instant(second.plusNanos(nanos), Duration.ofNanos(width));
    }

    private static TimeSpan span(Matcher time) {
        int year = Integer.parseInt(time.group(1));
        if (time.group(2) == null) {
            return days(Year.of(year).atDay(1), Year.of(year).plusYears(1).atDay(1));
        }
        YearMonth month = YearMonth.of(year, Integer.parseInt(time.group(2)));
        if (time.group(3) == null) {
            return days(month.atDay(1), month.plusMonths(1).atDay(1));
        }
        LocalDate day = month.atDay(Integer.parseInt(time.group(3)));
        if (time.group(4) == null) {
            return days(day, day.plusDays(1));
        }
        String fraction = time.group(7);
        int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
        LocalDateTime start =
                day.atTime(Integer.parseInt(time.group(4)), orZero(time.group(5)), orZero(time.group(6)), nanos);
        return instant(start.toInstant(zone(time.group(8))), width(time));
    }

    private static Duration width(Matcher time) {
        if (time.group(5) == null) {
            return Duration.ofHours(1);
        }
        if (time.group(6) == null) {
            return Duration.ofMinutes(1);
        }
        String fraction = time.group(7);
        return fraction == null ? Duration.ofSeconds(1) : Duration.ofNanos(powerOfTen(9 - fraction.length()));
    }

    private static long powerOfTen(int exponent) {
        return exponent == 0 ? 1 : 10 * powerOfTen(exponent - 1);
    }

    private static ZoneOffset zone(@Nullable String zone) {
        return zone == null || zone.equalsIgnoreCase("Z") ? ZoneOffset.UTC : ZoneOffset.of(zone);
    }

    private static int orZero(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static TimeSpan days(LocalDate first, LocalDate next) {
        return new TimeSpan(
                first.atStartOfDay().toInstant(ZoneOffset.UTC),
                next.atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    private static TimeSpan instant(Instant start, Duration width) {
        return new TimeSpan(start, start.plus(width));
    }
}
