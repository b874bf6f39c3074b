package dev.logbell.collector.source.socket;

import dev.logbell.collector.source.framing.Messages;
import dev.logbell.collector.source.stream.Intake;
import dev.logbell.collector.source.stream.Session;
import dev.logbell.log.Framing;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The senders of one port's datagrams, each a source of its own. An address is easily forged, so they are no more than
 * connections may be; while all of these are heard of, the others share one source. Used by the listener's thread.
 */
final class Peers implements AutoCloseable {
    /** How long a peer must not have been heard of to make place for another one. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final String kind;
    private final Intake intake;
    private final SocketLimits limits;
    private final SocketMetrics metrics;
    /** In the order in which they were last heard of. */
    private final Map<InetAddress, Peer> named = new LinkedHashMap<>(16, 0.75f, true);

    private final Set<Peer> toFlush = new LinkedHashSet<>();
    /** Bytes that were handed on of all peers, those that have left too, and are not safe yet. */
    private final AtomicLong unfinished = new AtomicLong();

    private @Nullable Peer unnamed;

    private static final class Peer {
        private final Session session;
        private final Messages messages;
        private long heardAt;

        Peer(Session session, Messages messages) {
            this.session = session;
            this.messages = messages;
        }
    }

    Peers(String kind, Intake intake, SocketLimits limits, SocketMetrics metrics) {
        this.kind = kind;
        this.intake = intake;
        this.limits = limits;
        this.metrics = metrics;
    }

    /** Where the messages of a datagram go that has just arrived; to be flushed. */
    Messages messagesOf(InetAddress address) {
        Peer peer = find(address);
        peer.heardAt = System.nanoTime();
        toFlush.add(peer);
        return peer.messages;
    }

    private Peer find(InetAddress address) {
        Peer known = named.get(address);
        if (known != null) {
            return known;
        }
        if (named.size() >= limits.maxConnections() && !closeEldest(SILENCE)) {
            Peer others = unnamed == null ? open(SocketLimits.OF_MANY) : unnamed;
            unnamed = others;
            return others;
        }
        Peer opened = open(limits.resource(address, "udp"));
        named.put(address, opened);
        return opened;
    }

    private Peer open(Map<String, String> resource) {
        Session session = intake.open(kind, resource);
        Thread reading = Thread.currentThread();
        return new Peer(
                session,
                new Messages(
                        limits.maxEventBytes(),
                        (lines, framing) -> handOn(session, lines, framing, reading),
                        metrics::cut));
    }

    private void handOn(Session session, byte[] lines, Framing framing, Thread reading) {
        unfinished.addAndGet(lines.length);
        session.take(lines, framing, () -> {
            unfinished.addAndGet(-lines.length);
            LockSupport.unpark(reading);
        });
    }

    /** Hands on what was read. */
    void flush() {
        toFlush.forEach(peer -> peer.messages.flush());
        toFlush.clear();
    }

    /** Whether there is room for all, and this port does not take it alone. */
    boolean hasRoom() {
        return intake.hasRoom() && unfinished.get() < intake.limits().maxSessionBytes();
    }

    /** Forgets those who were not heard of for long. */
    void closeIdle() {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = closeEldest(limits.idleTime());
        }
    }

    private boolean closeEldest(Duration silence) {
        Iterator<Peer> eldestFirst = named.values().iterator();
        if (!eldestFirst.hasNext()) {
            return false;
        }
        Peer eldest = eldestFirst.next();
        if (System.nanoTime() - eldest.heardAt <= silence.toNanos()) {
            return false;
        }
        eldest.messages.flush();
        eldest.session.close();
        eldestFirst.remove();
        return true;
    }

    @Override
    public void close() {
        flush();
        named.values().forEach(peer -> peer.session.close());
        if (unnamed != null) {
            unnamed.session.close();
        }
    }
}
