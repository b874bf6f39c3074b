package dev.logbell.access;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of now: their file is read again when it changed, so that a token is revoked without a restart. What cannot
 * be used is refused, and the tokens of before stay.
 */
final class WatchedTokens {
    private static final Logger LOG = System.getLogger(WatchedTokens.class.getName());

    private final Optional<String> secret;
    private final Optional<Path> file;
    private final long nanosBetweenLooks;
    private volatile Tokens tokens;
    private volatile long nextLook;
    private @Nullable Object seen;

    /**
     * Tokens that are valid at first.
     *
     * @param betweenLooks how long a change may stay unnoticed
     * @throws IllegalStateException if the file cannot be used
     */
    WatchedTokens(Optional<String> secret, Optional<Path> file, Duration betweenLooks) {
        this.secret = secret;
        this.file = file;
        this.nanosBetweenLooks = betweenLooks.toNanos();
        this.seen = file.map(WatchedTokens::look).orElse(null);
        this.tokens = Tokens.of(secret, file);
        this.nextLook = System.nanoTime() + nanosBetweenLooks;
    }

    Tokens now() {
        if (file.isPresent() && System.nanoTime() - nextLook >= 0) {
            readIfChanged(file.get());
        }
        return tokens;
    }

    private synchronized void readIfChanged(Path path) {
        nextLook = System.nanoTime() + nanosBetweenLooks;
        Object found = look(path);
        if (found.equals(seen)) {
            return;
        }
        seen = found;
        try {
            Tokens read = Tokens.of(secret, file);
            if (read.isEmpty()) {
                throw new IllegalStateException(
                        "%s (LOGBELL_TOKENS_FILE) has no token any more: without one nobody would be asked"
                                .formatted(path));
            }
            tokens = read;
            LOG.log(Level.INFO, "LOGBELL_TOKENS_FILE was read again: its tokens are the valid ones from now on");
        } catch (IllegalStateException e) {
            LOG.log(
                    Level.WARNING,
                    "LOGBELL_TOKENS_FILE changed and is refused, the tokens of before stay valid: {0}",
                    e.getMessage());
        }
    }

    /** What is another when the file is. */
    private static Object look(Path path) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return List.of(file.lastModifiedTime(), file.size(), String.valueOf(file.fileKey()));
        } catch (IOException e) {
            return e.getClass();
        }
    }
}
