package dev.logbell.processor.parse;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads a point in time at a position of a line; {@link #end()} then tells where it ended. A time without a zone is in
 * the zone given here, one without a date or year is the one closest before its line was read. Not thread-safe.
 */
final class TimeReader {
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final Duration ZONE_SKEW = Duration.ofHours(24);
    private static final int NO_OFFSET = Integer.MIN_VALUE;
    private static final int QUARTER = 900;

    private final ZoneId zone;
    private long cachedQuarter = Long.MIN_VALUE;
    private int cachedOffset;
    private int end;
    private int nanos;

    TimeReader(ZoneId zone) {
        this.zone = zone;
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
        int year = digits(text, from, 4);
        int month = digits(text, from + 5, 2);
        int day = digits(text, from + 8, 2);
        char between = text.charAt(from + 10);
        if (year < 0 || month < 0 || day < 0 || (between != 'T' && between != ' ' && between != 't')) {
            return null;
        }
        int second = clock(text, from + 11);
        if (second < 0) {
            return null;
        }
        fraction(text);
        return instant(year, month, day, second, offset(text));
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
        int day = digits(text, from, 2);
        int month = month(text, from + 3);
        int year = digits(text, from + 7, 4);
        char between = text.charAt(from + 11);
        if (day < 0 || month < 0 || year < 0 || (between != ':' && between != ' ')) {
            return null;
        }
        int second = clock(text, from + 12);
        if (second < 0) {
            return null;
        }
        fraction(text);
        return instant(year, month, day, second, offset(text));
    }

    /** {@code Nov  5 12:00:01} or {@code Nov 05 12:00:01.123}, as in RFC 3164 section 4.1.2. */
    @Nullable
    Instant monthDay(String text, int from, Instant observed) {
        int month = month(text, from);
        if (month < 0 || text.length() < from + 14 || text.charAt(from + 3) != ' ') {
            return null;
        }
        int at = from + 4;
        if (text.charAt(at) == ' ') {
            at++;
        }
        int width = isDigit(text, at + 1) ? 2 : 1;
        int day = digits(text, at, width);
        at += width;
        if (day < 0 || at >= text.length() || text.charAt(at) != ' ') {
            return null;
        }
        int statedYear = digits(text, at + 1, 4);
        boolean hasYear = statedYear > 0 && at + 5 < text.length() && text.charAt(at + 5) == ' ';
        int second = clock(text, hasYear ? at + 6 : at + 1);
        if (second < 0) {
            return null;
        }
        fraction(text);
        if (hasYear) {
            return instant(statedYear, month, day, second, NO_OFFSET);
        }
        int year = observed.atZone(zone).getYear() + 1;
        for (int earliest = year - 9; year >= earliest; year--) {
            Instant time = instant(year, month, day, second, NO_OFFSET);
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
        int month = month(text, from + 4);
        if (month < 0 || text.charAt(from + 7) != ' ') {
            return null;
        }
        int day = text.charAt(from + 8) == ' ' ? digits(text, from + 9, 1) : digits(text, from + 8, 2);
        int second = text.charAt(from + 10) == ' ' ? clock(text, from + 11) : -1;
        if (day < 0 || second < 0) {
            return null;
        }
        fraction(text);
        if (end + 5 > text.length() || text.charAt(end) != ' ') {
            return null;
        }
        int year = digits(text, end + 1, 4);
        if (year < 0) {
            return null;
        }
        end += 5;
        return instant(year, month, day, second, NO_OFFSET);
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
            Instant time = instant(that.getYear(), that.getMonthValue(), that.getDayOfMonth(), second, NO_OFFSET);
            if (time != null && !time.isAfter(observed.plus(CLOCK_SKEW))) {
                return time;
            }
        }
        return null;
    }

    /** Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size. */
    static @Nullable Instant epoch(String number) {
        int point = number.indexOf('.');
        int whole = point < 0 ? number.length() : point;
        if (whole < 9 || whole > 19) {
            return null;
        }
        long value = 0;
        for (int i = 0; i < whole; i++) {
            if (!isDigit(number, i)) {
                return null;
            }
            value = value * 10 + (number.charAt(i) - '0');
        }
        if (value < 0) {
            return null;
        }
        long unit = whole <= 11 ? 1 : whole <= 14 ? 1_000 : whole <= 17 ? 1_000_000 : 1_000_000_000;
        long nanosOfUnit = 1_000_000_000 / unit;
        long nano = value % unit * nanosOfUnit;
        for (int i = whole + 1; i < number.length(); i++) {
            if (!isDigit(number, i)) {
                return null;
            }
            nanosOfUnit /= 10;
            nano += (number.charAt(i) - '0') * nanosOfUnit;
        }
        return Instant.ofEpochSecond(value / unit, nano);
    }

    /** Reads {@code HH:mm:ss} as seconds of the day, or -1. */
    private int clock(String text, int from) {
        if (text.length() < from + 8 || text.charAt(from + 2) != ':' || text.charAt(from + 5) != ':') {
            return -1;
        }
        int hour = digits(text, from, 2);
        int minute = digits(text, from + 3, 2);
        int second = digits(text, from + 6, 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return -1;
        }
        end = from + 8;
        return hour * 3600 + minute * 60 + Math.min(second, 59);
    }

    private void fraction(String text) {
        nanos = 0;
        if (end + 1 < text.length() && (text.charAt(end) == '.' || text.charAt(end) == ',') && isDigit(text, end + 1)) {
            int unit = 100_000_000;
            for (end++; isDigit(text, end); end++) {
                nanos += (text.charAt(end) - '0') * unit;
                unit /= 10;
            }
        }
    }

    /** Reads {@code Z}, {@code +01:00}, {@code +0100}, {@code +01} or {@code UTC}, after a blank if need be. */
    private int offset(String text) {
        int at = end < text.length() && text.charAt(end) == ' ' ? end + 1 : end;
        if (at >= text.length()) {
            return NO_OFFSET;
        }
        char sign = text.charAt(at);
        if (sign == 'Z' || sign == 'z') {
            return endsWord(text, at + 1) ? zulu(at + 1) : NO_OFFSET;
        }
        if (text.startsWith("UTC", at) || text.startsWith("GMT", at)) {
            return endsWord(text, at + 3) ? zulu(at + 3) : NO_OFFSET;
        }
        int hours = sign == '+' || sign == '-' ? digits(text, at + 1, 2) : -1;
        if (hours < 0 || hours > 18) {
            return NO_OFFSET;
        }
        int next = at + 3;
        if (next < text.length() && text.charAt(next) == ':') {
            next++;
        }
        int minutes = digits(text, next, 2);
        if (minutes > 59 || (minutes < 0 && at != end)) {
            return NO_OFFSET;
        }
        end = minutes < 0 ? at + 3 : next + 2;
        int seconds = hours * 3600 + Math.max(minutes, 0) * 60;
        return sign == '-' ? -seconds : seconds;
    }

    private int zulu(int after) {
        end = after;
        return 0;
    }

    private @Nullable Instant instant(int year, int month, int day, int secondOfDay, int offset) {
        if (month < 1 || month > 12 || day < 1 || day > 31) {
            return null;
        }
        try {
            long local = LocalDate.of(year, month, day).toEpochDay() * 86_400 + secondOfDay;
            return Instant.ofEpochSecond(local - (offset == NO_OFFSET ? zoneOffset(local) : offset), nanos);
        } catch (DateTimeException notInCalendar) {
            return null;
        }
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

    private static boolean endsWord(String text, int at) {
        return at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** The number of exactly that many digits, or -1. */
    private static int digits(String text, int from, int count) {
        if (from + count > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + count; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private static int month(String text, int from) {
        if (from + 3 > text.length()) {
            return -1;
        }
        return switch (text.substring(from, from + 3)) {
            case "Jan" -> 1;
            case "Feb" -> 2;
            case "Mar" -> 3;
            case "Apr" -> 4;
            case "May" -> 5;
            case "Jun" -> 6;
            case "Jul" -> 7;
            case "Aug" -> 8;
            case "Sep" -> 9;
            case "Oct" -> 10;
            case "Nov" -> 11;
            case "Dec" -> 12;
            default -> -1;
        };
    }
}
