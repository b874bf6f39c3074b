package dev.logbell.collector.edge.mask;

/** Which kinds of characters bytes are; bytes of UTF-8 beyond ASCII are of none. */
final class Ascii {
    private static final int DIGIT = 1;
    private static final int LETTER = 2;
    private static final int HEX = 4;
    /** {@code _} and {@code -}, as in Base64 for URLs and in names. */
    private static final int DASH = 8;
    /** {@code +}, {@code /} and {@code =}, as in Base64. */
    private static final int BASE64 = 16;

    private static final int DOT = 32;
    private static final int BLANK = 64;
    private static final byte[] KINDS = new byte[256];

    static {
        mark("0123456789", DIGIT | HEX);
        mark("abcdefABCDEF", HEX);
        mark("_-", DASH);
        mark("+/=", BASE64);
        mark(".", DOT);
        mark(" \t\r\n", BLANK);
        for (char c = 'a'; c <= 'z'; c++) {
            KINDS[c] |= LETTER;
            KINDS[c - 32] |= LETTER;
        }
    }

    private Ascii() {}

    private static void mark(String characters, int kind) {
        characters.chars().forEach(c -> KINDS[c] |= (byte) kind);
    }

    private static boolean is(byte b, int kinds) {
        return (KINDS[b & 0xFF] & kinds) != 0;
    }

    static boolean isDigit(byte b) {
        return is(b, DIGIT);
    }

    static boolean isHex(byte b) {
        return is(b, HEX);
    }

    static boolean isAlphanumeric(byte b) {
        return is(b, DIGIT | LETTER);
    }

    /** A letter, a digit, {@code _} or {@code -}: Base64 for URLs. */
    static boolean isWord(byte b) {
        return is(b, DIGIT | LETTER | DASH);
    }

    /** What the names of settings and headers consist of. */
    static boolean isName(byte b) {
        return is(b, DIGIT | LETTER | DASH | DOT);
    }

    /** Base64 of either alphabet. */
    static boolean isBase64(byte b) {
        return is(b, DIGIT | LETTER | DASH | BASE64);
    }

    /** What tokens consist of. (RFC 6750 section 2.1.) */
    static boolean isToken(byte b) {
        return is(b, DIGIT | LETTER | DASH | BASE64 | DOT) || b == '~';
    }

    static boolean isBlank(byte b) {
        return is(b, BLANK);
    }

    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
}
