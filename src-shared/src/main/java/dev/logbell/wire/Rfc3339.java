package dev.logbell.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Times as RFC 3339 in UTC, the same texts as {@link Instant#toString} and {@link Instant#parse}, at a tenth of their
 * cost for what is usual: two times for each event would be most of what a record costs.
 */
final class Rfc3339 {
    private static final int SECONDS_OF_A_DAY = 86_400;
    /** Days since 1970 of 0000-01-01 and 10000-01-01. */
    private static final long FIRST_DAY = -719_528;

    private static final long END_DAY = 2_932_897;
    /** {@code 2026-03-01T12:00:00Z}. */
    private static final int SHORTEST = 20;

    private Rfc3339() {}

    static String write(Instant time) {
        long day = Math.floorDiv(time.getEpochSecond(), (long) SECONDS_OF_A_DAY);
        if (day < FIRST_DAY || day >= END_DAY) {
            return time.toString();
        }
        int second = Math.floorMod(time.getEpochSecond(), SECONDS_OF_A_DAY);
        LocalDate date = LocalDate.ofEpochDay(day);
        int nanos = time.getNano();
        int digits = nanos == 0 ? 0 : nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
        byte[] text = new byte[SHORTEST + (digits == 0 ? 0 : digits + 1)];
        put(text, 0, 4, date.getYear());
        text[4] = '-';
        put(text, 5, 2, date.getMonthValue());
        text[7] = '-';
        put(text, 8, 2, date.getDayOfMonth());
        text[10] = 'T';
        put(text, 11, 2, second / 3600);
        text[13] = ':';
        put(text, 14, 2, second / 60 % 60);
        text[16] = ':';
        put(text, 17, 2, second % 60);
        if (digits > 0) {
            text[19] = '.';
            put(text, 20, digits, digits == 3 ? nanos / 1_000_000 : digits == 6 ? nanos / 1_000 : nanos);
        }
        text[text.length - 1] = 'Z';
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /**
     * Reads a time.
     *
     * @throws java.time.DateTimeException if it is none
     */
    static Instant read(String text) {
        int length = text.length();
        if (length < SHORTEST
                || length == SHORTEST + 1
                || length > SHORTEST + 10
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || text.charAt(length - 1) != 'Z'
                || (length > SHORTEST && text.charAt(19) != '.')) {
            return Instant.parse(text);
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int fraction = length == SHORTEST ? 0 : number(text, 20, length - 1);
        if ((year | month | day | hour | minute | second | fraction) < 0 || hour > 23 || minute > 59 || second > 59) {
            return Instant.parse(text);
        }
        for (int digits = length - 1 - SHORTEST; length > SHORTEST && digits < 9; digits++) {
            fraction *= 10;
        }
        long seconds =
                LocalDate.of(year, month, day).toEpochDay() * SECONDS_OF_A_DAY + hour * 3600L + minute * 60L + second;
        return Instant.ofEpochSecond(seconds, fraction);
    }

    private static void put(byte[] text, int from, int width, int value) {
        int rest = value;
        for (int i = from + width - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The number that digits make, -1 if there are others among them; at most nine digits. */
    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
