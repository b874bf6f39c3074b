package dev.logbell.processor.parse;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size. */
final class EpochTime {
    private EpochTime() {}

    /** The time of a number as it is written; null if it is none. */
    static @Nullable Instant of(String number) {
        return ofDigits(isScientific(number) ? plain(Double.parseDouble(number)) : number);
    }

    /** The time of so many seconds, to the microsecond. */
    static @Nullable Instant of(double seconds) {
        return ofDigits(plain(seconds));
    }

    private static @Nullable Instant ofDigits(String number) {
        int point = number.indexOf('.');
        int whole = point < 0 ? number.length() : point;
        if (whole < 9 || whole > 19) {
            return null;
        }
        long value = 0;
        for (int i = 0; i < whole; i++) {
            if (!Digits.isAt(number, i)) {
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
            if (!Digits.isAt(number, i)) {
                return null;
            }
            nanosOfUnit /= 10;
            nano += (number.charAt(i) - '0') * nanosOfUnit;
        }
        return Instant.ofEpochSecond(value / unit, nano);
    }

    /** A time in seconds as zap writes it, possibly with an exponent ({@code 1.7623e+09}), to the microsecond. */
    private static String plain(double seconds) {
        return seconds > 1e15 || seconds < 0 ? "" : String.valueOf((long) seconds) + "." + micros(seconds);
    }

    private static boolean isScientific(String text) {
        return text.length() > 12
                && text.length() < 40
                && text.charAt(1) == '.'
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E' || c == '+')
                && (text.endsWith("e9") || text.endsWith("E9") || text.endsWith("e+09"))
                && text.indexOf('.', 2) < 0;
    }

    private static String micros(double seconds) {
        long micros = Math.min(999_999, Math.round((seconds - Math.floor(seconds)) * 1e6));
        return String.valueOf(1_000_000 + micros).substring(1);
    }
}
