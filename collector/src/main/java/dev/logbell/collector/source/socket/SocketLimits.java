package dev.logbell.collector.source.socket;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What holds for all sockets that senders reach the collector by.
 *
 * @param host name of this machine, for events of senders on it
 * @param allowed networks whose senders may send
 * @param maxConnections of one listener; also the peers whose datagrams are told apart
 * @param idleTime after which a connection that brings nothing is closed
 * @param maxEventBytes longest message; a longer one is cut
 * @param receiveBufferBytes room for datagrams that the system is asked for
 * @param held what all connections hold of messages that are not whole
 */
record SocketLimits(
        String host,
        List<Network> allowed,
        int maxConnections,
        Duration idleTime,
        int maxEventBytes,
        int receiveBufferBytes,
        HeldBytes held) {
    /** A machine may always send to itself. */
    boolean allows(InetAddress sender) {
        return sender.isLoopbackAddress() || allowed.stream().anyMatch(network -> network.contains(sender));
    }

    /** What is left to say of senders of datagrams who are too many to be told apart. */
    static final Map<String, String> OF_MANY = Map.of("network.transport", "udp");

    /** What the events of a sender say about where they came from, unless they say better. */
    Map<String, String> resource(InetAddress sender, String transport) {
        return Map.of(
                "host.name",
                sender.isLoopbackAddress() ? host : sender.getHostAddress(),
                "network.peer.address",
                sender.getHostAddress(),
                "network.transport",
                transport);
    }
}
