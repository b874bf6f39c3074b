package dev.logbell.collector.source.socket;

import dev.logbell.collector.source.framing.Messages;
import java.net.InetAddress;

/** Finds the messages in the datagrams of all peers; used by one thread. */
@FunctionalInterface
public interface DatagramReader {
    /**
     * Takes a datagram, and hands on what is whole by it.
     *
     * @param bytes of which the first {@code length} are the datagram's; not kept
     */
    void read(InetAddress peer, byte[] bytes, int length, Messages to);

    /** Hands on what was held for long enough; returns in how many nanoseconds there will be more to hand on. */
    default long letGo() {
        return Long.MAX_VALUE;
    }

    /** Hands on all that is held. */
    default void end() {}

    /** Is called once a second, or so. */
    default void keepHouse() {}
}
