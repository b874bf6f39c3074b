package dev.logbell.collector.source.socket;

import dev.logbell.collector.source.framing.Framer;
import dev.logbell.collector.source.socket.DatagramAccount.Datagrams;
import dev.logbell.collector.source.socket.SocketSettings.Ports;
import dev.logbell.collector.source.stream.Intake;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** All sockets that senders reach the collector by. */
public final class Sockets implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Sockets.class);
    private static final int LOWEST_FREE_PORT = 1024;
    private static final String UDP = "udp";
    private static final String TLS = "tls";

    private final Vertx vertx;
    private final Intake intake;
    private final MeterRegistry registry;
    private final Map<Port, Listener> open = new LinkedHashMap<>();
    private final Map<String, SocketMetrics> metrics = new HashMap<>();
    /** Of ports that are, or were, listened on. */
    private final Map<Port, Account> accounts = new LinkedHashMap<>();

    /**
     * A port that is listened on.
     *
     * @param transport {@code udp}, {@code tcp} or {@code tls}
     */
    public record Listening(String kind, String transport, InetSocketAddress address) {}

    /** A port as the configuration names it; 0 is any that is free. */
    public record Port(String kind, String transport, int number) {}

    private record Listener(AutoCloseable socket, Listening listening) {}

    private record Account(DatagramAccount datagrams, InetSocketAddress address) {}

    public Sockets(Vertx vertx, Intake intake, MeterRegistry registry) {
        this.vertx = vertx;
        this.intake = intake;
        this.registry = registry;
    }

    /**
     * Listens on the ports of one protocol that are not listened on yet.
     *
     * @param settings of ports that are opened now
     * @param kind of the sources
     * @param datagrams reads those of UDP, given the account of their port
     * @param framers of connections
     * @throws IllegalStateException if a port cannot be listened on, saying which, why, and what to do
     */
    public void listen(
            SocketSettings settings,
            String kind,
            Ports ports,
            Function<DatagramAccount, DatagramReader> datagrams,
            Supplier<Framer> framers) {
        for (Port port : ports(kind, ports)) {
            if (!open.containsKey(port)) {
                SocketMetrics figures = metrics.computeIfAbsent(kind, any -> new SocketMetrics(registry, kind));
                String key = "%s.%s-port".formatted(ports.key(), port.transport());
                InetSocketAddress address = new InetSocketAddress(settings.address(), port.number());
                opened(
                        port,
                        port.transport().equals(UDP)
                                ? udp(key, port, address, settings, datagrams, figures)
                                : tcp(key, port, address, settings, framers, figures));
            }
        }
    }

    /** The ports of one protocol. */
    public static List<Port> ports(String kind, Ports ports) {
        List<Port> all = new ArrayList<>();
        ports.udp().ifPresent(number -> all.add(new Port(kind, UDP, number)));
        ports.tcp().ifPresent(number -> all.add(new Port(kind, "tcp", number)));
        ports.tls().ifPresent(number -> all.add(new Port(kind, TLS, number)));
        return all;
    }

    private Listener udp(
            String key,
            Port port,
            InetSocketAddress address,
            SocketSettings settings,
            Function<DatagramAccount, DatagramReader> datagrams,
            SocketMetrics figures) {
        Account before = accounts.get(port);
        DatagramAccount account = before == null ? new DatagramAccount(figures) : before.datagrams();
        try {
            UdpListener listener = new UdpListener(
                    port.kind(), address, intake, datagrams.apply(account), settings.limits(), figures, account);
            accounts.put(port, new Account(account, listener.address()));
            return new Listener(listener, new Listening(port.kind(), UDP, listener.address()));
        } catch (IOException e) {
            throw failed(key, address, e);
        }
    }

    private Listener tcp(
            String key,
            Port port,
            InetSocketAddress address,
            SocketSettings settings,
            Supplier<Framer> framers,
            SocketMetrics figures) {
        TlsFiles tls = port.transport().equals(TLS) ? settings.tls() : null;
        try {
            TcpListener listener =
                    new TcpListener(port.kind(), address, tls, vertx, intake, framers, settings.limits(), figures);
            return new Listener(listener, new Listening(port.kind(), port.transport(), listener.address()));
        } catch (CompletionException e) {
            throw failed(key, address, e.getCause() == null ? e : e.getCause());
        }
    }

    private void opened(Port port, Listener listener) {
        open.put(port, listener);
        InetSocketAddress address = listener.listening().address();
        LOG.infof(
                "listens for %s on %s %s:%d",
                port.kind(), port.transport(), address.getHostString(), address.getPort());
    }

    private static IllegalStateException failed(String key, InetSocketAddress address, Throwable reason) {
        String advice = address.getPort() > 0 && address.getPort() < LOWEST_FREE_PORT
                ? "choose a port from 1024 on, or give the process CAP_NET_BIND_SERVICE"
                : "choose another port or end what uses it, and check collector.listen.*";
        return new IllegalStateException(
                "%s: %s cannot be listened on (%s): %s".formatted(key, address, reason.getMessage(), advice), reason);
    }

    /** Every port that is listened on, as the configuration names it. */
    public Set<Port> ports() {
        return Set.copyOf(open.keySet());
    }

    /** Every port that is listened on. */
    public List<Listening> listening() {
        return open.values().stream().map(Listener::listening).toList();
    }

    /** What became of the datagrams of each port that is, or was, listened on. */
    public List<Datagrams> datagrams() {
        return accounts.values().stream()
                .map(account -> account.datagrams().at(account.address()))
                .sorted(Comparator.comparing(Datagrams::input).thenComparing(Datagrams::port))
                .toList();
    }

    /** Closes the other ports, the last that was opened first. What had arrived is handed on. */
    public void closeAllBut(Set<Port> kept) {
        for (Port port : List.copyOf(open.keySet()).reversed()) {
            Listener listener = kept.contains(port) ? null : open.remove(port);
            if (listener != null) {
                try {
                    listener.socket().close();
                    LOG.debugf("listens no longer for %s on %s", port.kind(), port.transport());
                } catch (Exception e) {
                    LOG.warn("closing a port failed", e);
                }
            }
        }
    }

    @Override
    public void close() {
        closeAllBut(Set.of());
    }
}
