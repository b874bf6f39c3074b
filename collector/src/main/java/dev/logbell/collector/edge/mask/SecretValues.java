package dev.logbell.collector.edge.mask;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values of settings whose names say that they are secret: {@code password=hunter2}, {@code "api_key":"…"}, {@code
 * \"token\":\"…\"} within JSON within JSON, {@code Authorization: Basic …}, {@code --password hunter2}, and {@code
 * <secret>…</secret>}. Values that are obviously none (null, placeholders, what is masked already) are left.
 */
final class SecretValues implements Detector {
    private static final int LONGEST_NAME = 80;

    @Override
    public List<Anchor> anchors() {
        return Stream.of(
                        "assw", "assp", "ass=", "ass:", "ass\"", "pwd=", "pwd:", "pwd\"", "secr", "toke", "pike",
                        "pi_k", "pi-k", "pi.k", "sske", "ss_k", "ss-k", "ntke", "nt_k", "teke", "te_k", "te-k", "oriz")
                .map(Anchor::anyCase)
                .toList();
    }

    /** Which kind of secret a name stands for. */
    enum Kind {
        PASSWORD("password"),
        TOKEN("key-value"),
        AUTHORIZATION("authorization");

        final String rule;

        Kind(String rule) {
            this.rule = rule;
        }
    }

    @Override
    public int mask(MaskedText text, int at, MaskMemory memory) {
        int from = at;
        while (Ascii.isName(text.at(from - 1)) && at - from < LONGEST_NAME) {
            from--;
        }
        int end = at;
        while (Ascii.isName(text.at(end)) && end - at < LONGEST_NAME) {
            end++;
        }
        String name = new String(text.bytes, from, end - from, StandardCharsets.US_ASCII);
        Kind kind = kind(name);
        if (kind == null) {
            return at + 1;
        }
        AssignedValue value = AssignedValue.after(text, from, end);
        return value == null ? at + 1 : Math.max(at + 1, value.mask(text, kind, name));
    }

    /** What a name stands for; null if it is nothing secret. */
    static @Nullable Kind kind(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        StringBuilder letters = new StringBuilder(plain.length());
        plain.chars().filter(c -> c != '_' && c != '-' && c != '.').forEach(c -> letters.append((char) c));
        String word = letters.toString();
        if (word.endsWith("authorization")) {
            return Kind.AUTHORIZATION;
        }
        if (endsWithAny(word, "password", "passwd", "passphrase", "passwort", "pwd")
                || plain.equals("pass")
                || endsWithAny(plain, "_pass", "-pass", ".pass")) {
            return Kind.PASSWORD;
        }
        if (endsWithAny(word, "nexttoken", "pagetoken", "continuationtoken", "canceltoken", "cancellationtoken")) {
            return null;
        }
        return endsWithAny(
                        word,
                        "secret",
                        "token",
                        "apikey",
                        "accesskey",
                        "secretkey",
                        "privatekey",
                        "accountkey",
                        "encryptionkey")
                ? Kind.TOKEN
                : null;
    }

    private static boolean endsWithAny(String word, String... ends) {
        for (String end : ends) {
            if (word.endsWith(end)) {
                return true;
            }
        }
        return false;
    }
}
