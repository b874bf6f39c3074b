package dev.logbell.collector.source.http;

import dev.logbell.log.Framing;

/**
 * What a protocol makes of a push.
 *
 * @param bytes whole lines of the framing; empty if there is nothing to keep
 * @param rejected how many of its events are not among them, which the answer says
 * @param answer to be given when they are safe
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Decoded(byte[] bytes, Framing framing, long rejected, Answer answer) {
    /** A push of which everything is kept. */
    public Decoded(byte[] bytes, Framing framing, Answer answer) {
        this(bytes, framing, 0, answer);
    }
}
