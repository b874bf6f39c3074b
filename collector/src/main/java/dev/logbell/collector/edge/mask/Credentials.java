package dev.logbell.collector.edge.mask;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** The value of an {@code Authorization} header: {@code Basic dXNlcjpw}, of which the scheme is left. (RFC 9110.) */
final class Credentials {
    private static final String RULE = "authorization";
    /** Schemes whose credentials are one word. */
    private static final Set<String> ONE_WORD = Set.of("basic", "bearer", "token", "apikey", "negotiate", "ntlm");

    private Credentials() {}

    /** Masks the credentials in a value, if there are any; returns where to search on. */
    static int mask(MaskedText text, AssignedValue value) {
        int word = value.from();
        while (word < text.to && Ascii.isWord(text.bytes[word])) {
            word++;
        }
        int credentials = AssignedValue.skipBlanks(text, word);
        if (credentials == word || text.at(word) != ' ') {
            if ((value.isQuoted() && !value.isNothing(text)) || value.looksRandom(text)) {
                text.mask(value.from(), value.end(), RULE);
            }
            return value.end();
        }
        int last = value.isQuoted() ? value.end() : text.lineEnd(credentials);
        String scheme = new String(text.bytes, value.from(), word - value.from(), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
        if (ONE_WORD.contains(scheme)) {
            int end = credentials;
            while (end < last && Ascii.isToken(text.bytes[end])) {
                end++;
            }
            if (value.isQuoted() || end - credentials >= AssignedValue.LEAST_TOKEN) {
                text.mask(credentials, end, RULE);
            }
            return end;
        }
        if (scheme.equals("digest") || scheme.startsWith("aws4")) {
            text.mask(credentials, last, RULE);
            return last;
        }
        return value.end();
    }
}
