package dev.logbell.collector.source.socket;

import dev.logbell.collector.source.socket.SocketMetrics.Drop;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What becomes of the datagrams of one port, since it was opened first. The figures of its protocol have them too. */
public final class DatagramAccount {
    private final SocketMetrics metrics;
    private final LongAdder received = new LongAdder();
    private final Map<Drop, LongAdder> dropped = new ConcurrentHashMap<>();

    DatagramAccount(SocketMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * The account as {@code GET /api/v1/collector/sources} shows it: what arrived at this machine was taken, but for what
     * was dropped.
     *
     * @param port {@code 127.0.0.1:5514}, {@code [::1]:5514}
     * @param dropped datagrams by reason, as in {@code logbell_collector_datagrams_dropped_total}
     */
    public record Datagrams(String input, String port, long arrived, Map<String, Long> dropped) {}

    /** What became of those that came so far; the system's own drops are known a second later. */
    Datagrams at(InetSocketAddress address) {
        Map<String, Long> reasons = new TreeMap<>();
        dropped.forEach((reason, count) -> reasons.put(reason.reason, count.sum()));
        long unread = reasons.getOrDefault(Drop.RECEIVE_BUFFER.reason, 0L);
        String host = address.getAddress().getHostAddress();
        String port = (host.contains(":") ? "[%s]:%d" : "%s:%d").formatted(host, address.getPort());
        return new Datagrams(metrics.input(), port, received.sum() + unread, reasons);
    }

    void received(long datagrams) {
        received.add(datagrams);
        metrics.received(datagrams);
    }

    /** Counts datagrams that are lost. */
    public void drop(Drop reason, long datagrams) {
        dropped.computeIfAbsent(reason, any -> new LongAdder()).add(datagrams);
        metrics.drop(reason, datagrams);
    }
}
