package dev.logbell.collector.source.framing;

import java.time.Duration;
import java.util.Optional;

/**
 * Finds the messages of one stream, whose bytes come in pieces of any size. Used by one thread at a time.
 *
 * <p>A message that is longer than a message may be leaves in pieces, each marked, so that none stops the stream and no
 * more than one is held in memory.
 */
public interface Framer {
    /**
     * Takes what has arrived, and hands on what of it is whole.
     *
     * @param bytes not kept
     */
    void read(byte[] bytes, Messages to);

    /** Bytes that are held until their message is whole. */
    int held();

    /** How long to wait for more before {@link #quiet} is called; empty if nothing waits that could leave then. */
    default Optional<Duration> hold() {
        return Optional.empty();
    }

    /** Nothing has arrived for as long as {@link #hold} said. */
    default void quiet(Messages to) {}

    /** The stream is over: hands on what is left, whole or not. */
    void end(Messages to);
}
