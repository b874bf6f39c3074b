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
