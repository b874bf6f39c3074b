package dev.logbell.access;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that callers of a role's HTTP interface show: {@code LOGBELL_TOKEN}, which allows everything, and those of
 * {@code LOGBELL_TOKENS_FILE}, each with its rights. One has to be set before a role listens where other machines reach
 * it; once one is, every path but the health checks asks for it. The file is read again when it changes.
 *
 * <p>Programs send {@code Authorization: Bearer <token>}. Browsers, which cannot, are asked for a user name (any) and a
 * password (the token).
 */
public final class AccessToken {
    /** Value of the {@code WWW-Authenticate} header of a 401. */
    public static final String CHALLENGE = "Basic realm=\"Logbell: any user name, the token as password\"";

    private static final String NO_TOKEN =
            "this needs the header 'Authorization: Bearer <token>' with the token that LOGBELL_TOKEN has on the server, or"
                    + " one of its LOGBELL_TOKENS_FILE";

    private static final String WRONG_HOST =
            "without a token this answers only to localhost and loopback addresses in the Host header: ask there, or set"
                    + " LOGBELL_TOKEN on the server";

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEALTH = Pattern.compile("/q/health(/[a-z]+)?/?");

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final WatchedTokens tokens;

    private AccessToken(WatchedTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * The token of a server, checked before it listens.
     *
     * @param host {@code quarkus.http.host}
     * @param token {@code LOGBELL_TOKEN}; blank is none
     * @throws IllegalStateException if other machines could reach the host without a token
     */
    public static AccessToken of(String host, Optional<String> token) {
        return of(host, token, Optional.empty());
    }

    /**
     * The tokens of a server, checked before it listens.
     *
     * @param host {@code quarkus.http.host}
     * @param token {@code LOGBELL_TOKEN}; blank is none
     * @param tokensFile {@code LOGBELL_TOKENS_FILE}; blank is none
     * @throws IllegalStateException if other machines could reach the host without a token, or the file is wrong
     */
    public static AccessToken of(String host, Optional<String> token, Optional<String> tokensFile) {
        return of(host, token, tokensFile, BETWEEN_LOOKS);
    }

    /** The tokens of a server, whose file is looked at so often; see the other. */
    static AccessToken of(String host, Optional<String> token, Optional<String> tokensFile, Duration betweenLooks) {
        WatchedTokens tokens =
                new WatchedTokens(filled(token), filled(tokensFile).map(Path::of), betweenLooks);
        if (tokens.now().isEmpty() && !LOOPBACK.matcher(host.strip()).matches()) {
            throw new IllegalStateException(
                    ("quarkus.http.host is %s, which other machines can reach, and LOGBELL_TOKEN is not set: set"
                                    + " LOGBELL_TOKEN to a long random secret (openssl rand -hex 32), or bind to 127.0.0.1")
                            .formatted(host));
        }
        return new AccessToken(tokens);
    }

    /** Whether callers have to show a token at all. */
    public boolean isRequired() {
        return !tokens.now().isEmpty();
    }

    /**
     * What of a request tells whether it may pass.
     *
     * @param method in capitals
     * @param path normalised, without its query
     * @param host of the Host header, without its port; null if there is none
     * @param authorization the header of that name, null if there is none
     * @param accept the header of that name, null if there is none
     */
    public record Call(
            String method,
            String path,
            @Nullable String host,
            @Nullable String authorization,
            @Nullable String accept) {}

    /** Why a request is turned away: the status (401 with {@link #CHALLENGE}, or 403) and one sentence. */
    public record Refusal(int status, String text) {}

    /**
     * Looks at a request before anything else does. Without a token, one whose Host is not of the loopback is turned
     * away: it may come from a browser's page of another site, whose name was made to lead here (DNS rebinding).
     *
     * @return empty if it may pass
     */
    public Optional<Refusal> refuse(Call call) {
        if (HEALTH.matcher(call.path()).matches()) {
            return Optional.empty();
        }
        Tokens known = tokens.now();
        if (known.isEmpty()) {
            boolean isMisled =
                    call.host() != null && !LOOPBACK.matcher(call.host()).matches();
            return isMisled ? Optional.of(new Refusal(403, WRONG_HOST)) : Optional.empty();
        }
        Optional<Tokens.Token> token = shown(call.authorization()).flatMap(known::find);
        if (token.isEmpty()) {
            return Optional.of(new Refusal(401, NO_TOKEN));
        }
        Right needed = Right.needed(call.method(), call.path(), call.accept());
        return token.get().allows(needed)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        403,
                        "this needs a token with the right %s, which '%s' does not have: use another, or give it that right in LOGBELL_TOKENS_FILE"
                                .formatted(needed.lowerCase(), token.get().name())));
    }

    /** The name of the token that was shown; empty if none that is known was. */
    public Optional<String> name(@Nullable String authorization) {
        Tokens known = tokens.now();
        return known.isEmpty()
                ? Optional.empty()
                : shown(authorization).flatMap(known::find).map(Tokens.Token::name);
    }

    /** What stands after {@code Bearer}, or the password of {@code Basic}. */
    private static Optional<String> shown(@Nullable String authorization) {
        int space = authorization == null ? -1 : authorization.indexOf(' ');
        if (authorization == null || space < 0) {
            return Optional.empty();
        }
        String credentials = authorization.substring(space + 1).strip();
        return switch (authorization.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer" -> Optional.of(credentials);
            case "basic" -> Optional.of(password(credentials));
            default -> Optional.empty();
        };
    }

    private static Optional<String> filled(Optional<String> text) {
        return text.map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String password(String basic) {
        try {
            String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
