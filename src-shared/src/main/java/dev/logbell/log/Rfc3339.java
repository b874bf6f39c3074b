package dev.logbell.log;

/** Reads times as container runtimes write them ({@code 2025-11-05T12:00:01.123456789Z}), without making objects. */
final class Rfc3339 {
    private long second;
    private int nano;

    long second() {
        return second;
    }

    int nano() {
        return nano;
    }

    boolean read(byte[] bytes, int from, int to) {
        if (to - from < 20
                || bytes[from + 4] != '-'
                || bytes[from + 7] != '-'
                || bytes[from + 10] != 'T'
                || bytes[from + 13] != ':'
                || bytes[from + 16] != ':') {
            return false;
        }
        int year = number(bytes, from, 4);
        int month = number(bytes, from + 5, 2);
        int day = number(bytes, from + 8, 2);
        int hour = number(bytes, from + 11, 2);
        int minute = number(bytes, from + 14, 2);
        int sec = number(bytes, from + 17, 2);
        if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31) {
            return false;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || sec < 0 || sec > 60) {
            return false;
        }
        int at = from + 19;
        nano = 0;
        if (bytes[at] == '.') {
            at++;
            int unit = 100_000_000;
            while (at < to && Ascii.isDigit(bytes[at])) {
                nano += (bytes[at] - '0') * unit;
                unit /= 10;
                at++;
            }
        }
        int offset = offset(bytes, at, to);
        if (offset == Integer.MIN_VALUE) {
            return false;
        }
        second = days(year, month, day) * 86_400 + hour * 3600L + minute * 60L + sec - offset;
        return true;
    }

    /** {@code Z} or {@code +01:00} as seconds, the lowest integer if it is neither. */
    private static int offset(byte[] bytes, int at, int to) {
        if (at + 1 == to && bytes[at] == 'Z') {
            return 0;
        }
        if (at + 6 != to || bytes[at + 3] != ':' || (bytes[at] != '+' && bytes[at] != '-')) {
            return Integer.MIN_VALUE;
        }
        int hours = number(bytes, at + 1, 2);
        int minutes = number(bytes, at + 4, 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3600 + minutes * 60;
        return bytes[at] == '-' ? -seconds : seconds;
    }

    /** Days since 1970-01-01 in the Gregorian calendar, counted in years that begin in March. */
    private static long days(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int shifted = month <= 2 ? month + 9 : month - 3;
        return 365L * y + y / 4 - y / 100 + y / 400 + (153L * shifted + 2) / 5 + day - 1 - 719_468;
    }

    private static int number(byte[] bytes, int from, int length) {
        int value = 0;
        for (int i = from; i < from + length; i++) {
            if (!Ascii.isDigit(bytes[i])) {
                return -1;
            }
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }
}
