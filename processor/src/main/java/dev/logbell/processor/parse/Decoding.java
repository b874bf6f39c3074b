package dev.logbell.processor.parse;

import java.nio.charset.StandardCharsets;

/** Makes text of bytes, such that every store can keep it. */
final class Decoding {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char SYMBOL_FOR_NULL = '\u2400';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Decoding() {}

    /** UTF-8, without the byte order mark; U+FFFD for what is not UTF-8, U+2400 for NUL. */
    static String text(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        return text.indexOf(0) < 0 ? text : text.replace('\0', SYMBOL_FOR_NULL);
    }

    /** Whether bytes had to be replaced to make this text of them. */
    static boolean isReplaced(String text) {
        return text.indexOf(REPLACEMENT) >= 0;
    }

    /** The text with NUL and halves of surrogate pairs replaced, which PostgreSQL and UTF-8 cannot hold. */
    static String storable(String text) {
        StringBuilder changed = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char kept = c;
            if (c == 0) {
                kept = SYMBOL_FOR_NULL;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                kept = REPLACEMENT;
            }
            if (kept != c) {
                changed = changed == null ? new StringBuilder(text) : changed;
                changed.setCharAt(i, kept);
            }
        }
        return changed == null ? text : changed.toString();
    }
}
