package dev.logbell.collector.source.socket;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What all sockets that senders reach the collector by have in common, under {@code collector.listen}. */
public interface ListenConfig {
    /**
     * Address to listen on. Beyond loopback {@link #allow} must say who may send, or {@link Tls#clientCa} must be set
     * and only TLS ports used: these protocols carry no password.
     */
    @WithDefault("127.0.0.1")
    String host();

    /**
     * Networks that may send, e.g. {@code 10.0.0.0/8,fd00::/8}; this machine always may. If left out, with
     * {@link Tls#clientCa} everybody who shows a certificate of it.
     */
    Optional<List<String>> allow();

    /**
     * Connections of each port; more are closed at once. Also the senders of datagrams that are told apart; those of
     * more than that within a minute are one source. 1 to 1000000.
     */
    @WithDefault("1000")
    int maxConnections();

    /** How long a connection may bring nothing before it is closed. 1s to 30d. */
    @WithDefault("24h")
    Duration idleTime();

    /** Room that the system is asked for, for datagrams that wait to be read. 65536 to 1073741824. */
    @WithDefault("4194304")
    int udpBufferBytes();

    /** Files of the ports that speak TLS. */
    Tls tls();

    /** The PEM files of the ports that speak TLS. */
    interface Tls {
        /** Certificate, and those that lead from it to its authority. */
        Optional<Path> certificate();

        /** Its private key, PKCS#8, not encrypted. */
        Optional<Path> key();

        /** Authority of the certificates that senders must show; they need none if left out. */
        Optional<Path> clientCa();
    }
}
