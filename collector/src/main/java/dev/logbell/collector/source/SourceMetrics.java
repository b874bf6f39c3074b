package dev.logbell.collector.source;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** The figures of all sources of one input together, as {@code logbell_collector_*}. */
public final class SourceMetrics {
    private final MeterRegistry registry;
    private final String input;
    private final Counter bytesRead;
    private final Counter bytesAcknowledged;
    private final Counter chunksSent;
    private final Counter bytesOvertaken;
    private final Counter generationsEnded;
    private final AtomicLong lag = new AtomicLong();
    private final AtomicLong sources = new AtomicLong();

    /** The figures of the files. */
    public SourceMetrics(MeterRegistry registry, InFlight inFlight) {
        this(registry, inFlight, "files");
    }

    /**
     * The figures of one input.
     *
     * @param input the tag that tells them from those of the others
     */
    public SourceMetrics(MeterRegistry registry, InFlight inFlight, String input) {
        this.registry = registry;
        this.input = input;
        bytesRead = counter("logbell.collector.bytes.read", "Bytes taken from sources, once each");
        bytesAcknowledged = counter("logbell.collector.bytes.acknowledged", "Bytes that are safe downstream");
        chunksSent = counter("logbell.collector.chunks.sent", "Chunks handed on, those sent again among them");
        bytesOvertaken = counter(
                "logbell.collector.bytes.overtaken",
                "Bytes that were refused while later ones of their source were taken");
        generationsEnded = counter("logbell.collector.files.truncated", "Files that began anew under the same inode");
        Gauge.builder("logbell.collector.lag.bytes", lag, AtomicLong::doubleValue)
                .tag("input", input)
                .description("Bytes written to sources that are not safe downstream yet")
                .register(registry);
        Gauge.builder("logbell.collector.sources.followed", sources, AtomicLong::doubleValue)
                .tag("input", input)
                .description("Sources that are read")
                .register(registry);
        Gauge.builder("logbell.collector.in.flight.bytes", inFlight, InFlight::bytes)
                .tag("input", input)
                .description("Bytes on their way")
                .register(registry);
        for (Trouble trouble : Trouble.values()) {
            errors(trouble);
        }
    }

    /** What can go wrong, as the {@code reason} of {@code logbell_collector_errors_total}. */
    public enum Trouble {
        OPEN("open"),
        READ("read"),
        REFUSED("refused"),
        CHECKPOINT("checkpoint");

        private final String reason;

        Trouble(String reason) {
            this.reason = reason;
        }
    }

    public void read(long bytes) {
        bytesRead.increment((double) bytes);
    }

    public void acknowledged(long bytes) {
        bytesAcknowledged.increment((double) bytes);
    }

    public void sent() {
        chunksSent.increment();
    }

    public void overtaken(long bytes) {
        bytesOvertaken.increment((double) bytes);
    }

    public void truncated() {
        generationsEnded.increment();
    }

    public void failed(Trouble trouble) {
        errors(trouble).increment();
    }

    /** Sets how many sources there are, and how much of them is not safe yet. */
    public void now(int sourceCount, long lagBytes) {
        sources.set(sourceCount);
        lag.set(lagBytes);
    }

    private Counter errors(Trouble trouble) {
        return Counter.builder("logbell.collector.errors")
                .description("Things that failed and are tried again")
                .tag("input", input)
                .tag("reason", trouble.reason)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name)
                .tag("input", input)
                .description(description)
                .register(registry);
    }
}
