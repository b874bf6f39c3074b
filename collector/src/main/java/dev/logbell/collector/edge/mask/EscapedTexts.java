package dev.logbell.collector.edge.mask;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Masks the texts within JSON for what they say: {@code abc\/def} is one word, and a line within a text begins behind
 * {@code \n}. What is covered of a text is covered in the JSON, an escape over all its bytes, so that nothing moves. A
 * text without an escape says what it looks like, so that it is left to those who look at the whole line.
 */
final class EscapedTexts {
    /** What a record has besides its texts, which is not for anybody to change. */
    private static final Set<String> FIXED = Set.of("time", "observedTime", "severityNumber", "traceId", "spanId");

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;

    private final Masking masking;
    private final byte[] bytes;
    private final boolean isRecords;
    private final CardNumbers cards;
    private final Consumer<String> counter;
    private final UnescapedText text = new UnescapedText();

    /**
     * Texts of a chunk.
     *
     * @param isRecords whether each line is a record, of whose texts own rules are asked one by one
     */
    EscapedTexts(Masking masking, byte[] bytes, boolean isRecords, CardNumbers cards, Consumer<String> counter) {
        this.masking = masking;
        this.bytes = bytes;
        this.isRecords = isRecords;
        this.cards = cards;
        this.counter = counter;
    }

    void mask() {
        boolean isEvery = isRecords && masking.hasOwnRules();
        int at = isEvery ? 0 : backslash(0);
        while (at < bytes.length) {
            int end = lineEnd(at);
            maskLine(lineStart(at), end, isEvery);
            at = isEvery ? end + 1 : backslash(end);
        }
    }

    /** Index of the next backslash, eight bytes at a time, since there is mostly none; behind the end if there is none. */
    private int backslash(int from) {
        int at = from;
        while (at + Long.BYTES <= bytes.length) {
            long eight = (long) EIGHT.get(bytes, at) ^ BACKSLASHES;
            if (((eight - ONES) & ~eight & HIGHEST_BITS) != 0) {
                break;
            }
            at += Long.BYTES;
        }
        while (at < bytes.length && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private int lineStart(int from) {
        int start = from;
        while (start > 0 && bytes[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private int lineEnd(int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }

    /** Goes through what is JSON of a line: a record, or an object that may stand behind other words. */
    private void maskLine(int from, int end, boolean isEvery) {
        int at = from;
        while (at < end && bytes[at] != '{') {
            at++;
        }
        int depth = 0;
        boolean isFixed = false;
        while (at < end) {
            byte b = bytes[at];
            if (b == '"') {
                int close = closing(at + 1, end);
                int next = skipBlanks(close + 1, end);
                if (next < end && bytes[next] == ':') {
                    isFixed = isRecords && (depth == 1 ? isFixed(at + 1, close) : isFixed);
                } else if (!isFixed) {
                    maskText(at + 1, close, isEvery);
                }
                at = close;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            } else if (isEvery && !isFixed && (Ascii.isDigit(b) || b == '-')) {
                int number = at + 1;
                while (number < end && isOfNumber(bytes[number])) {
                    number++;
                }
                maskNumber(at, number);
                at = number - 1;
            }
            at++;
        }
    }

    private int skipBlanks(int from, int end) {
        int at = from;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    private static boolean isOfNumber(byte b) {
        return Ascii.isDigit(b) || b == '.' || b == 'e' || b == 'E' || b == '+' || b == '-';
    }

    private boolean isFixed(int from, int end) {
        return FIXED.contains(new String(bytes, from, end - from, StandardCharsets.UTF_8));
    }

    /** Index of the quote that ends a text, or of the line's end. */
    private int closing(int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, end);
    }

    private void maskText(int from, int end, boolean isEvery) {
        boolean isEscaped = false;
        for (int i = from; i < end && !isEscaped; i++) {
            isEscaped = bytes[i] == '\\';
        }
        if (!isEscaped && !isEvery) {
            return;
        }
        text.read(bytes, from, end);
        byte[] before = text.said();
        byte[] after = before.clone();
        MaskedText masked = new MaskedText(after, 0, counter);
        if (isEscaped) {
            masking.maskKnown(masked, 0, new MaskMemory(), cards);
        }
        if (isRecords) {
            masking.maskOwn(masked);
        }
        for (int i = 0; i < after.length; i++) {
            if (after[i] != before[i]) {
                text.cover(bytes, i, after[i]);
            }
        }
    }

    /** A star in a number would not be JSON. */
    private void maskNumber(int from, int end) {
        byte[] after = Arrays.copyOfRange(bytes, from, end);
        masking.maskOwn(new MaskedText(after, 0, counter));
        for (int i = from; i < end; i++) {
            if (after[i - from] != bytes[i] && Ascii.isDigit(bytes[i])) {
                bytes[i] = '9';
            }
        }
    }
}
