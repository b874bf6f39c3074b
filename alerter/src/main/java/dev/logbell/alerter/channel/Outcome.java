package dev.logbell.alerter.channel;

import java.time.Duration;
import java.util.Optional;

/** What became of one attempt to deliver; the details are for people and hold nothing secret. */
public sealed interface Outcome {
    String detail();

    /** The receiver has it. */
    record Delivered(String detail) implements Outcome {}

    /**
     * The receiver could not be reached or could not take it now.
     *
     * @param retryAfter what the receiver asked for, for all of its channel
     */
    record RetryLater(String detail, Optional<Duration> retryAfter) implements Outcome {}

    /** The receiver will never take it; somebody has to put something right. */
    record Refused(String detail) implements Outcome {}
}
