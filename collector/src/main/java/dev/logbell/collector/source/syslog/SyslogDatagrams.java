package dev.logbell.collector.source.syslog;

import dev.logbell.collector.source.framing.Messages;
import dev.logbell.collector.source.socket.DatagramReader;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Syslog over UDP: each datagram is one message, or one line of a stack trace. (RFC 5426 section 3.1.) */
public final class SyslogDatagrams implements DatagramReader {
    private final Duration quietTime;
    private final LongSupplier nanos;
    /** By where their messages go, those that hold something, the one that was not heard of for longest first. */
    private final Map<Messages, Waiting> waiting = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Waiting {
        private final SyslogTraces traces;
        private long since;

        Waiting(SyslogTraces traces) {
            this.traces = traces;
        }
    }

    /**
     * A reader of datagrams.
     *
     * @param quietTime for which a message is held that a stack trace may follow
     * @param nanos a clock that only goes forward
     */
    public SyslogDatagrams(Duration quietTime, LongSupplier nanos) {
        this.quietTime = quietTime;
        this.nanos = nanos;
    }

    @Override
    public void read(InetAddress peer, byte[] bytes, int length, Messages to) {
        if (length == 0 || bytes[0] != '<') {
            letGo(to, waiting.remove(to));
            to.message(bytes, 0, length);
            return;
        }
        Waiting sender = waiting.computeIfAbsent(to, any -> new Waiting(new SyslogTraces(quietTime)));
        sender.since = nanos.getAsLong();
        sender.traces.take(bytes, 0, length, to);
    }

    @Override
    public long letGo() {
        long now = nanos.getAsLong();
        long next = Long.MAX_VALUE;
        for (Iterator<Map.Entry<Messages, Waiting>> senders = waiting.entrySet().iterator(); senders.hasNext(); ) {
            Map.Entry<Messages, Waiting> sender = senders.next();
            long rest = sender.getValue().traces.hold().toNanos() - (now - sender.getValue().since);
            if (rest <= 0) {
                letGo(sender.getKey(), sender.getValue());
                senders.remove();
            } else {
                next = Math.min(next, rest);
            }
        }
        return next;
    }

    @Override
    public void end() {
        waiting.forEach(SyslogDatagrams::letGo);
        waiting.clear();
    }

    private static void letGo(Messages messages, @Nullable Waiting sender) {
        if (sender != null) {
            sender.traces.release(messages);
            messages.flush();
        }
    }
}
