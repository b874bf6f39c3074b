package dev.logbell.processor.parse;

/** Reads the numbers of dates at positions of a line. */
final class Digits {
    private Digits() {}

    /** Whether there is a digit at a position, which may be after the end. */
    static boolean isAt(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** The number of exactly that many digits, or -1. */
    static int number(String text, int from, int count) {
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

    /** 1 to 12 for the English name of a month, cut to three letters as in {@code Nov}; or -1. */
    static int month(String text, int from) {
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
