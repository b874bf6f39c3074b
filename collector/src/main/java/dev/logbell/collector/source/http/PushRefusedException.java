package dev.logbell.collector.source.http;

import java.time.Duration;

/** A push is not taken. The message is for the sender, and is never logged. */
public final class PushRefusedException extends Exception {
    private final Reason reason;

    /** Why, as the {@code reason} of {@code logbell_collector_pushes_answered_total}, and the status that says so. */
    public enum Reason {
        MALFORMED("malformed", 400, Duration.ZERO),
        FROM_ANOTHER_SITE("from_another_site", 403, Duration.ZERO),
        SLOW("slow", 503, Duration.ofSeconds(5)),
        TOO_LARGE("too_large", 413, Duration.ZERO),
        UNKNOWN_TYPE("unknown_type", 415, Duration.ZERO),
        BUSY("busy", 429, Duration.ofSeconds(1)),
        LATE("late", 503, Duration.ofSeconds(5)),
        STOPPING("stopping", 503, Duration.ofSeconds(5));

        private final String text;
        private final int status;
        private final Duration retryAfter;

        Reason(String text, int status, Duration retryAfter) {
            this.text = text;
            this.status = status;
            this.retryAfter = retryAfter;
        }

        public String text() {
            return text;
        }

        public int status() {
            return status;
        }

        /** When to send it again; zero if that would not help. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    public PushRefusedException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** What to tell the sender. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
