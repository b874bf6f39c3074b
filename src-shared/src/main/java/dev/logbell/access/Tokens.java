package dev.logbell.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The tokens that a server knows, by name, with what each allows. Only their SHA-256 is kept: a token is a long random
 * secret, of which that tells nothing.
 */
final class Tokens {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final List<Token> tokens;

    /** One of them. */
    record Token(String name, Set<Right> rights, Digest sha256) {
        boolean allows(Right right) {
            return rights.contains(Right.ADMIN) || rights.contains(right);
        }
    }

    /** A SHA-256. */
    static final class Digest {
        private final byte[] bytes;

        private Digest(byte[] bytes) {
            this.bytes = bytes;
        }

        private static Digest of(String text) {
            try {
                return new Digest(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        private boolean is(Digest other) {
            return MessageDigest.isEqual(bytes, other.bytes);
        }
    }

    private Tokens(List<Token> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    /**
     * The one token that may everything, and those of a file.
     *
     * @param file lines of name, rights joined by commas, and SHA-256 in hex; blank ones and those with # left out
     * @throws IllegalStateException if the file cannot be used; the message says which line, and why
     */
    static Tokens of(Optional<String> secret, Optional<Path> file) {
        List<Token> tokens = new ArrayList<>();
        secret.ifPresent(text -> tokens.add(new Token("LOGBELL_TOKEN", EnumSet.of(Right.ADMIN), Digest.of(text))));
        file.ifPresent(path -> tokens.addAll(read(path)));
        return new Tokens(tokens);
    }

    boolean isEmpty() {
        return tokens.isEmpty();
    }

    /** The token that was shown. Every known one is compared, so that the time does not tell which was near. */
    Optional<Token> find(String shown) {
        Digest digest = Digest.of(shown);
        Token found = null;
        for (Token token : tokens) {
            found = token.sha256().is(digest) ? token : found;
        }
        return Optional.ofNullable(found);
    }

    private static List<Token> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "LOGBELL_TOKENS_FILE is %s, which cannot be read (%s): correct it or leave it out"
                            .formatted(file, e),
                    e);
        }
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                tokens.add(token(file, i + 1, line));
            }
        }
        return tokens;
    }

    private static Token token(Path file, int number, String line) {
        String[] parts = line.split("\\s+", -1);
        try {
            if (parts.length == 3 && SHA256.matcher(parts[2]).matches()) {
                Set<Right> rights = EnumSet.noneOf(Right.class);
                Arrays.stream(parts[1].split(",", -1))
                        .map(right -> Right.valueOf(right.toUpperCase(Locale.ROOT)))
                        .forEach(rights::add);
                return new Token(parts[0], rights, new Digest(HexFormat.of().parseHex(parts[2])));
            }
        } catch (IllegalArgumentException e) {
            // said below, with the rule
        }
        throw new IllegalStateException(
                "line %d of %s (LOGBELL_TOKENS_FILE) is no token: write NAME read,write,admin SHA256, the last as printf %%s \"$TOKEN\" | sha256sum shows it"
                        .formatted(number, file));
    }
}
