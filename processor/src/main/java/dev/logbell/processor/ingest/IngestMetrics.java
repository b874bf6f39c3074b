package dev.logbell.processor.ingest;

import dev.logbell.alert.Alert;
import dev.logbell.log.LogChunk;
import dev.logbell.processor.store.SourceBatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The counters of the main path. */
final class IngestMetrics {
    private final MeterRegistry registry;
    private final Counter chunksReceived;
    private final Counter bytesReceived;
    private final Counter eventsStored;
    private final Counter bytesStored;
    private final Counter storeFailures;

    IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
        chunksReceived = registry.counter("logbell.processor.chunks.received");
        bytesReceived = registry.counter("logbell.processor.bytes.received");
        eventsStored = registry.counter("logbell.processor.events.stored");
        bytesStored = registry.counter("logbell.processor.bytes.stored");
        storeFailures = registry.counter("logbell.processor.appends.failed");
    }

    void received(LogChunk chunk) {
        chunksReceived.increment();
        bytesReceived.increment(chunk.bytes().length);
    }

    void stored(SourceBatch part) {
        eventsStored.increment(part.events().size());
        bytesStored.increment((double) part.storedBytes());
        part.droppedBytes()
                .forEach((reason, bytes) -> registry.counter("logbell.processor.bytes.dropped", "reason", reason)
                        .increment((double) bytes));
    }

    void raised(Alert alert) {
        registry.counter("logbell.processor.alerts.raised", "alertname", alert.name())
                .increment();
    }

    void alertRefused() {
        registry.counter("logbell.processor.alerts.retried").increment();
    }

    void storeFailed() {
        storeFailures.increment();
    }
}
