package dev.logbell.query;

/**
 * The one meaning of "without regard to case": each UTF-16 unit by itself in lower case ({@link
 * Character#toLowerCase(char)}). No language, no context, no change of length, so that a database can do the same.
 */
public final class CaseFold {
    private CaseFold() {}

    /** The text in lower case, as long as it was. */
    public static String fold(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (fold(text.charAt(i)) != text.charAt(i)) {
                char[] folded = text.toCharArray();
                for (int j = i; j < folded.length; j++) {
                    folded[j] = fold(folded[j]);
                }
                return new String(folded);
            }
        }
        return text;
    }

    static char fold(char character) {
        if (character < 128) {
            return character >= 'A' && character <= 'Z' ? (char) (character + 32) : character;
        }
        return Character.toLowerCase(character);
    }

    /** Whether the text is the folded one, once folded. */
    static boolean equals(String text, String folded) {
        return text.length() == folded.length() && startsWith(text, 0, folded);
    }

    /** Whether the folded text is found anywhere in the text. */
    static boolean contains(String text, String folded) {
        int last = text.length() - folded.length();
        if (folded.isEmpty()) {
            return true;
        }
        char first = folded.charAt(0);
        for (int i = 0; i <= last; i++) {
            if (fold(text.charAt(i)) == first && startsWith(text, i, folded)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(String text, int from, String folded) {
        for (int i = 0; i < folded.length(); i++) {
            if (fold(text.charAt(from + i)) != folded.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Compares by code points once both are folded: the order of UTF-8 bytes, as databases compare. */
    static int compare(String text, String folded) {
        int shorter = Math.min(text.length(), folded.length());
        for (int i = 0; i < shorter; i++) {
            char left = fold(text.charAt(i));
            char right = folded.charAt(i);
            if (left != right) {
                boolean oneIsSurrogate = Character.isSurrogate(left) != Character.isSurrogate(right);
                return oneIsSurrogate ? (Character.isSurrogate(left) ? 1 : -1) : Character.compare(left, right);
            }
        }
        return Integer.compare(text.length(), folded.length());
    }
}
