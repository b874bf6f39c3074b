package dev.logbell.collector.source.http;

import dev.logbell.collector.source.stream.Intake;
import dev.logbell.collector.source.stream.Session;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What all pushes share: where they go, what they may take, and whether those before them are stuck. */
final class Reception {
    /** Sources of one protocol, so that what many senders push spreads over Kafka's partitions. */
    private static final int LANES = 4;

    private final Intake intake;
    private final PushLimits limits;
    private final Memory memory;
    private final PushMetrics metrics;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger overdue = new AtomicInteger();

    Reception(Intake intake, PushLimits limits, Memory memory, PushMetrics metrics) {
        this.intake = intake;
        this.limits = limits;
        this.memory = memory;
        this.metrics = metrics;
    }

    PushLimits limits() {
        return limits;
    }

    Memory memory() {
        return memory;
    }

    PushMetrics metrics() {
        return metrics;
    }

    boolean hasRoom() {
        return intake.hasRoom();
    }

    /** Whether pushes that were told to come again are still not safe: the next would fare alike. */
    boolean isStuck() {
        return overdue.get() > 0;
    }

    void isOverdue() {
        overdue.incrementAndGet();
    }

    void isNoLongerOverdue() {
        overdue.decrementAndGet();
    }

    /** The source of a sender, always the same one, so that what it sends stays in order. */
    Session session(String kind, String peer) {
        int lane = Math.floorMod(peer.hashCode(), LANES);
        return sessions.computeIfAbsent(kind + lane, key -> intake.open(kind, Map.of()));
    }
}
