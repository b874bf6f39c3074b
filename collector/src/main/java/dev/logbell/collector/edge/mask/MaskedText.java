package dev.logbell.collector.edge.mask;

import java.util.function.Consumer;

/**
 * The bytes that are being masked. Stars are put over them in place, one for each byte, so that nothing moves; line ends
 * stay, and what is JSON stays JSON.
 */
final class MaskedText {
    private static final byte STAR = '*';
    private static final int FAR = 1024;

    final byte[] bytes;
    final int to;
    private final int fresh;
    private final Consumer<String> counter;

    /**
     * Bytes to be masked.
     *
     * @param fresh before which everything was seen, and counted, already
     * @param counter is told of each secret the name of the rule that found it
     */
    MaskedText(byte[] bytes, int fresh, Consumer<String> counter) {
        this.bytes = bytes;
        this.to = bytes.length;
        this.fresh = fresh;
        this.counter = counter;
    }

    /** The byte at an index, or a line end outside of the text. */
    byte at(int index) {
        return index < 0 || index >= to ? (byte) '\n' : bytes[index];
    }

    /** Covers a secret of which no one knows what is in it: quotes and escapes of JSON stay. */
    void mask(int from, int end, String rule) {
        count(cover(from, end), end, rule);
    }

    /** Does so without counting it; says whether anything was not covered yet. */
    boolean cover(int from, int end) {
        boolean isChanged = false;
        int i = from;
        while (i < end) {
            byte b = bytes[i];
            if (b == '\\') {
                i += at(i + 1) == 'u' ? 6 : 2;
                continue;
            }
            if (b != '"' && b != '\n' && b != '\r' && b != STAR) {
                bytes[i] = STAR;
                isChanged = true;
            }
            i++;
        }
        return isChanged;
    }

    /** Covers all of what stands between two quotes, escapes too. */
    void maskQuoted(int from, int end, String rule) {
        boolean isChanged = false;
        for (int i = from; i < end; i++) {
            if (bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != STAR) {
                bytes[i] = STAR;
                isChanged = true;
            }
        }
        count(isChanged, end, rule);
    }

    /** Covers the digits of a number with nines where a star would break JSON, with stars elsewhere. */
    void maskDigits(int from, int end, boolean isBareNumber, String rule) {
        byte cover = isBareNumber ? (byte) '9' : STAR;
        boolean isChanged = false;
        for (int i = from; i < end; i++) {
            if (Ascii.isDigit(bytes[i]) && bytes[i] != cover) {
                bytes[i] = cover;
                isChanged = true;
            }
        }
        count(isChanged, end, rule);
    }

    /** Whether what stands there is a JSON number by itself, so that a star in it would not be JSON. */
    boolean isBareNumber(int from, int end) {
        int before = from - 1;
        while (at(before) == ' ' || at(before) == '\t') {
            before--;
        }
        int after = end;
        while (at(after) == ' ' || at(after) == '\t' || at(after) == '\r') {
            after++;
        }
        byte next = at(after);
        return switch (at(before)) {
            case ':' -> isQuoteBefore(before) && (isCloser(next) || next == '\n');
            case '[', ',' -> isCloser(next) && isJsonLine(from);
            case '\n' -> next == ',' || next == ']';
            default -> false;
        };
    }

    private boolean isQuoteBefore(int colon) {
        int before = colon - 1;
        while (at(before) == ' ') {
            before--;
        }
        return at(before) == '"';
    }

    private static boolean isCloser(byte b) {
        return b == ',' || b == '}' || b == ']';
    }

    /** Whether the line looks like JSON; one that began long before, too. */
    private boolean isJsonLine(int index) {
        int start = index;
        while (start > 0 && bytes[start - 1] != '\n') {
            start--;
            if (index - start == FAR) {
                return true;
            }
        }
        while (at(start) == ' ' || at(start) == '\t') {
            start++;
        }
        return at(start) == '{' || at(start) == '[' || at(start) == '"';
    }

    int lineStart(int index) {
        int start = index;
        while (start > 0 && bytes[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    /** Index of the line end, or of the end of the text. */
    int lineEnd(int index) {
        int end = index;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    /** Whether this text stands at an index, its letters in the case given. */
    boolean startsWith(int index, byte[] text) {
        if (index < 0 || to - index < text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (bytes[index + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether this text of lower-case letters stands at an index in any case. */
    boolean startsWithFolded(int index, byte[] text) {
        if (index < 0 || to - index < text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (Ascii.lower(bytes[index + i]) != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** Counts a secret that ends there, if anything of it was not covered before. */
    void count(boolean isChanged, int end, String rule) {
        if (isChanged && end > fresh) {
            counter.accept(rule);
        }
    }
}
