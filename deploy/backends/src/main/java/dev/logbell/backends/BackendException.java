package dev.logbell.backends;

import org.jspecify.annotations.Nullable;

/** A backend could not be started, stopped or reached; the message says what to do. */
public final class BackendException extends RuntimeException {
    public BackendException(String message) {
        super(message);
    }

    public BackendException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
