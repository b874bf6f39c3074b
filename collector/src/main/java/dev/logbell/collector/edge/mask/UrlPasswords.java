package dev.logbell.collector.edge.mask;

import java.util.List;
import java.util.stream.IntStream;

/** The password in {@code scheme://user:password@host}. (RFC 3986 section 3.2.1.) */
final class UrlPasswords implements Detector {
    private static final String RULE = "url-password";
    private static final int LONGEST = 512;

    @Override
    public List<Anchor> anchors() {
        return IntStream.rangeClosed('a', 'z')
                .mapToObj(letter -> Anchor.anyCase((char) letter + "://"))
                .toList();
    }

    @Override
    public int mask(MaskedText text, int at, MaskMemory memory) {
        int from = at + Anchor.LENGTH;
        int colon = -1;
        int host = -1;
        int end = from;
        while (end < text.to && end - from < LONGEST && !endsAuthority(text.bytes[end])) {
            if (text.bytes[end] == ':' && colon < 0) {
                colon = end;
            } else if (text.bytes[end] == '@') {
                host = end;
            }
            end++;
        }
        if (colon < 0 || host <= colon + 1) {
            return from;
        }
        text.mask(colon + 1, host, RULE);
        return host;
    }

    private static boolean endsAuthority(byte b) {
        return switch (b) {
            case '/', '?', '#', '"', '\'', '<', '>', '\\', '`' -> true;
            default -> Ascii.isBlank(b);
        };
    }
}
