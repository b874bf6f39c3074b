package dev.logbell.collector;

import dev.logbell.collector.source.framing.DelimitedFramer;
import dev.logbell.collector.source.framing.Framer;
import dev.logbell.collector.source.framing.LineFramer;
import dev.logbell.collector.source.gelf.GelfDatagrams;
import dev.logbell.collector.source.gelf.GelfText;
import dev.logbell.collector.source.socket.DatagramAccount;
import dev.logbell.collector.source.socket.DatagramAccount.Datagrams;
import dev.logbell.collector.source.socket.DatagramReader;
import dev.logbell.collector.source.socket.LineDatagrams;
import dev.logbell.collector.source.socket.SocketSettings;
import dev.logbell.collector.source.socket.SocketSettings.Ports;
import dev.logbell.collector.source.socket.Sockets;
import dev.logbell.collector.source.socket.Sockets.Listening;
import dev.logbell.collector.source.stdin.StdinSource;
import dev.logbell.collector.source.stream.Intake;
import dev.logbell.collector.source.syslog.SyslogDatagrams;
import dev.logbell.collector.source.syslog.SyslogFramer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** What brings the {@link Intake} logs that are pushed without HTTP: sockets, and standard input. */
@ApplicationScoped
public class CollectorListeners {
    private static final int AFTER_THE_PIPELINE = 2;
    private static final int BEFORE_THE_PIPELINE = 0;

    private final ConfigurationFiles files;
    private final String httpHost;
    private final int httpPort;
    private final Vertx vertx;
    private final Intake intake;
    private final MeterRegistry registry;
    private @Nullable Sockets sockets;
    private @Nullable StdinSource stdin;

    CollectorListeners(
            ConfigurationFiles files,
            @ConfigProperty(name = "quarkus.http.host") String httpHost,
            @ConfigProperty(name = "quarkus.http.port") int httpPort,
            Vertx vertx,
            Intake intake,
            MeterRegistry registry) {
        this.files = files;
        this.httpHost = httpHost;
        this.httpPort = httpPort;
        this.vertx = vertx;
        this.intake = intake;
        this.registry = registry;
    }

    /** A port that cannot be listened on ends the start here, with one sentence and exit status 1. */
    synchronized void start(@Observes @Priority(AFTER_THE_PIPELINE) StartupEvent event) {
        try {
            Configuration first = files.inForce();
            CollectorSettings settings = first.settings();
            sockets = new Sockets(vertx, intake, registry);
            open(first);
            if (settings.isStdin()) {
                stdin = new StdinSource(System.in, settings.host(), intake, lineFramer(), this::inputEnded);
            }
        } catch (IllegalStateException e) {
            close();
            throw new ConfigurationException(e.getMessage());
        }
    }

    /**
     * Listens on the ports of a configuration that are not listened on yet.
     *
     * @throws IllegalStateException if one cannot be, saying why; then none is that was not before
     */
    synchronized void open(Configuration next) {
        Sockets all = sockets;
        if (all == null) {
            return;
        }
        CollectorConfig config = next.config();
        SocketSettings settings = next.settings().sockets();
        settings.apartFromHttp(ports(config), httpHost, httpPort);
        Set<Sockets.Port> before = all.ports();
        try {
            all.listen(settings, "syslog", syslog(config), account -> syslogDatagrams(), this::syslogFramer);
            all.listen(
                    settings, "gelf", gelf(config), CollectorListeners::gelfDatagrams, CollectorListeners::gelfFramer);
            all.listen(settings, "lines", lines(config), account -> new LineDatagrams(), this::lineFramer);
        } catch (IllegalStateException e) {
            all.closeAllBut(before);
            throw e;
        }
    }

    /** Closes the ports that a configuration does not have. */
    synchronized void closeAllBut(Configuration next) {
        if (sockets != null) {
            Set<Sockets.Port> wanted = new HashSet<>();
            wanted.addAll(Sockets.ports("syslog", syslog(next.config())));
            wanted.addAll(Sockets.ports("gelf", gelf(next.config())));
            wanted.addAll(Sockets.ports("lines", lines(next.config())));
            sockets.closeAllBut(wanted);
        }
    }

    /** The ports of all protocols. */
    static List<Ports> ports(CollectorConfig config) {
        return List.of(syslog(config), lines(config), gelf(config));
    }

    private static Ports gelf(CollectorConfig config) {
        return Ports.of("collector.gelf", config.gelf());
    }

    private static DatagramReader gelfDatagrams(DatagramAccount account) {
        return new GelfDatagrams(account::drop, System::nanoTime);
    }

    private static Framer gelfFramer() {
        return new DelimitedFramer((byte) 0, GelfText::read);
    }

    private static Ports syslog(CollectorConfig config) {
        return Ports.of("collector.syslog", config.syslog());
    }

    private SyslogDatagrams syslogDatagrams() {
        return new SyslogDatagrams(files.inForce().config().quietTime(), System::nanoTime);
    }

    private SyslogFramer syslogFramer() {
        return new SyslogFramer(files.inForce().config().quietTime());
    }

    private static Ports lines(CollectorConfig config) {
        return Ports.of("collector.lines", config.lines());
    }

    private LineFramer lineFramer() {
        CollectorConfig config = files.inForce().config();
        return new LineFramer(config.quietTime(), config.partialLineTime());
    }

    private void inputEnded() {
        if (files.inForce().settings().isOnlyStdin()) {
            Quarkus.asyncExit(0);
        }
    }

    /** Every port that is listened on. */
    public synchronized List<Listening> listening() {
        return sockets == null ? List.of() : sockets.listening();
    }

    /** What became of the datagrams of each port. */
    public synchronized List<Datagrams> datagrams() {
        return sockets == null ? List.of() : sockets.datagrams();
    }

    /** Before the intake waits for its last answers: reads no more, and hands on what has arrived. */
    synchronized void stop(@Observes @Priority(BEFORE_THE_PIPELINE) ShutdownEvent event) {
        close();
    }

    private void close() {
        if (sockets != null) {
            sockets.close();
            sockets = null;
        }
        if (stdin != null) {
            stdin.close();
            stdin = null;
        }
    }
}
