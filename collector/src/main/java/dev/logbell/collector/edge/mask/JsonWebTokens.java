package dev.logbell.collector.edge.mask;

import java.util.List;

/** JSON Web Tokens: three parts of Base64 between dots, of which the first begins a JSON object. (RFC 7519.) */
final class JsonWebTokens implements Detector {
    private static final String RULE = "jwt";
    private static final byte[] START = {'e', 'y', 'J'};
    private static final int LEAST = 10;
    /** What a lower-case letter becomes in Base64 behind a brace and a quote. */
    private static final String FOURTH = "hijklmnopqrstuvwxyz0123456";

    @Override
    public List<Anchor> anchors() {
        return FOURTH.chars().mapToObj(c -> Anchor.exact("eyJ" + (char) c)).toList();
    }

    @Override
    public int mask(MaskedText text, int at, MaskMemory memory) {
        if (Ascii.isWord(text.at(at - 1)) || !text.startsWith(at, START)) {
            return at + 1;
        }
        int header = word(text, at);
        int payload = word(text, header + 1);
        if (header - at < LEAST || text.at(header) != '.' || payload - header <= LEAST || text.at(payload) != '.') {
            return at + 1;
        }
        int end = word(text, payload + 1);
        text.mask(at + 3, end, RULE);
        return end;
    }

    private static int word(MaskedText text, int from) {
        int end = from;
        while (end < text.to && Ascii.isWord(text.bytes[end])) {
            end++;
        }
        return end;
    }
}
