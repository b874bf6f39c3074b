package dev.logbell.processor.ingest;

import dev.logbell.alert.Alert;
import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.AppendOutcome;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.SourceAccount;
import dev.logbell.processor.store.SourceBatch;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A store that two groups of commits can share, that can fail, and that can be held up in the middle of an append. */
final class StoreInMemory implements LogStore {
    final Map<String, Long> watermarks = new HashMap<>();
    final List<LogEvent> events = new ArrayList<>();
    final Map<String, Long> dropped = new HashMap<>();
    long storedBytes;
    int appends;
    int failures;
    Uni<Void> gate = Uni.createFrom().voidItem();

    @Override
    public Uni<Void> open() {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Map<String, Long>> watermarks(Collection<String> sources) {
        return Uni.createFrom().item(Map.copyOf(watermarks));
    }

    @Override
    public Uni<AppendOutcome> append(List<SourceBatch> batch) {
        return gate.map(open -> write(batch));
    }

    private AppendOutcome write(List<SourceBatch> batch) {
        appends++;
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("the disk is full");
        }
        Map<String, Long> moved = new HashMap<>();
        for (SourceBatch part : batch) {
            long actual = watermarks.getOrDefault(part.source().id(), SourceBatch.UNKNOWN);
            if (actual != part.expected()) {
                moved.put(part.source().id(), actual);
            }
        }
        if (!moved.isEmpty()) {
            return new AppendOutcome.Conflict(moved);
        }
        for (SourceBatch part : batch) {
            watermarks.put(part.source().id(), part.watermark());
            events.addAll(part.events());
            storedBytes += part.storedBytes();
            part.droppedBytes().forEach((reason, bytes) -> dropped.merge(reason, bytes, Long::sum));
        }
        return new AppendOutcome.Appended();
    }

    @Override
    public Uni<List<Alert>> alerts(int limit, int offset) {
        return Uni.createFrom().item(List.of());
    }

    @Override
    public Uni<List<SourceAccount>> accounts() {
        return Uni.createFrom().item(List.of());
    }

    @Override
    public Uni<Void> expire(Instant before) {
        return Uni.createFrom().voidItem();
    }
}
