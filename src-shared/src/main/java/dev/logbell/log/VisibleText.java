package dev.logbell.log;

/** Makes text of logs fit to be shown to people: nothing in it acts on the text around it, and nothing is hidden. */
public final class VisibleText {
    private static final int MARK = 0xFFFD;
    private static final int CONTROL_PICTURES = 0x2400;
    private static final int PICTURE_OF_DELETE = 0x2421;

    private VisibleText() {}

    /**
     * The text with a mark for each control and each character that has no width or turns the direction of the text
     * (U+202E and its like); line breaks and tabs stay, carriage returns go. Joiners stay, as emoji and some scripts need
     * them.
     */
    public static String of(String text) {
        if (text.codePoints().allMatch(c -> shown(c) == c)) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().filter(c -> c != '\r').map(VisibleText::shown).forEach(visible::appendCodePoint);
        return visible.toString();
    }

    private static int shown(int c) {
        if (c == '\n' || c == '\t') {
            return c;
        }
        if (c < ' ') {
            return c == '\r' ? MARK : CONTROL_PICTURES + c;
        }
        if (c == 0x7F) {
            return PICTURE_OF_DELETE;
        }
        return Character.isISOControl(c) || turns(c) || isHidden(c) || Character.getType(c) == Character.SURROGATE
                ? MARK
                : c;
    }

    private static boolean turns(int c) {
        return (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x200E
                || c == 0x200F
                || c == 0x061C;
    }

    private static boolean isHidden(int c) {
        return c == 0x200B
                || c == 0x00AD
                || c == 0x180E
                || c == 0x2028
                || c == 0x2029
                || c == 0xFEFF
                || (c >= 0x2060 && c <= 0x2065)
                || (c >= 0x206A && c <= 0x206F)
                || (c >= 0xE0000 && c <= 0xE007F);
    }
}
