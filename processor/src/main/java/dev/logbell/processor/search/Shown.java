package dev.logbell.processor.search;

/** What a user sent, made fit for a message: quoted, and cut if it is long. */
final class Shown {
    private static final int LONGEST = 80;

    private Shown() {}

    static String quoted(String value) {
        return "'" + (value.length() > LONGEST ? value.substring(0, LONGEST) + "..." : value) + "'";
    }
}
