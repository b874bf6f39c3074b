package dev.logbell.collector.source.socket;

import dev.logbell.collector.source.framing.Framer;
import dev.logbell.collector.source.socket.SocketSettings.Ports;
import dev.logbell.collector.source.stream.Intake;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** All sockets that senders reach the collector by. */
public final class Sockets implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Sockets.class);
    private static final int LOWEST_FREE_PORT = 1024;

    private final SocketSettings settings;
    private final Vertx vertx;
    private final Intake intake;
    private final MeterRegistry registry;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Listening> listening = new ArrayList<>();

    /**
     * A port that is listened on.
     *
     * @param transport {@code udp}, {@code tcp} or {@code tls}
     */
    public record Listening(String kind, String transport, InetSocketAddress address) {}

    public Sockets(SocketSettings settings, Vertx vertx, Intake intake, MeterRegistry registry) {
        this.settings = settings;
        this.vertx = vertx;
        this.intake = intake;
        this.registry = registry;
    }

    /**
     * Listens on the ports of one protocol.
     *
     * @param kind of the sources
     * @param datagrams reads those of UDP, given the protocol's figures
     * @param framers of connections
     * @throws IllegalStateException if a port cannot be listened on, saying which, why, and what to do
     */
    public void listen(
            String kind, Ports ports, Function<SocketMetrics, DatagramReader> datagrams, Supplier<Framer> framers) {
        if (!ports.isAny()) {
            return;
        }
        SocketMetrics metrics = new SocketMetrics(registry, kind);
        udp(kind, ports.key() + ".udp-port", ports.udp(), datagrams, metrics);
        tcp(kind, ports.key() + ".tcp-port", ports.tcp(), null, framers, metrics);
        tcp(kind, ports.key() + ".tls-port", ports.tls(), settings.tls(), framers, metrics);
    }

    private void udp(
            String kind,
            String key,
            OptionalInt port,
            Function<SocketMetrics, DatagramReader> datagrams,
            SocketMetrics metrics) {
        if (port.isEmpty()) {
            return;
        }
        InetSocketAddress address = new InetSocketAddress(settings.address(), port.getAsInt());
        try {
            UdpListener listener =
                    new UdpListener(kind, address, intake, datagrams.apply(metrics), settings.limits(), metrics);
            open.push(listener);
            opened(kind, "udp", listener.address());
        } catch (IOException e) {
            throw failed(key, address, e);
        }
    }

    private void tcp(
            String kind,
            String key,
            OptionalInt port,
            @Nullable TlsFiles tls,
            Supplier<Framer> framers,
            SocketMetrics metrics) {
        if (port.isEmpty()) {
            return;
        }
        InetSocketAddress address = new InetSocketAddress(settings.address(), port.getAsInt());
        try {
            TcpListener listener =
                    new TcpListener(kind, address, tls, vertx, intake, framers, settings.limits(), metrics);
            open.push(listener);
            opened(kind, tls == null ? "tcp" : "tls", listener.address());
        } catch (CompletionException e) {
            throw failed(key, address, e.getCause() == null ? e : e.getCause());
        }
    }

    private void opened(String kind, String transport, InetSocketAddress address) {
        listening.add(new Listening(kind, transport, address));
        LOG.infof("listens for %s on %s %s:%d", kind, transport, address.getHostString(), address.getPort());
    }

    private static IllegalStateException failed(String key, InetSocketAddress address, Throwable reason) {
        String advice = address.getPort() > 0 && address.getPort() < LOWEST_FREE_PORT
                ? "choose a port from 1024 on, or give the process CAP_NET_BIND_SERVICE"
                : "choose another port or end what uses it, and check collector.listen.*";
        return new IllegalStateException(
                "%s: %s cannot be listened on (%s): %s".formatted(key, address, reason.getMessage(), advice), reason);
    }

    /** Every port that is listened on. */
    public List<Listening> listening() {
        return List.copyOf(listening);
    }

    /** Closes what was opened, the last first. What had arrived is handed on. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("closing a port failed", e);
            }
        }
    }
}
