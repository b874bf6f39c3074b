package dev.logbell.collector.edge.mask;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Private keys between {@code -----BEGIN … PRIVATE KEY-----} and {@code -----END}, in one line of JSON or over many lines
 * and chunks. (RFC 7468.) A key whose end is missing is over after some lines that do not look like a key's.
 */
final class PrivateKeys implements Detector {
    private static final String RULE = "private-key";
    private static final byte[] BEGIN = ascii("-----BEGIN");
    private static final byte[] END = ascii("-----END");
    private static final byte[] PRIVATE_KEY = ascii("PRIVATE KEY");
    private static final int LONGEST_TITLE = 60;
    private static final int MOST_LINES = 400;
    private static final int MOST_STRANGE_LINES = 3;
    /** So many characters of Base64 in a row are part of a key wherever they stand in a line. */
    private static final int LONG_RUN = 40;

    @Override
    public List<Anchor> anchors() {
        return List.of(Anchor.exact("BEGI"));
    }

    @Override
    public int mask(MaskedText text, int at, MaskMemory memory) {
        int title = at + 5;
        int titleEnd = title;
        boolean isPrivate = false;
        while (titleEnd < text.to && titleEnd - title < LONGEST_TITLE && text.bytes[titleEnd] != '-') {
            isPrivate |= text.startsWith(titleEnd, PRIVATE_KEY);
            titleEnd++;
        }
        if (!text.startsWith(at - 5, BEGIN) || !isPrivate) {
            return at + 1;
        }
        int from = titleEnd;
        while (text.at(from) == '-') {
            from++;
        }
        int line = text.lineEnd(from);
        int end = find(text, END, from, line);
        if (end >= 0) {
            text.mask(from, end, RULE);
            return end;
        }
        memory.keyLines = MOST_LINES;
        memory.strangeLines = 0;
        var _ = text.cover(from, base64(text, from, line));
        text.count(true, from, RULE);
        return goOn(text, Math.min(line + 1, text.to), memory);
    }

    /** Masks what comes of a key that began before; returns where to search on. */
    int goOn(MaskedText text, int from, MaskMemory memory) {
        int at = from;
        while (at < text.to && memory.keyLines > 0) {
            int line = text.lineEnd(at);
            int end = find(text, END, at, line);
            if (end >= 0) {
                memory.keyLines = 0;
                int last = end;
                while (last > at && (Ascii.isBase64(text.at(last - 1)) || text.at(last - 1) == '\\')) {
                    last--;
                }
                var _ = text.cover(last, end);
                return end;
            }
            memory.keyLines--;
            if (!maskLine(text, at, line) && ++memory.strangeLines >= MOST_STRANGE_LINES) {
                memory.keyLines = 0;
            }
            at = Math.min(line + 1, text.to);
        }
        return at;
    }

    /** Masks a line of a key, or long runs of Base64 in another one; says whether it may belong to a key. */
    private static boolean maskLine(MaskedText text, int from, int end) {
        int start = from;
        while (start < end && Ascii.isBlank(text.bytes[start])) {
            start++;
        }
        int stop = end;
        while (stop > start && Ascii.isBlank(text.bytes[stop - 1])) {
            stop--;
        }
        if (base64(text, start, stop) == stop) {
            var _ = text.cover(start, stop);
            return true;
        }
        boolean isFound = false;
        int at = start;
        while (at < stop) {
            int run = base64(text, at, stop);
            if (run - at >= LONG_RUN) {
                var _ = text.cover(at, run);
                isFound = true;
            }
            at = run + 1;
        }
        int colon = find(text, new byte[] {':'}, start, Math.min(stop, start + 12));
        return isFound || colon > 0;
    }

    /** Index after the characters of Base64, and line ends as JSON writes them, that begin there. */
    private static int base64(MaskedText text, int from, int end) {
        int at = from;
        while (at < end) {
            if (text.bytes[at] == '\\' && (text.at(at + 1) == 'n' || text.at(at + 1) == 'r')) {
                at += 2;
            } else if (Ascii.isBase64(text.bytes[at])) {
                at++;
            } else {
                return at;
            }
        }
        return Math.min(at, end);
    }

    private static int find(MaskedText text, byte[] wanted, int from, int end) {
        for (int at = from; at < end; at++) {
            if (text.bytes[at] == wanted[0] && text.startsWith(at, wanted)) {
                return at;
            }
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
