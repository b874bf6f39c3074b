package dev.logbell.processor.pattern;

/**
 * A word of letters, digits and what joins them, with a wildcard in the place of each part that has a digit:
 * {@code blk_17} becomes {@code blk_<*>}, and {@code 9f1c-beef-03.x7} becomes {@code <*>}. Not thread-safe.
 */
final class WordMask {
    private static final int MOST_PARTS = 48;

    private final int[] from = new int[MOST_PARTS];
    private final int[] to = new int[MOST_PARTS];
    private final boolean[] isWild = new boolean[MOST_PARTS];
    private char[] chars = {};
    private int parts;

    /** Reads the word that stands there; says whether any of it is left beside the wildcard. */
    boolean read(char[] text, int start, int end) {
        chars = text;
        parts = 0;
        int at = start;
        while (at < end) {
            if (parts == MOST_PARTS) {
                return false;
            }
            at = readPart(at, end);
        }
        spread();
        for (int i = 0; i < parts; i++) {
            if (!isWild[i]) {
                return true;
            }
        }
        return false;
    }

    /** A run of letters and digits, a run of one joiner, or a wildcard that stands in the text itself. */
    private int readPart(int start, int end) {
        int at = start;
        int seen = 0;
        if (isWildcard(chars, at)) {
            at += 3;
            seen = CharacterKind.DIGIT;
        } else if ((CharacterKind.of(chars[at]) & (CharacterKind.LETTER | CharacterKind.DIGIT)) == 0) {
            while (at < end && chars[at] == chars[start]) {
                at++;
            }
        } else {
            int kind;
            while (at < end
                    && ((kind = CharacterKind.of(chars[at])) & (CharacterKind.LETTER | CharacterKind.DIGIT)) != 0) {
                seen |= kind;
                at++;
            }
        }
        from[parts] = start;
        to[parts] = at;
        isWild[parts] = (seen & CharacterKind.DIGIT) != 0;
        parts++;
        return at;
    }

    static boolean isWildcard(char[] chars, int at) {
        return chars[at] == '<' && chars[at + 1] == '*' && chars[at + 2] == '>';
    }

    /** Makes wild what belongs to a wildcard: months of a date, the letters of a UUID, signs and joiners between. */
    private void spread() {
        for (int i = 0; i < parts; i++) {
            if (!isWild[i] && isLetters(i)) {
                boolean isBefore = i >= 2 && isWild[i - 2];
                boolean isAfter = i + 2 < parts && isWild[i + 2];
                boolean isOfHex = isHex(i) && ((isBefore && isHyphen(i - 1)) || (isAfter && isHyphen(i + 1)));
                isWild[i] = (isBefore && isAfter) || isOfHex;
            }
        }
        for (int i = 0; i < parts; i++) {
            if (!isWild[i] && !isLetters(i)) {
                boolean isAfter = i + 1 < parts && isWild[i + 1];
                boolean isSign = chars[from[i]] == '-' || chars[from[i]] == '+';
                boolean isLeading = isSign && (i == 0 || !isLetters(i - 1));
                isWild[i] = isAfter && (isLeading || (i > 0 && isWild[i - 1]));
            }
        }
    }

    private boolean isLetters(int part) {
        return (CharacterKind.of(chars[from[part]]) & CharacterKind.LETTER) != 0;
    }

    private boolean isHyphen(int part) {
        return chars[from[part]] == '-' || chars[from[part]] == ':';
    }

    private boolean isHex(int part) {
        if (to[part] - from[part] < 2) {
            return false;
        }
        for (int i = from[part]; i < to[part]; i++) {
            if ((CharacterKind.of(chars[i]) & CharacterKind.BEYOND_HEX) != 0) {
                return false;
            }
        }
        return true;
    }

    long hash() {
        long hash = Hash.SEED;
        for (int i = 0; i < parts; i++) {
            if (!isWild[i]) {
                for (int at = from[i]; at < to[i]; at++) {
                    hash = Hash.add(hash, chars[at]);
                }
            } else if (i == 0 || !isWild[i - 1]) {
                hash = Hash.add(hash, Hash.WILDCARD);
            }
        }
        return Hash.mix(hash);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts; i++) {
            if (!isWild[i]) {
                text.append(chars, from[i], to[i] - from[i]);
            } else if (i == 0 || !isWild[i - 1]) {
                text.append(Token.WILDCARD);
            }
        }
        return text.toString();
    }
}
