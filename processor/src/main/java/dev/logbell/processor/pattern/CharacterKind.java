package dev.logbell.processor.pattern;

/** What a character is to a {@link LineScanner}, as bits of a byte. */
final class CharacterKind {
    static final int END = 1;
    static final int SPACE = 1 << 1;
    static final int LETTER = 1 << 2;
    static final int DIGIT = 1 << 3;
    static final int JOINER = 1 << 4;
    static final int MARK = 1 << 5;
    /** A letter that no hexadecimal number has. */
    static final int BEYOND_HEX = 1 << 6;

    /** What words consist of. */
    static final int OF_WORD = LETTER | DIGIT | JOINER;

    private static final char FIRST_IDEOGRAPH = 0x2E80;
    private static final char NO_BREAK_SPACE = 0xA0;
    private static final byte[] ASCII = ascii();

    private CharacterKind() {}

    static int of(char c) {
        if (c < 128) {
            return ASCII[c];
        }
        if (c == NO_BREAK_SPACE || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028) {
            return SPACE;
        }
        return c >= FIRST_IDEOGRAPH ? JOINER | BEYOND_HEX : LETTER | BEYOND_HEX;
    }

    private static byte[] ascii() {
        byte[] kinds = new byte[128];
        for (char c = 0; c < kinds.length; c++) {
            int kind = MARK;
            if (c == '\n') {
                kind = END;
            } else if (c <= ' ' || c == 127) {
                kind = SPACE;
            } else if (Character.isDigit(c)) {
                kind = DIGIT;
            } else if (Character.isLetter(c)) {
                kind = LETTER | (Character.digit(c, 16) < 0 ? BEYOND_HEX : 0);
            } else if ("./-_@+~%$&?*!\\#^".indexOf(c) >= 0) {
                kind = JOINER;
            }
            kinds[c] = (byte) kind;
        }
        return kinds;
    }
}
