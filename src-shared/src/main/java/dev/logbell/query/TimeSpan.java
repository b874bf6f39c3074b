package dev.logbell.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All of the time that a text of a query names: {@code 2025-01-01} is that day, {@code 2025-01-01T10:30} that minute,
 * {@code now-1h} the instant an hour ago. UTC unless it says otherwise.
 *
 * @param start included
 * @param end excluded
 */
record TimeSpan(Instant start, Instant end) {
    private static final Pattern TIME = Pattern.compile(
            "([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
                    + "(?:[Tt ]([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?)?)?)?");
    private static final Pattern RELATIVE = Pattern.compile("now(?:([+-])([0-9]{1,6})([smhdw]))?");

    /** @throws IllegalArgumentException if the text names no time; the message says what does */
    static TimeSpan of(String text, Instant now) {
        try {
            Matcher relative = RELATIVE.matcher(text);
            if (relative.matches()) {
                return instant(now.plus(distance(relative)), Duration.ofNanos(1));
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

    private static Duration distance(Matcher relative) {
        if (relative.group(1) == null) {
            return Duration.ZERO;
        }
        long count = Long.parseLong(relative.group(1) + relative.group(2));
        return switch (relative.group(3)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(7 * count);
        };
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
