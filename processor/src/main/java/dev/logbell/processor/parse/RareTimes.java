package dev.logbell.processor.parse;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the times that fewer programs write; {@link TimeReader} asks it last. Not thread-safe. */
final class RareTimes {
    private final ClockReader clock;
    private final Calendar calendar;
    private final NearestTime nearest;

    RareTimes(ClockReader clock, Calendar calendar, NearestTime nearest) {
        this.clock = clock;
        this.calendar = calendar;
        this.nearest = nearest;
    }

    /** The time at a position, which begins with a digit. */
    @Nullable
    Instant ofDigits(String text, int from, Instant observed) {
        int digits = 0;
        while (digits < 9 && Digits.isAt(text, from + digits)) {
            digits++;
        }
        char after = from + digits < text.length() ? text.charAt(from + digits) : 0;
        return switch (digits) {
            case 8 -> after == 'T' || after == ' ' || after == '-' ? compact(text, from) : null;
            case 6 -> after == ' ' ? shortYear(text, from) : null;
            case 4 -> after == ' ' ? klog(text, from, observed) : after == '.' ? dotted(text, from) : null;
            case 1, 2 -> ofDay(text, from, digits, after, observed);
            default -> null;
        };
    }

    /** {@code 20251105T120001Z}, {@code 20251105 12:00:01}. */
    private @Nullable Instant compact(String text, int from) {
        int at = from + 9;
        int second = clock.clock(text, at);
        if (second < 0) {
            second = clock.clockWithoutColons(text, at);
        }
        if (second < 0 || Digits.isAt(text, clock.end())) {
            return null;
        }
        clock.fraction(text);
        return zoned(
                text,
                Digits.number(text, from, 4),
                Digits.number(text, from + 4, 2),
                Digits.number(text, from + 6, 2),
                second);
    }

    /** {@code 251105 12:00:01} and {@code 251105  9:00:01} of old MySQL. */
    private @Nullable Instant shortYear(String text, int from) {
        int at = text.startsWith(" ", from + 7) ? from + 8 : from + 7;
        int second = clock.clockOfHalfDays(text, at);
        return second < 0
                ? null
                : zoned(
                        text,
                        2000 + Digits.number(text, from, 2),
                        Digits.number(text, from + 2, 2),
                        Digits.number(text, from + 4, 2),
                        second);
    }

    /** {@code 1105 12:00:01.123456} of klog. */
    private @Nullable Instant klog(String text, int from, Instant observed) {
        int second = clock.clock(text, from + 5);
        if (second < 0) {
            return null;
        }
        clock.fraction(text);
        return nearest.ofDay(
                Digits.number(text, from, 2), Digits.number(text, from + 2, 2), second, clock.nanos(), observed);
    }

    /** {@code 2025.11.05 12:00:01}. */
    private @Nullable Instant dotted(String text, int from) {
        int second =
                text.startsWith(".", from + 7) && text.startsWith(" ", from + 10) ? clock.clock(text, from + 11) : -1;
        if (second < 0) {
            return null;
        }
        clock.fraction(text);
        return zoned(
                text,
                Digits.number(text, from, 4),
                Digits.number(text, from + 5, 2),
                Digits.number(text, from + 8, 2),
                second);
    }

    /** {@code 11/05/2025 12:00:01 PM}, {@code 05.11.2025 12:00:01}, {@code 11-05 12:00:01.123}. */
    private @Nullable Instant ofDay(String text, int from, int digits, char separator, Instant observed) {
        if (separator != '/' && separator != '.' && separator != '-') {
            return null;
        }
        int first = Digits.number(text, from, digits);
        int at = from + digits + 1;
        int width = Digits.isAt(text, at + 1) ? 2 : 1;
        int second = Digits.number(text, at, width);
        at += width;
        if (second < 0 || at >= text.length()) {
            return null;
        }
        if (text.charAt(at) == ' ' && separator == '-') {
            int ofDay = clock.clock(text, at + 1);
            if (ofDay < 0) {
                return null;
            }
            clock.fraction(text);
            return nearest.ofDay(first, second, ofDay, clock.nanos(), observed);
        }
        int year = text.charAt(at) == separator ? Digits.number(text, at + 1, 4) : -1;
        at += 5;
        if (year < 0 || at >= text.length()) {
            return null;
        }
        at += text.startsWith(", ", at) ? 2 : 1;
        int ofDay = clock.clockOfHalfDays(text, at);
        if (ofDay < 0) {
            return null;
        }
        boolean isMonthFirst = separator == '/' && first <= 12;
        return zoned(text, year, isMonthFirst ? first : second, isMonthFirst ? second : first, ofDay);
    }

    /** The time at a position, which begins with a letter. */
    @Nullable
    Instant ofLetters(String text, int from) {
        int month = Digits.month(text, from);
        if (month > 0) {
            return withComma(text, from, month);
        }
        if (text.startsWith(", ", from + 3)) {
            return mailDate(text, from + 5);
        }
        return null;
    }

    /** {@code Nov 05, 2025 12:00:01 PM} and {@code Nov 5, 2025, 12:00:01 PM} of java.util.logging. */
    private @Nullable Instant withComma(String text, int from, int month) {
        int width = Digits.isAt(text, from + 5) ? 2 : 1;
        int day = Digits.number(text, from + 4, width);
        int at = from + 4 + width;
        int year = day > 0 && text.startsWith(", ", at) ? Digits.number(text, at + 2, 4) : -1;
        if (year < 0) {
            return null;
        }
        at += text.startsWith(", ", at + 6) ? 8 : 7;
        int second = clock.clockOfHalfDays(text, at);
        return second < 0 ? null : zoned(text, year, month, day, second);
    }

    /** {@code 05 Nov 2025 12:00:01 GMT} after the day of the week. (RFC 5322 section 3.3.) */
    private @Nullable Instant mailDate(String text, int from) {
        int width = Digits.isAt(text, from + 1) ? 2 : 1;
        int day = Digits.number(text, from, width);
        int month = Digits.month(text, from + width + 1);
        int year = Digits.number(text, from + width + 5, 4);
        int second = day < 0 || month < 0 || year < 0 ? -1 : clock.clock(text, from + width + 10);
        if (second < 0) {
            return null;
        }
        clock.fraction(text);
        return zoned(text, year, month, day, second);
    }

    /** The time of a day whose clock and fraction were read last, with the offset that follows. */
    private @Nullable Instant zoned(String text, int year, int month, int day, int second) {
        int nanos = clock.nanos();
        return calendar.instant(year, month, day, second, nanos, clock.offset(text));
    }
}
