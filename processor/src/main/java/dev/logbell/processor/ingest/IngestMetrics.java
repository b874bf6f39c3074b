package dev.logbell.processor.ingest;

import dev.logbell.alert.Alert;
import dev.logbell.alert.RaisedAlerts;
import dev.logbell.log.LogChunk;
import dev.logbell.processor.store.SourceBatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Collectors;

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
        chunksReceived = counter("logbell.processor.chunks.received", "Chunks of lines that came in");
        bytesReceived = counter("logbell.processor.bytes.received", "Bytes of lines that came in");
        eventsStored = counter("logbell.processor.events.stored", "Events that the store holds");
        bytesStored = counter("logbell.processor.bytes.stored", "Bytes of the lines whose events the store holds");
        storeFailures = counter("logbell.processor.appends.failed", "Transactions that failed and are tried again");
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    void received(LogChunk chunk) {
        chunksReceived.increment();
        bytesReceived.increment(chunk.bytes().length);
    }

    void stored(SourceBatch part) {
        eventsStored.increment(part.events().size());
        bytesStored.increment((double) part.storedBytes());
        part.droppedBytes()
                .forEach((reason, bytes) -> counter(
                                "logbell.processor.bytes.dropped",
                                "Bytes that were not stored, by the reason",
                                "reason",
                                reason)
                        .increment((double) bytes));
    }

    void raised(List<Alert> alerts) {
        alerts.stream()
                .collect(Collectors.groupingBy(Alert::name, Collectors.counting()))
                .forEach((name, count) -> counter(
                                "logbell.processor.alerts.raised", "Alerts that rules raised", "alertname", name)
                        .increment((double) count));
    }

    void refused(RaisedAlerts alerts) {
        counter("logbell.processor.alerts.retried", "Alerts that were not taken and are sent again")
                .increment(alerts.alerts().size());
    }

    void storeFailed() {
        storeFailures.increment();
    }
}
