package dev.logbell.collector.source.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The figures of what is pushed over HTTP. */
public final class PushMetrics {
    private final MeterRegistry registry;

    public PushMetrics(MeterRegistry registry, Memory memory) {
        this.registry = registry;
        Gauge.builder("logbell.collector.pushes.memory.bytes", memory, Memory::used)
                .description("Memory that pushes take until they are answered")
                .register(registry);
    }

    /** Counts events that were left out of what was taken, as their sender was told. */
    void rejected(String protocol, long events) {
        if (events > 0) {
            Counter.builder("logbell.collector.records.rejected")
                    .description("Events of requests that were taken which could not be kept, as their sender was told")
                    .tag("protocol", protocol)
                    .tag("reason", "malformed")
                    .register(registry)
                    .increment((double) events);
        }
    }

    /** Counts an answer: {@code taken}, or why not. */
    void answered(String protocol, String reason) {
        Counter.builder("logbell.collector.pushes.answered")
                .description("Requests that senders pushed and were told about")
                .tag("protocol", protocol)
                .tag("reason", reason)
                .register(registry)
                .increment();
    }
}
