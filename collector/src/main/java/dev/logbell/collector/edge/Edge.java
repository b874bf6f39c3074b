package dev.logbell.collector.edge;

import dev.logbell.log.LogChunk;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** The last place that every chunk passes before it leaves the machine. Its rules may change at any time. */
public final class Edge {
    private final MeterRegistry registry;
    private volatile EdgeRules rules;

    public Edge(EdgeRules rules, MeterRegistry registry) {
        this.rules = rules;
        this.registry = registry;
        masked("card");
    }

    /** Puts other rules in the place of those that were; the next chunk of each source follows them. */
    public void follow(EdgeRules next) {
        rules = next;
    }

    /**
     * What is to be done to the chunks of one source, in their order, each once. It changes the bytes of the chunk it is
     * given. For one thread.
     */
    public UnaryOperator<LogChunk> open() {
        return new SourceEdge(this)::apply;
    }

    LongSupplier millis() {
        return () -> System.nanoTime() / 1_000_000;
    }

    EdgeRules rules() {
        return rules;
    }

    void countDropped(String reason) {
        Counter.builder("logbell.collector.events.dropped")
                .description("Events that were left out before they left the machine")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    void countMasked(String rule) {
        masked(rule).increment();
    }

    private Counter masked(String rule) {
        return Counter.builder("logbell.collector.secrets.masked")
                .description("Secrets that were masked before they left the machine")
                .tag("rule", rule)
                .register(registry);
    }
}
