package dev.logbell.log;

import java.nio.charset.StandardCharsets;

/** Looks at bytes as ASCII text. */
final class Ascii {
    private Ascii() {}

    static boolean startsWith(byte[] bytes, int from, int end, byte[] start) {
        if (end - from < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (bytes[from + i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isWord(byte b) {
        return isLetter(b) || isDigit(b);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[][] ascii(String... texts) {
        byte[][] all = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            all[i] = bytes(texts[i]);
        }
        return all;
    }
}
