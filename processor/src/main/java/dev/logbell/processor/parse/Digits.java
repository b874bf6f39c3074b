package dev.logbell.processor.parse;

/** Reads the numbers of dates at positions of a line. */
final class Digits {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

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
        int at = 0;
        while (at < MONTHS.length() && !MONTHS.regionMatches(at, text, from, 3)) {
            at += 3;
        }
        return at < MONTHS.length() ? at / 3 + 1 : -1;
    }

    /** Whether a text has no other characters; it may be empty. */
    static boolean areAll(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isAt(text, i)) {
                return false;
            }
        }
        return true;
    }
}
