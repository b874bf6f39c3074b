package dev.logbell.collector.source.http;

import dev.logbell.log.Framing;

/**
 * What a protocol makes of a push.
 *
 * @param bytes whole lines of the framing; empty if there is nothing to keep
 * @param answer to be given when they are safe
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Decoded(byte[] bytes, Framing framing, Answer answer) {}
