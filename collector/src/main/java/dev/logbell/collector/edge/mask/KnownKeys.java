package dev.logbell.collector.edge.mask;

import dev.logbell.collector.edge.mask.Detector.Anchor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Keys that their makers gave a prefix to be found by: those of clouds, forges and payment services. */
final class KnownKeys {
    private KnownKeys() {}

    /** What the rest of a key consists of. */
    private enum Alphabet {
        CAPITALS,
        ALPHANUMERIC,
        WORD,
        TOKEN;

        boolean has(byte b) {
            return switch (this) {
                case CAPITALS -> Ascii.isDigit(b) || (b >= 'A' && b <= 'Z');
                case ALPHANUMERIC -> Ascii.isAlphanumeric(b);
                case WORD -> Ascii.isWord(b);
                case TOKEN -> Ascii.isToken(b) || b == '%';
            };
        }
    }

    /** All of them. The anchor is where the prefix is rarest in ordinary text. */
    static List<Detector> all() {
        return List.of(
                key("aws", "AKIA", "AKIA", Alphabet.CAPITALS, 16, 16),
                key("aws", "ASIA", "ASIA", Alphabet.CAPITALS, 16, 16),
                key("aws", "ABIA", "ABIA", Alphabet.CAPITALS, 16, 16),
                key("aws", "ACCA", "ACCA", Alphabet.CAPITALS, 16, 16),
                key("gcp", "AIza", "AIza", Alphabet.WORD, 35, 35),
                key("gcp", "GOCSPX-", "GOCS", Alphabet.WORD, 24, 40),
                key("gcp", "ya29.", "a29.", Alphabet.TOKEN, 20, 2048),
                key("azure", "sig=", "sig=", Alphabet.TOKEN, 30, 200),
                key("github", "ghp_", "ghp_", Alphabet.ALPHANUMERIC, 30, 255),
                key("github", "gho_", "gho_", Alphabet.ALPHANUMERIC, 30, 255),
                key("github", "ghu_", "ghu_", Alphabet.ALPHANUMERIC, 30, 255),
                key("github", "ghs_", "ghs_", Alphabet.ALPHANUMERIC, 30, 255),
                key("github", "ghr_", "ghr_", Alphabet.ALPHANUMERIC, 30, 255),
                key("github", "github_pat_", "hub_", Alphabet.WORD, 22, 255),
                key("gitlab", "glpat-", "pat-", Alphabet.TOKEN, 20, 300),
                key("gitlab", "gldt-", "ldt-", Alphabet.TOKEN, 20, 300),
                key("gitlab", "glrt-", "lrt-", Alphabet.TOKEN, 20, 300),
                key("gitlab", "glptt-", "ptt-", Alphabet.TOKEN, 20, 300),
                key("slack", "xoxb-", "xoxb", Alphabet.TOKEN, 10, 300),
                key("slack", "xoxa-", "xoxa", Alphabet.TOKEN, 10, 300),
                key("slack", "xoxp-", "xoxp", Alphabet.TOKEN, 10, 300),
                key("slack", "xoxr-", "xoxr", Alphabet.TOKEN, 10, 300),
                key("slack", "xoxs-", "xoxs", Alphabet.TOKEN, 10, 300),
                key("slack", "xoxe", "xoxe", Alphabet.TOKEN, 11, 300),
                key("slack", "xapp-", "app-", Alphabet.TOKEN, 10, 300),
                key("slack", "hooks.slack.com/services/", "s.sl", Alphabet.TOKEN, 20, 200),
                key("stripe", "sk_live_", "sk_l", Alphabet.ALPHANUMERIC, 16, 255),
                key("stripe", "sk_test_", "sk_t", Alphabet.ALPHANUMERIC, 16, 255),
                key("stripe", "rk_live_", "rk_l", Alphabet.ALPHANUMERIC, 16, 255),
                key("stripe", "rk_test_", "rk_t", Alphabet.ALPHANUMERIC, 16, 255),
                key("stripe", "whsec_", "sec_", Alphabet.TOKEN, 20, 255),
                key("npm", "npm_", "npm_", Alphabet.ALPHANUMERIC, 36, 36),
                key("vault", "hvs.", "hvs.", Alphabet.WORD, 24, 300),
                key("anthropic", "sk-ant-", "sk-a", Alphabet.WORD, 20, 300),
                key("openai", "sk-proj-", "sk-p", Alphabet.WORD, 20, 300));
    }

    private static Detector key(String rule, String prefix, String anchor, Alphabet rest, int least, int most) {
        byte[] bytes = prefix.getBytes(StandardCharsets.US_ASCII);
        return new Key(rule, bytes, Anchor.exact(anchor), prefix.indexOf(anchor), rest, least, most);
    }

    /** One kind of key; its prefix is left, to tell what was there. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Key(String rule, byte[] prefix, Anchor anchor, int anchorAt, Alphabet rest, int least, int most)
            implements Detector {
        @Override
        public List<Anchor> anchors() {
            return List.of(anchor);
        }

        @Override
        public int mask(MaskedText text, int at, MaskMemory memory) {
            int start = at - anchorAt;
            if (!text.startsWith(start, prefix) || Ascii.isAlphanumeric(text.at(start - 1))) {
                return at + 1;
            }
            int from = start + prefix.length;
            int end = from;
            while (end < text.to && end - from <= most && rest.has(text.bytes[end])) {
                end++;
            }
            if (end - from < least || end - from > most || Ascii.isAlphanumeric(text.at(end))) {
                return at + 1;
            }
            text.mask(from, end, rule);
            return end;
        }
    }
}
