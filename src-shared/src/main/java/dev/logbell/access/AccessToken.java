package dev.logbell.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The secret that callers of a role's HTTP interface show. It has to be set before a role listens where other machines
 * reach it; once set, every path but the health checks asks for it.
 *
 * <p>Programs send {@code Authorization: Bearer <token>}. Browsers, which cannot, are asked for a user name (any) and a
 * password (the token).
 */
public final class AccessToken {
    /** Value of the {@code WWW-Authenticate} header of a 401. */
    public static final String CHALLENGE = "Basic realm=\"Logbell: any user name, the token as password\"";

    private static final String NO_TOKEN =
            "this needs the header 'Authorization: Bearer <token>' with the token that LOGBELL_TOKEN has on the server";

    private static final String WRONG_HOST =
            "without a token this answers only to localhost and loopback addresses in the Host header: ask there, or set"
                    + " LOGBELL_TOKEN on the server";

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEALTH = Pattern.compile("/q/health(/[a-z]+)?/?");

    private final byte @Nullable [] token;

    private AccessToken(byte @Nullable [] token) {
        this.token = token;
    }

    /**
     * The token of a server, checked before it listens.
     *
     * @param host {@code quarkus.http.host}
     * @param token {@code LOGBELL_TOKEN}; blank is none
     * @throws IllegalStateException if other machines could reach the host without a token
     */
    public static AccessToken of(String host, Optional<String> token) {
        Optional<String> secret = token.map(String::strip).filter(text -> !text.isEmpty());
        if (secret.isEmpty() && !LOOPBACK.matcher(host.strip()).matches()) {
            throw new IllegalStateException(
                    ("quarkus.http.host is %s, which other machines can reach, and LOGBELL_TOKEN is not set: set"
                                    + " LOGBELL_TOKEN to a long random secret (openssl rand -hex 32), or bind to 127.0.0.1")
                            .formatted(host));
        }
        return new AccessToken(
                secret.map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(null));
    }

    /** Whether callers have to show the token at all. */
    public boolean isRequired() {
        return token != null;
    }

    /** Why a request is turned away: the status (401 with {@link #CHALLENGE}, or 403) and one sentence. */
    public record Refusal(int status, String text) {}

    /**
     * Looks at a request before anything else does. Without a token, one whose Host is not of the loopback is turned
     * away: it may come from a browser's page of another site, whose name was made to lead here (DNS rebinding).
     *
     * @param path of the request, normalised, without its query
     * @param host of the Host header, without its port; null if there is none
     * @param authorization the header of that name, null if there is none
     * @return empty if it may pass
     */
    public Optional<Refusal> refuse(String path, @Nullable String host, @Nullable String authorization) {
        if (!admits(path, authorization)) {
            return Optional.of(new Refusal(401, NO_TOKEN));
        }
        boolean isMisled = token == null
                && host != null
                && !LOOPBACK.matcher(host).matches()
                && !HEALTH.matcher(path).matches();
        return isMisled ? Optional.of(new Refusal(403, WRONG_HOST)) : Optional.empty();
    }

    /**
     * Whether a request may pass. Takes the same time for every wrong token of one length.
     *
     * @param path of the request, normalised, without its query
     * @param authorization the header of that name, null if there is none
     */
    public boolean admits(String path, @Nullable String authorization) {
        if (token == null || HEALTH.matcher(path).matches()) {
            return true;
        }
        if (authorization == null) {
            return false;
        }
        int space = authorization.indexOf(' ');
        if (space < 0) {
            return false;
        }
        String shown = authorization.substring(space + 1).strip();
        String scheme = authorization.substring(0, space);
        if (scheme.equalsIgnoreCase("Bearer")) {
            return isToken(shown);
        }
        return scheme.equalsIgnoreCase("Basic") && isToken(password(shown));
    }

    private boolean isToken(String shown) {
        return token != null && MessageDigest.isEqual(token, shown.getBytes(StandardCharsets.UTF_8));
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
