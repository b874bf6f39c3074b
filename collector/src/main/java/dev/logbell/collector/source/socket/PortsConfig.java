package dev.logbell.collector.source.socket;

import java.util.OptionalInt;

/** The ports of one protocol; not listened on if left out, any free port if 0. */
public interface PortsConfig {
    /** Port for datagrams. */
    OptionalInt udpPort();

    /** Port for connections. */
    OptionalInt tcpPort();

    /** Port for connections with TLS. */
    OptionalInt tlsPort();
}
