package dev.logbell.collector.edge.mask;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code Bearer} and a token, wherever it stands. (RFC 6750 section 2.1.) */
final class BearerTokens implements Detector {
    private static final String RULE = "authorization";
    private static final byte[] BEARER = "bearer".getBytes(StandardCharsets.US_ASCII);
    private static final int LEAST = 8;
    /** Long enough to be no word of a language, even without a digit. */
    private static final int NO_WORD = 24;

    @Override
    public List<Anchor> anchors() {
        return List.of(Anchor.anyCase("bear"));
    }

    @Override
    public int mask(MaskedText text, int at, MaskMemory memory) {
        if (!text.startsWithFolded(at, BEARER) || Ascii.isAlphanumeric(text.at(at - 1))) {
            return at + 1;
        }
        int from = at + BEARER.length;
        while (text.at(from) == ' ' || text.at(from) == ':') {
            from++;
        }
        boolean hasDigit = false;
        int end = from;
        while (end < text.to && Ascii.isToken(text.bytes[end])) {
            hasDigit |= Ascii.isDigit(text.bytes[end]);
            end++;
        }
        int length = end - from;
        if (from == at + BEARER.length || length < LEAST || (!hasDigit && length < NO_WORD)) {
            return at + 1;
        }
        text.mask(from, end, RULE);
        return end;
    }
}
