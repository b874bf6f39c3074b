package dev.logbell.processor.parse;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Reads a point in time at a position of a line; {@link #end()} then tells where it ended. A time without a zone is in
 * the zone given here, one without a date or year is the one closest before its line was read. Not thread-safe.
 */
final class TimeReader {
    private final Calendar calendar;
    private final NearestTime nearest;
    private final ClockReader clock = new ClockReader();
    private final RareTimes rare;

    TimeReader(ZoneId zone) {
        this.calendar = new Calendar(zone);
        this.nearest = new NearestTime(zone, calendar);
        this.rare = new RareTimes(clock, calendar, nearest);
    }

    /** Index after the last character of the time that was read last. */
    int end() {
        return clock.end();
    }

    /** The time at a position, in any of the forms known here. */
    @Nullable
    Instant any(String text, int from, Instant observed) {
        if (from + 8 > text.length()) {
            return null;
        }
        char first = text.charAt(from);
        if (first < '0' || first > '9') {
            Instant time = first < 'A' || first > 'W' ? null : monthDay(text, from, observed);
            if (time == null && first >= 'A' && first <= 'W') {
                time = weekday(text, from);
                return time != null ? time : rare.ofLetters(text, from);
            }
            return time;
        }
        Instant time = dateTime(text, from);
        if (time == null) {
            time = dayMonthYear(text, from);
        }
        if (time == null) {
            time = timeOfDay(text, from, observed);
        }
        return time != null ? time : rare.ofDigits(text, from, observed);
    }

    /** {@code 2025-11-05T12:00:01.123456Z}, with a blank, slashes, a comma, an offset, or no seconds and zone. */
    @Nullable
    Instant dateTime(String text, int from) {
        if (text.length() < from + 16) {
            return null;
        }
        char dash = text.charAt(from + 4);
        if ((dash != '-' && dash != '/') || text.charAt(from + 7) != dash) {
            return null;
        }
        int year = Digits.number(text, from, 4);
        int month = Digits.number(text, from + 5, 2);
        int day = Digits.number(text, from + 8, 2);
        char between = text.charAt(from + 10);
        if (year < 0 || month < 0 || day < 0 || (between != 'T' && between != ' ' && between != 't')) {
            return null;
        }
        int second = clock.clock(text, from + 11);
        if (second < 0) {
            second = text.startsWith(":", from + 16) ? -1 : clock.minutes(text, from + 11);
            if (second < 0) {
                return null;
            }
        }
        return zoned(text, year, month, day, second);
    }

    /** {@code 05/Nov/2025:12:00:01 +0100} of access logs, and {@code 05-Nov-2025 12:00:01.123} of Tomcat. */
    @Nullable
    Instant dayMonthYear(String text, int from) {
        if (text.length() < from + 20) {
            return null;
        }
        char separator = text.charAt(from + 2);
        if ((separator != '/' && separator != '-' && separator != ' ') || text.charAt(from + 6) != separator) {
            return null;
        }
        int day = Digits.number(text, from, 2);
        int month = Digits.month(text, from + 3);
        int year = Digits.number(text, from + 7, 4);
        char between = text.charAt(from + 11);
        if (day < 0 || month < 0 || year < 0 || (between != ':' && between != ' ')) {
            return null;
        }
        int second = clock.clock(text, from + 12);
        return second < 0 ? null : zoned(text, year, month, day, second);
    }

    /** {@code Nov  5 12:00:01} or {@code Nov 05 12:00:01.123}, as in RFC 3164 section 4.1.2. */
    @Nullable
    Instant monthDay(String text, int from, Instant observed) {
        int month = Digits.month(text, from);
        if (month < 0 || text.length() < from + 14 || text.charAt(from + 3) != ' ') {
            return null;
        }
        int at = from + 4;
        if (text.charAt(at) == ' ') {
            at++;
        }
        int width = Digits.isAt(text, at + 1) ? 2 : 1;
        int day = Digits.number(text, at, width);
        at += width;
        if (day < 0 || at >= text.length() || text.charAt(at) != ' ') {
            return null;
        }
        int statedYear = Digits.number(text, at + 1, 4);
        boolean hasYear = statedYear > 0 && at + 5 < text.length() && text.charAt(at + 5) == ' ';
        int second = clock.clock(text, hasYear ? at + 6 : at + 1);
        if (second < 0) {
            return null;
        }
        if (hasYear) {
            return zoned(text, statedYear, month, day, second);
        }
        clock.fraction(text);
        return nearest.ofDay(month, day, second, clock.nanos(), observed);
    }

    /** {@code Wed Nov 05 12:00:01.123456 2025} of Apache's error log and of ctime, perhaps with a zone before the year. */
    @Nullable
    Instant weekday(String text, int from) {
        if (text.length() < from + 23 || text.charAt(from + 3) != ' ') {
            return null;
        }
        int month = Digits.month(text, from + 4);
        if (month < 0 || text.charAt(from + 7) != ' ') {
            return null;
        }
        int day = text.charAt(from + 8) == ' ' ? Digits.number(text, from + 9, 1) : Digits.number(text, from + 8, 2);
        int second = text.charAt(from + 10) == ' ' ? clock.clock(text, from + 11) : -1;
        if (day < 0 || second < 0) {
            return null;
        }
        clock.fraction(text);
        int nanos = clock.nanos();
        int offset = Digits.isAt(text, clock.end() + 1) ? Calendar.NO_OFFSET : clock.offset(text);
        int end = clock.end();
        if (end + 5 > text.length() || text.charAt(end) != ' ') {
            return null;
        }
        int year = Digits.number(text, end + 1, 4);
        if (year < 0) {
            return null;
        }
        clock.end(end + 5);
        return calendar.instant(year, month, day, second, nanos, offset);
    }

    /** {@code 12:00:01.123}: of the day that puts it closest before its line was read. */
    @Nullable
    Instant timeOfDay(String text, int from, Instant observed) {
        int second = text.length() < from + 8 ? -1 : clock.clock(text, from);
        if (second < 0) {
            return null;
        }
        clock.fraction(text);
        return nearest.ofClock(second, clock.nanos(), observed);
    }

    /** A whole text that is written in a way of its own, of which the zone, the year and the date may be left out. */
    @Nullable
    Instant stated(String text, DateTimeFormatter format, Instant observed) {
        try {
            TemporalAccessor time = format.parse(text, new ParsePosition(0));
            if (time.isSupported(ChronoField.INSTANT_SECONDS)) {
                return Instant.from(time);
            }
            LocalTime ofDay = LocalTime.from(time);
            int second = ofDay.toSecondOfDay();
            int nano = ofDay.get(ChronoField.NANO_OF_SECOND);
            if (time.isSupported(ChronoField.YEAR)) {
                int offset = time.isSupported(ChronoField.OFFSET_SECONDS)
                        ? time.get(ChronoField.OFFSET_SECONDS)
                        : Calendar.NO_OFFSET;
                return calendar.instant(
                        time.get(ChronoField.YEAR),
                        time.get(ChronoField.MONTH_OF_YEAR),
                        time.get(ChronoField.DAY_OF_MONTH),
                        second,
                        nano,
                        offset);
            }
            if (time.isSupported(ChronoField.MONTH_OF_YEAR)) {
                return nearest.ofDay(
                        time.get(ChronoField.MONTH_OF_YEAR),
                        time.get(ChronoField.DAY_OF_MONTH),
                        second,
                        nano,
                        observed);
            }
            return nearest.ofClock(second, nano, observed);
        } catch (DateTimeException notThatFormat) {
            return null;
        }
    }

    private @Nullable Instant zoned(String text, int year, int month, int day, int second) {
        clock.fraction(text);
        int nanos = clock.nanos();
        return calendar.instant(year, month, day, second, nanos, clock.offset(text));
    }
}
