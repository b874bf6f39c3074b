package dev.logbell.collector.source.socket;

import dev.logbell.collector.source.framing.Framer;
import dev.logbell.collector.source.socket.SocketMetrics.Refusal;
import dev.logbell.collector.source.stream.Intake;
import dev.logbell.collector.source.stream.Session;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Accepts the connections of one port, plain or TLS; each becomes a session of its own. */
final class TcpListener implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TcpListener.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String kind;
    private final Vertx vertx;
    private final Intake intake;
    private final Supplier<Framer> framers;
    private final SocketLimits limits;
    private final SocketMetrics metrics;
    private final NetServer server;
    private final String address;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final @Nullable TlsFiles tls;
    private final long idleTimer;
    private long filesFrom;

    /**
     * Binds, and starts to accept.
     *
     * @param tls files if it is to speak TLS
     * @throws CompletionException if it cannot bind, or a file is not what it should be
     */
    TcpListener(
            String kind,
            InetSocketAddress address,
            @Nullable TlsFiles tls,
            Vertx vertx,
            Intake intake,
            Supplier<Framer> framers,
            SocketLimits limits,
            SocketMetrics metrics) {
        this.kind = kind;
        this.vertx = vertx;
        this.intake = intake;
        this.framers = framers;
        this.limits = limits;
        this.metrics = metrics;
        NetServerOptions options = new NetServerOptions().setTcpKeepAlive(true).setReuseAddress(true);
        this.tls = tls;
        if (tls != null) {
            filesFrom = tls.lastModified();
            tls.applyTo(options);
        }
        this.server = vertx.createNetServer(options)
                .connectHandler(this::accept)
                .exceptionHandler(failure -> LOG.debugf("a connection to %s failed (%s)", kind, failure));
        server.listen(address.getPort(), address.getAddress().getHostAddress())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        this.address = address.getAddress().getHostAddress();
        long every = Math.clamp(limits.idleTime().toMillis() / 4, 10, 30_000);
        this.idleTimer = vertx.setPeriodic(every, timer -> keepHouse());
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return new InetSocketAddress(address, server.actualPort());
    }

    private void accept(NetSocket socket) {
        InetAddress sender = InetAddress.ofLiteral(socket.remoteAddress().hostAddress());
        if (!limits.allows(sender)) {
            refuse(socket, Refusal.SENDER);
        } else if (connections.size() >= limits.maxConnections()) {
            refuse(socket, Refusal.TOO_MANY);
        } else {
            Session session = intake.open(kind, resource(socket, sender));
            Connection connection =
                    new Connection(vertx.getOrCreateContext(), socket, intake, session, framers.get(), limits, metrics);
            connections.add(connection);
            metrics.accept();
            connection.start(() -> {
                connections.remove(connection);
                metrics.left();
            });
        }
    }

    private Map<String, String> resource(NetSocket socket, InetAddress sender) {
        Map<String, String> resource = new HashMap<>(limits.resource(sender, "tcp"));
        SSLSession encrypted = socket.sslSession();
        if (encrypted != null) {
            try {
                resource.put("tls.client.subject", encrypted.getPeerPrincipal().getName());
            } catch (SSLPeerUnverifiedException e) {
                LOG.tracef("%s showed no certificate", sender);
            }
        }
        return resource;
    }

    private void refuse(NetSocket socket, Refusal reason) {
        metrics.refuse(reason);
        LOG.debugf("a connection of %s to %s was refused (%s)", socket.remoteAddress(), kind, reason);
        onceClosed(socket.close());
    }

    private void onceClosed(Future<Void> closed) {
        closed.onFailure(failure -> LOG.debugf("closing a connection of %s failed (%s)", kind, failure));
    }

    private void keepHouse() {
        connections.forEach(connection -> connection.closeIfIdle(limits.idleTime()));
        if (tls != null && tls.lastModified() != filesFrom) {
            filesFrom = tls.lastModified();
            server.updateSSLOptions(tls.options(), true)
                    .onSuccess(isNew -> LOG.infof("the port of %s has a new certificate", kind))
                    .onFailure(failure -> LOG.warnf(
                            "the new certificate of the port of %s is not used (%s): the old one stays; correct %s",
                            kind, failure, tls));
        }
    }

    /** Accepts no more, and closes all connections; what had arrived of them is handed on. */
    @Override
    public void close() {
        vertx.cancelTimer(idleTimer);
        try {
            CompletionStage<Void> closed = server.close().toCompletionStage();
            closed.toCompletableFuture()
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            LOG.debugf("closing the port of %s failed (%s)", kind, e);
        }
    }
}
