package dev.logbell.collector.source.socket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** The figures of one listener, as {@code logbell_collector_*} with its protocol as {@code input}. */
public final class SocketMetrics {
    private final MeterRegistry registry;
    private final String input;
    private final Counter messagesCut;
    private final Counter datagramsReceived;
    private final Counter connectionsAccepted;
    private final AtomicLong connections = new AtomicLong();

    public SocketMetrics(MeterRegistry registry, String input) {
        this.registry = registry;
        this.input = input;
        this.messagesCut = counter("logbell.collector.messages.cut", "Messages longer than one may be");
        this.datagramsReceived = counter("logbell.collector.datagrams.received", "Datagrams that were read");
        this.connectionsAccepted = counter("logbell.collector.connections.accepted", "Connections that were taken");
        Gauge.builder("logbell.collector.connections.open", connections, AtomicLong::doubleValue)
                .tag("input", input)
                .description("Connections that are open")
                .register(registry);
        for (Drop drop : Drop.values()) {
            dropped(drop);
        }
        for (Refusal refusal : Refusal.values()) {
            refused(refusal);
        }
    }

    String input() {
        return input;
    }

    /** Why a datagram was dropped. */
    public enum Drop {
        /** The system had no place left for it: senders were faster than what is behind, for longer than it could hold. */
        RECEIVE_BUFFER("receive_buffer"),
        /** Its sender is not allowed. */
        SENDER("sender"),
        /** It is no whole message and belongs to none, e.g. a compressed one that is damaged. */
        MALFORMED("malformed"),
        /** It holds nothing but line ends. */
        EMPTY("empty"),
        /** The network brought it twice. */
        DUPLICATE("duplicate"),
        /** Other chunks of its message did not arrive in time. */
        INCOMPLETE("incomplete"),
        /** The port was closed while there was no room for it. */
        CLOSED("closed");

        final String reason;

        Drop(String reason) {
            this.reason = reason;
        }
    }

    /** Why a connection was closed at once. */
    enum Refusal {
        SENDER("sender"),
        TOO_MANY("too_many");

        private final String reason;

        Refusal(String reason) {
            this.reason = reason;
        }
    }

    public void cut() {
        messagesCut.increment();
    }

    void received(long datagrams) {
        datagramsReceived.increment((double) datagrams);
    }

    void drop(Drop reason, long datagrams) {
        dropped(reason).increment((double) datagrams);
    }

    void accept() {
        connectionsAccepted.increment();
        connections.incrementAndGet();
    }

    void refuse(Refusal reason) {
        refused(reason).increment();
    }

    void left() {
        connections.decrementAndGet();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name)
                .tag("input", input)
                .description(description)
                .register(registry);
    }

    private Counter dropped(Drop drop) {
        return Counter.builder("logbell.collector.datagrams.dropped")
                .tag("input", input)
                .tag("reason", drop.reason)
                .description("Datagrams that are lost")
                .register(registry);
    }

    private Counter refused(Refusal refusal) {
        return Counter.builder("logbell.collector.connections.refused")
                .tag("input", input)
                .tag("reason", refusal.reason)
                .description("Connections that were closed at once")
                .register(registry);
    }
}
