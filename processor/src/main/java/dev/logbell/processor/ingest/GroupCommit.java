package dev.logbell.processor.ingest;

import dev.logbell.log.LogChunk;
import dev.logbell.processor.parse.ParsedChunk;
import dev.logbell.processor.store.AppendOutcome;
import dev.logbell.processor.store.AppendOutcome.Appended;
import dev.logbell.processor.store.AppendOutcome.Conflict;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.SourceBatch;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Stores chunks in the order they were given in, one transaction at a time; whatever arrives during one transaction
 * goes into the next together. A failing store is asked again until it succeeds, with everything else waiting.
 */
final class GroupCommit {
    private static final Logger LOG = Logger.getLogger(GroupCommit.class);
    static final long MOST_BYTES = 1 << 19;
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    private final LogStore store;
    private final Function<LogChunk, ParsedChunk> parse;
    private final IngestMetrics metrics;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final Map<String, Long> watermarks = new HashMap<>();
    private boolean isStoring;
    private volatile boolean isFailing;

    private record Waiting(Work work, UniEmitter<? super Void> done) {}

    /**
     * Nothing is stored until the first {@link #store}.
     *
     * @param parse used on the store's threads, one call at a time
     */
    GroupCommit(LogStore store, Function<LogChunk, ParsedChunk> parse, IngestMetrics metrics) {
        this.store = store;
        this.parse = parse;
        this.metrics = metrics;
    }

    /** Says what the store holds of a source, before its first chunk; {@link SourceBatch#UNKNOWN} for nothing. */
    synchronized void know(String source, long watermark) {
        watermarks.put(source, watermark);
    }

    /** Stores a chunk: completes when it, and all that came before it, is durable. Never fails. */
    Uni<Void> store(Work work) {
        return Uni.createFrom().emitter(done -> {
            List<Waiting> batch;
            synchronized (this) {
                waiting.add(new Waiting(work, done));
                if (isStoring) {
                    return;
                }
                isStoring = true;
                batch = take();
            }
            write(batch);
        });
    }

    private synchronized List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>();
        long bytes = 0;
        while (!waiting.isEmpty() && bytes < MOST_BYTES) {
            Waiting next = waiting.remove();
            bytes += next.work().chunk().bytes().length;
            batch.add(next);
        }
        isStoring = !batch.isEmpty();
        return batch;
    }

    private void write(List<Waiting> batch) {
        Uni.createFrom()
                .deferred(() -> append(batch))
                .onFailure()
                .invoke(this::report)
                .onFailure()
                .retry()
                .withBackOff(FIRST_DELAY, LONGEST_DELAY)
                .indefinitely()
                .subscribe()
                .with(stored -> {
                    tellRecovery();
                    stored.forEach(this::moved);
                    batch.forEach(chunk -> chunk.done().complete(null));
                    List<Waiting> next = take();
                    if (!next.isEmpty()) {
                        write(next);
                    }
                });
    }

    /** Appends until no other processor has moved a watermark meanwhile. */
    private Uni<List<SourceBatch>> append(List<Waiting> batch) {
        List<SourceBatch> parts = build(batch);
        if (parts.isEmpty()) {
            return Uni.createFrom().item(parts);
        }
        return store.append(parts).chain(outcome -> settle(outcome, parts, batch));
    }

    private Uni<List<SourceBatch>> settle(AppendOutcome outcome, List<SourceBatch> parts, List<Waiting> batch) {
        return switch (outcome) {
            case Appended() -> Uni.createFrom().item(parts);
            case Conflict(Map<String, Long> actual) -> {
                synchronized (this) {
                    watermarks.putAll(actual);
                }
                yield append(batch);
            }
        };
    }

    private synchronized List<SourceBatch> build(List<Waiting> batch) {
        Map<String, BatchBuilder> builders = new LinkedHashMap<>();
        for (Waiting item : batch) {
            LogChunk chunk = item.work().chunk();
            builders.computeIfAbsent(
                            chunk.source().id(),
                            id -> new BatchBuilder(
                                    chunk.source(), watermarks.getOrDefault(id, SourceBatch.UNKNOWN), parse))
                    .add(item.work());
        }
        return builders.values().stream()
                .filter(builder -> !builder.isEmpty())
                .map(BatchBuilder::build)
                .toList();
    }

    private synchronized void moved(SourceBatch part) {
        watermarks.put(part.source().id(), part.watermark());
        metrics.stored(part);
    }

    /** Says so once: a full disk fails for hours, and its log may be on that disk. */
    private void report(Throwable failure) {
        metrics.storeFailed();
        if (!isFailing) {
            isFailing = true;
            LOG.warnf(
                    "The store does not take events: %s. Nothing is lost: asking again, and reading no further until it does",
                    failure.toString());
        }
    }

    private void tellRecovery() {
        if (isFailing) {
            isFailing = false;
            LOG.info("The store takes events again");
        }
    }
}
