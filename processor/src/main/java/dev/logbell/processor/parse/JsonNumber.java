package dev.logbell.processor.parse;

import org.jspecify.annotations.Nullable;

/** Reads the numbers of JSON that most programs write: no exponents, and no more digits than a long holds. */
final class JsonNumber {
    private static final int MOST_DIGITS = 18;
    /** A number with a fraction that is longer is kept as text. */
    private static final int LONGEST_DECIMAL = 15;

    private static final double[] TENS = tens();

    private int end;

    /** The Long, Double or text that a number is that begins there; null if it is unusual, or none. */
    @Nullable
    Object read(String text, int from) {
        boolean isNegative = text.charAt(from) == '-';
        int digits = isNegative ? from + 1 : from;
        end = digits;
        long value = digits(text, 0);
        if (value < 0 || (end - digits > 1 && text.charAt(digits) == '0')) {
            return null;
        }
        if (end == text.length() || text.charAt(end) != '.') {
            return isNegative ? -value : value;
        }
        int point = end++;
        long mantissa = digits(text, value);
        if (mantissa < 0 || end - point > MOST_DIGITS || end - digits > MOST_DIGITS) {
            return null;
        }
        if (end - from > LONGEST_DECIMAL) {
            return text.substring(from, end);
        }
        double decimal = mantissa / TENS[end - point - 1];
        return isNegative ? -decimal : decimal;
    }

    /** Index behind the number that was read last. */
    int end() {
        return end;
    }

    /** At least one digit, and no more than a long holds; -1 otherwise. */
    private long digits(String text, long before) {
        int from = end;
        long value = before;
        while (Digits.isAt(text, end)) {
            value = value * 10 + (text.charAt(end) - '0');
            end++;
        }
        return end == from || end - from > MOST_DIGITS ? -1 : value;
    }

    private static double[] tens() {
        double[] tens = new double[LONGEST_DECIMAL + 1];
        tens[0] = 1;
        for (int i = 1; i < tens.length; i++) {
            tens[i] = 10 * tens[i - 1];
        }
        return tens;
    }
}
