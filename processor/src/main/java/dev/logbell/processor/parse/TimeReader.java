package dev.logbell.processor.parse;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Reads a point in time at a position of a line; {@link #end()} then tells where it ended. A time without a zone is in
 * the zone given here, one without a date or year is the one closest before its line was read. Not thread-safe.
 */
final class TimeReader {
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final Duration ZONE_SKEW = Duration.ofHours(24);

    private final ZoneId zone;
    private final Calendar calendar;
    private int end;
    private int nanos;

    TimeReader(ZoneId zone) {
        this.zone = zone;
        this.calendar = new Calendar(zone);
    }

    /** Index after the last character of the time that was read last. */
    int end() {
        return end;
    }

    /** The time at a position, in any of the forms known here. */
    @Nullable
    Instant any(String text, int from, Instant observed) {
        if (from >= text.length()) {
            return null;
        }
        char first = text.charAt(from);
        if (first < '0' || first > '9') {
            Instant time = monthDay(text, from, observed);
            return time != null ? time : weekday(text, from);
        }
        Instant time = dateTime(text, from);
        if (time == null) {
            time = dayMonthYear(text, from);
        }
        return time != null ? time : timeOfDay(text, from, observed);
    }

    /** {@code 2025-11-05T12:00:01.123456Z}, with a blank, slashes, a comma, an offset, or no fraction and zone. */
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
        int second = clock(text, from + 11);
        if (second < 0) {
            return null;
        }
        fraction(text);
        return calendar.instant(year, month, day, second, nanos, offset(text));
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
        int second = clock(text, from + 12);
        if (second < 0) {
            return null;
        }
        fraction(text);
        return calendar.instant(year, month, day, second, nanos, offset(text));
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
        int second = clock(text, hasYear ? at + 6 : at + 1);
        if (second < 0) {
            return null;
        }
        fraction(text);
        if (hasYear) {
            return calendar.instant(statedYear, month, day, second, nanos, Calendar.NO_OFFSET);
        }
        int year = observed.atZone(zone).getYear() + 1;
        for (int earliest = year - 9; year >= earliest; year--) {
            Instant time = calendar.instant(year, month, day, second, nanos, Calendar.NO_OFFSET);
            if (time != null && !time.isAfter(observed.plus(ZONE_SKEW))) {
                return time;
            }
        }
        return null;
    }

    /** {@code Wed Nov 05 12:00:01.123456 2025} of Apache's error log and of ctime. */
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
        int second = text.charAt(from + 10) == ' ' ? clock(text, from + 11) : -1;
        if (day < 0 || second < 0) {
            return null;
        }
        fraction(text);
        if (end + 5 > text.length() || text.charAt(end) != ' ') {
            return null;
        }
        int year = Digits.number(text, end + 1, 4);
        if (year < 0) {
            return null;
        }
        end += 5;
        return calendar.instant(year, month, day, second, nanos, Calendar.NO_OFFSET);
    }

    /** {@code 12:00:01.123}: of the day that puts it closest before its line was read. */
    @Nullable
    Instant timeOfDay(String text, int from, Instant observed) {
        int second = text.length() < from + 8 ? -1 : clock(text, from);
        if (second < 0) {
            return null;
        }
        fraction(text);
        LocalDate day = observed.atZone(zone).toLocalDate();
        for (int ahead = 1; ahead >= -1; ahead--) {
            LocalDate that = day.plusDays(ahead);
            Instant time = calendar.instant(
                    that.getYear(), that.getMonthValue(), that.getDayOfMonth(), second, nanos, Calendar.NO_OFFSET);
            if (time != null && !time.isAfter(observed.plus(CLOCK_SKEW))) {
                return time;
            }
        }
        return null;
    }

    /** Reads {@code HH:mm:ss} as seconds of the day, or -1. */
    private int clock(String text, int from) {
        if (text.length() < from + 8 || text.charAt(from + 2) != ':' || text.charAt(from + 5) != ':') {
            return -1;
        }
        int hour = Digits.number(text, from, 2);
        int minute = Digits.number(text, from + 3, 2);
        int second = Digits.number(text, from + 6, 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return -1;
        }
        end = from + 8;
        return hour * 3600 + minute * 60 + Math.min(second, 59);
    }

    private void fraction(String text) {
        nanos = 0;
        if (end + 1 < text.length()
                && (text.charAt(end) == '.' || text.charAt(end) == ',')
                && Digits.isAt(text, end + 1)) {
            int unit = 100_000_000;
            for (end++; Digits.isAt(text, end); end++) {
                nanos += (text.charAt(end) - '0') * unit;
                unit /= 10;
            }
        }
    }

    /** Reads {@code Z}, {@code +01:00}, {@code +0100}, {@code +01} or {@code UTC}, after a blank if need be. */
    private int offset(String text) {
        int at = end < text.length() && text.charAt(end) == ' ' ? end + 1 : end;
        if (at >= text.length()) {
            return Calendar.NO_OFFSET;
        }
        char sign = text.charAt(at);
        if (sign == 'Z' || sign == 'z') {
            return endsWord(text, at + 1) ? zulu(at + 1) : Calendar.NO_OFFSET;
        }
        if (text.startsWith("UTC", at) || text.startsWith("GMT", at)) {
            return endsWord(text, at + 3) ? zulu(at + 3) : Calendar.NO_OFFSET;
        }
        int hours = sign == '+' || sign == '-' ? Digits.number(text, at + 1, 2) : -1;
        if (hours < 0 || hours > 18) {
            return Calendar.NO_OFFSET;
        }
        int next = at + 3;
        if (next < text.length() && text.charAt(next) == ':') {
            next++;
        }
        int minutes = Digits.number(text, next, 2);
        if (minutes > 59 || (minutes < 0 && at != end)) {
            return Calendar.NO_OFFSET;
        }
        end = minutes < 0 ? at + 3 : next + 2;
        int seconds = hours * 3600 + Math.max(minutes, 0) * 60;
        return sign == '-' ? -seconds : seconds;
    }

    private int zulu(int after) {
        end = after;
        return 0;
    }

    private static boolean endsWord(String text, int at) {
        return at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
    }
}
