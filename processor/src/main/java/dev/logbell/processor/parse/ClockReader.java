package dev.logbell.processor.parse;

import java.util.Map;

/** Reads the time of day with its fraction and offset, and remembers where it ended. Not thread-safe. */
final class ClockReader {
    private static final int HOUR = 3600;

    /** Hours east of Greenwich, of abbreviations that mean one zone to nearly everybody. */
    private static final Map<String, Double> ZONES = Map.ofEntries(
            Map.entry("UTC", 0.0),
            Map.entry("GMT", 0.0),
            Map.entry("WET", 0.0),
            Map.entry("WEST", 1.0),
            Map.entry("BST", 1.0),
            Map.entry("CET", 1.0),
            Map.entry("MEZ", 1.0),
            Map.entry("CEST", 2.0),
            Map.entry("MESZ", 2.0),
            Map.entry("EET", 2.0),
            Map.entry("EEST", 3.0),
            Map.entry("MSK", 3.0),
            Map.entry("IST", 5.5),
            Map.entry("HKT", 8.0),
            Map.entry("SGT", 8.0),
            Map.entry("JST", 9.0),
            Map.entry("KST", 9.0),
            Map.entry("AEST", 10.0),
            Map.entry("AEDT", 11.0),
            Map.entry("NZST", 12.0),
            Map.entry("NZDT", 13.0),
            Map.entry("AKST", -9.0),
            Map.entry("AKDT", -8.0),
            Map.entry("PST", -8.0),
            Map.entry("PDT", -7.0),
            Map.entry("MST", -7.0),
            Map.entry("MDT", -6.0),
            Map.entry("CST", -6.0),
            Map.entry("CDT", -5.0),
            Map.entry("EST", -5.0),
            Map.entry("EDT", -4.0),
            Map.entry("BRT", -3.0));

    private int end;
    private int nanos;

    /** Index after the last character that was read. */
    int end() {
        return end;
    }

    void end(int index) {
        end = index;
    }

    /** The fraction of the second that was read last. */
    int nanos() {
        return nanos;
    }

    /** Reads {@code HH:mm:ss} as seconds of the day, or -1. */
    int clock(String text, int from) {
        if (text.length() < from + 8 || text.charAt(from + 2) != ':' || text.charAt(from + 5) != ':') {
            return -1;
        }
        return seconds(text, from, from + 3, from + 6);
    }

    /** Reads {@code HHmmss} as seconds of the day, or -1. */
    int clockWithoutColons(String text, int from) {
        return text.length() < from + 6 ? -1 : seconds(text, from, from + 2, from + 4);
    }

    /** Reads {@code H:mm:ss}, with one digit for the hour or two, and {@code AM} or {@code PM} if that follows. */
    int clockOfHalfDays(String text, int from) {
        boolean isShort = text.startsWith(":", from + 1);
        int second = isShort ? shortClock(text, from) : clock(text, from);
        if (second < 0) {
            return -1;
        }
        fraction(text);
        int at = end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\u202f') ? end + 1 : end;
        boolean isAfternoon = text.regionMatches(true, at, "PM", 0, 2);
        if ((isAfternoon || text.regionMatches(true, at, "AM", 0, 2)) && endsWord(text, at + 2)) {
            end = at + 2;
            int ofHalf = second % (12 * HOUR);
            return isAfternoon ? ofHalf + 12 * HOUR : ofHalf;
        }
        return second;
    }

    private int shortClock(String text, int from) {
        int hour = Digits.number(text, from, 1);
        if (hour < 0 || !text.startsWith(":", from + 4)) {
            return -1;
        }
        int minute = Digits.number(text, from + 2, 2);
        int second = Digits.number(text, from + 5, 2);
        if (minute < 0 || minute > 59 || second < 0 || second > 60) {
            return -1;
        }
        end = from + 7;
        return hour * HOUR + minute * 60 + Math.min(second, 59);
    }

    /** Reads {@code HH:mm} that no seconds follow as seconds of the day, or -1. */
    int minutes(String text, int from) {
        int hour = Digits.number(text, from, 2);
        int minute = Digits.number(text, from + 3, 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || text.charAt(from + 2) != ':') {
            return -1;
        }
        end = from + 5;
        return endsWord(text, end) || "Zz".indexOf(text.charAt(end)) >= 0 ? hour * HOUR + minute * 60 : -1;
    }

    private int seconds(String text, int hourAt, int minuteAt, int secondAt) {
        int hour = Digits.number(text, hourAt, 2);
        int minute = Digits.number(text, minuteAt, 2);
        int second = Digits.number(text, secondAt, 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return -1;
        }
        end = secondAt + 2;
        return hour * HOUR + minute * 60 + Math.min(second, 59);
    }

    /** Reads {@code .123}, {@code ,123456}, {@code :123} or nothing. */
    void fraction(String text) {
        nanos = 0;
        if (end + 1 < text.length() && isFraction(text) && Digits.isAt(text, end + 1)) {
            int unit = 100_000_000;
            for (end++; Digits.isAt(text, end); end++) {
                nanos += (text.charAt(end) - '0') * unit;
                unit /= 10;
            }
        }
    }

    private boolean isFraction(String text) {
        return switch (text.charAt(end)) {
            case '.', ',' -> true;
            case ':' -> Digits.number(text, end + 1, 3) >= 0 && !Digits.isAt(text, end + 4);
            default -> false;
        };
    }

    /** Reads {@code Z}, {@code +01:00}, {@code +0100}, {@code +01} or {@code CET}, after a blank if need be. */
    int offset(String text) {
        int at = end < text.length() && text.charAt(end) == ' ' ? end + 1 : end;
        if (at >= text.length()) {
            return Calendar.NO_OFFSET;
        }
        char sign = text.charAt(at);
        if (sign == 'Z' || sign == 'z') {
            return endsWord(text, at + 1) ? zulu(at + 1) : Calendar.NO_OFFSET;
        }
        if (sign >= 'A' && sign <= 'Z') {
            return zone(text, at);
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
        int seconds = hours * HOUR + Math.max(minutes, 0) * 60;
        return sign == '-' ? -seconds : seconds;
    }

    private int zone(String text, int from) {
        int at = from;
        while (at < text.length() && at - from < 5 && text.charAt(at) >= 'A' && text.charAt(at) <= 'Z') {
            at++;
        }
        if (at - from < 3 || !endsWord(text, at)) {
            return Calendar.NO_OFFSET;
        }
        Double hours = ZONES.get(text.substring(from, at));
        if (hours == null) {
            return Calendar.NO_OFFSET;
        }
        end = at;
        return (int) (hours * HOUR);
    }

    private int zulu(int after) {
        end = after;
        return 0;
    }

    private static boolean endsWord(String text, int at) {
        return at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
    }
}
