package dev.logbell.collector.source.http;

import dev.logbell.collector.source.stream.Intake;
import dev.logbell.collector.source.stream.Session;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What all pushes share: where they go, what they may take, and whether those before them are stuck. */
final class Reception {
    /** Sources of the records of one protocol, so that what many senders push spreads over Kafka's partitions. */
    private static final int LANES = 4;

    private final Intake intake;
    private final PushLimits limits;
    private final Memory memory;
    private final PushMetrics metrics;
    private final Senders senders;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger overdue = new AtomicInteger();

    Reception(Intake intake, PushLimits limits, Memory memory, PushMetrics metrics, Clock clock) {
        this.intake = intake;
        this.limits = limits;
        this.memory = memory;
        this.metrics = metrics;
        this.senders = new Senders(intake, clock);
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

    /** Hands on what a sender pushed, always to the same source, so that it stays in order. */
    CompletionStage<Void> take(String kind, String peer, Decoded decoded) {
        return switch (decoded.framing()) {
            case LINES -> senders.take(kind, peer, decoded.bytes());
            case RECORDS, ONE_RECORD -> {
                int lane = Math.floorMod(peer.hashCode(), LANES);
                yield sessions.computeIfAbsent(kind + lane, key -> intake.open(kind, Map.of()))
                        .take(decoded.bytes(), decoded.framing());
            }
        };
    }
}
