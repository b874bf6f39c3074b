package dev.logbell.collector.source.socket;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of all sockets after its check.
 *
 * @param address to listen on
 * @param tls files of the ports with TLS; null if there are none
 */
public record SocketSettings(InetAddress address, @Nullable TlsFiles tls, SocketLimits limits) {
    private static final long MOST_HELD_BYTES = 64 << 20;
    private static final List<Network> EVERYBODY = List.of(Network.of("0.0.0.0/0"), Network.of("::/0"));
    private static final Duration LONGEST = Duration.ofDays(30);

    /** The ports of one protocol, and the key that they stand under. */
    public record Ports(String key, OptionalInt udp, OptionalInt tcp, OptionalInt tls) {
        public static Ports of(String key, PortsConfig config) {
            return new Ports(key, config.udpPort(), config.tcpPort(), config.tlsPort());
        }

        boolean isPlain() {
            return udp.isPresent() || tcp.isPresent();
        }

        public boolean isAny() {
            return isPlain() || tls.isPresent();
        }
    }

    /**
     * Checks the configuration.
     *
     * @param host name of this machine
     * @throws IllegalStateException if a value breaks a rule, saying which, and what to do
     */
    public static SocketSettings of(ListenConfig config, List<Ports> ports, String host, int maxEventBytes) {
        inRange("max-connections", config.maxConnections(), 1, 1_000_000, 1000);
        inRange("udp-buffer-bytes", config.udpBufferBytes(), 65_536, 1 << 30, 4_194_304);
        if (config.idleTime().compareTo(Duration.ofSeconds(1)) < 0
                || config.idleTime().compareTo(LONGEST) > 0) {
            throw new IllegalStateException(
                    "collector.listen.idle-time must be 1s..30d, got %s: change it or leave it out (24h)"
                            .formatted(config.idleTime()));
        }
        for (Ports each : ports) {
            checkPort(each.key() + ".udp-port", each.udp());
            checkPort(each.key() + ".tcp-port", each.tcp());
            checkPort(each.key() + ".tls-port", each.tls());
        }
        checkApart(ports);
        InetAddress address = address("collector.listen.host", config.host().strip());
        List<Network> allowed = new ArrayList<>();
        for (String text : config.allow().orElse(List.of())) {
            if (!text.isBlank()) {
                allowed.add(network(text.strip()));
            }
        }
        TlsFiles tls = tls(config.tls(), ports);
        boolean isGuarded = tls != null && tls.clientAuthority().isPresent();
        for (Ports each : ports) {
            if (each.isAny() && !address.isLoopbackAddress() && allowed.isEmpty() && (each.isPlain() || !isGuarded)) {
                throw new IllegalStateException(
                        ("collector.listen.host is %s, so that anybody who reaches it could write logs over %s: say who may with"
                                        + " collector.listen.allow, e.g. 10.0.0.0/8, or 0.0.0.0/0 for everybody; or leave the host out"
                                        + " (127.0.0.1)")
                                .formatted(config.host(), each.key()));
            }
        }
        if (isGuarded && allowed.isEmpty()) {
            allowed.addAll(EVERYBODY);
        }
        return new SocketSettings(
                address,
                tls,
                new SocketLimits(
                        host,
                        allowed,
                        config.maxConnections(),
                        config.idleTime(),
                        maxEventBytes,
                        config.udpBufferBytes(),
                        new HeldBytes(MOST_HELD_BYTES)));
    }

    private static InetAddress address(String key, String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(
                    "%s must be an address of this machine, got %s: change it or leave it out (127.0.0.1)"
                            .formatted(key, host),
                    e);
        }
    }

    private static Network network(String text) {
        try {
            return Network.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "collector.listen.allow must be networks such as 10.0.0.0/8 or fd00::/8, got %s: correct it"
                            .formatted(text),
                    e);
        }
    }

    private static @Nullable TlsFiles tls(ListenConfig.Tls config, List<Ports> ports) {
        Optional<Ports> first =
                ports.stream().filter(each -> each.tls().isPresent()).findFirst();
        if (first.isEmpty()) {
            return null;
        }
        Optional<Path> certificate = config.certificate();
        Optional<Path> key = config.key();
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new IllegalStateException(
                    "%s.tls-port needs a certificate: set collector.listen.tls.certificate and collector.listen.tls.key to PEM files"
                            .formatted(first.get().key()));
        }
        readable("certificate", certificate.get());
        readable("key", key.get());
        config.clientCa().ifPresent(file -> readable("client-ca", file));
        return new TlsFiles(certificate.get(), key.get(), config.clientCa());
    }

    private static void readable(String key, Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalStateException(
                    "collector.listen.tls.%s must be a PEM file that the collector may read, got %s: correct the path or its permissions"
                            .formatted(key, file));
        }
    }

    private static void checkPort(String key, OptionalInt port) {
        if (port.isPresent() && (port.getAsInt() < 0 || port.getAsInt() > 65_535)) {
            throw new IllegalStateException("%s must be 0..65535, got %d: change it or leave it out (not listened on)"
                    .formatted(key, port.getAsInt()));
        }
    }

    /** Each port serves one protocol; connections and datagrams do not meet. */
    private static void checkApart(List<Ports> ports) {
        Map<Integer, String> connections = new HashMap<>();
        Map<Integer, String> datagrams = new HashMap<>();
        for (Ports each : ports) {
            apart(datagrams, each.key() + ".udp-port", each.udp());
            apart(connections, each.key() + ".tcp-port", each.tcp());
            apart(connections, each.key() + ".tls-port", each.tls());
        }
    }

    private static void apart(Map<Integer, String> taken, String key, OptionalInt port) {
        if (port.orElse(0) == 0) {
            return;
        }
        String other = taken.putIfAbsent(port.getAsInt(), key);
        if (other != null) {
            throw new IllegalStateException(
                    "%s and %s are both %d: give each a port of its own".formatted(other, key, port.getAsInt()));
        }
    }

    /**
     * Checks that no port is the one of the HTTP interface.
     *
     * @param host that the HTTP interface listens on
     * @throws IllegalStateException if one is, saying which, and what to do
     */
    public void apartFromHttp(List<Ports> ports, String host, int httpPort) {
        InetAddress http = address("quarkus.http.host", host.strip());
        boolean isElsewhere = !http.equals(address) && !http.isAnyLocalAddress() && !address.isAnyLocalAddress();
        if (isElsewhere || httpPort == 0) {
            return;
        }
        for (Ports each : ports) {
            if (each.tcp().orElse(0) == httpPort || each.tls().orElse(0) == httpPort) {
                throw new IllegalStateException(
                        "%s is %d, and so is quarkus.http.port: give each a port of its own, here or with QUARKUS_HTTP_PORT"
                                .formatted(
                                        each.key() + (each.tcp().orElse(0) == httpPort ? ".tcp-port" : ".tls-port"),
                                        httpPort));
            }
        }
    }

    private static void inRange(String key, int value, int lowest, int highest, int usual) {
        if (value < lowest || value > highest) {
            throw new IllegalStateException("collector.listen.%s must be %d..%d, got %d: %s it or leave it out (%d)"
                    .formatted(key, lowest, highest, value, value < lowest ? "raise" : "lower", usual));
        }
    }
}
