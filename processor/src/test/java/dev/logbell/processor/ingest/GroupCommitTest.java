package dev.logbell.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.parse.ParsedChunk;
import dev.logbell.processor.store.SourceBatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private static final Source SOURCE = new Source("file:a", Map.of());
    private static final Duration SOON = Duration.ofSeconds(10);

    private final StoreInMemory store = new StoreInMemory();

    @Test
    void storesEveryLineOnceAndMovesTheWatermark() {
        GroupCommit commit = commit(SourceBatch.UNKNOWN);
        store(commit, chunk(0, "a\nb\n"));
        store(commit, chunk(4, "c\n"));
        assertThat(bodies()).containsExactly("a", "b", "c");
        assertThat(store.watermarks).containsEntry("file:a", 6L);
        assertThat(store.dropped).isEmpty();
    }

    @Test
    void storesWhatWaitedDuringATransactionInOneMore() {
        AtomicReference<UniEmitter<? super Void>> gate = new AtomicReference<>();
        store.gate = Uni.createFrom().<Void>emitter(gate::set).memoize().indefinitely();
        GroupCommit commit = commit(SourceBatch.UNKNOWN);
        List<Uni<Void>> stored = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Uni<Void> one =
                    commit.store(work(chunk(i * 2L, i + "\n"))).memoize().indefinitely();
            one.subscribe().with(done -> {});
            stored.add(one);
        }
        gate.get().complete(null);
        stored.forEach(one -> one.await().atMost(SOON));
        assertThat(bodies()).containsExactly("0", "1", "2", "3", "4");
        assertThat(store.appends).isEqualTo(2);
    }

    @Test
    void leavesOutWhatAnotherProcessorHasStoredMeanwhile() {
        GroupCommit zombie = commit(SourceBatch.UNKNOWN);
        GroupCommit owner = commit(SourceBatch.UNKNOWN);
        store(owner, chunk(0, "a\nb\n"));
        store(zombie, chunk(0, "a\nb\nc\n"));
        store(owner, chunk(4, "c\nd\n"));
        store(zombie, chunk(6, "d\n"));
        assertThat(bodies()).containsExactly("a", "b", "c", "d");
        assertThat(store.dropped).isEmpty();
    }

    @Test
    void countsBytesThatNeverArrivedAsAGap() {
        GroupCommit commit = commit(4);
        store.watermarks.put("file:a", 4L);
        store(commit, chunk(10, "x\n"));
        assertThat(bodies()).containsExactly("x");
        assertThat(store.dropped).containsExactly(Map.entry("gap", 6L));
    }

    @Test
    void takesTheFirstOffsetOfANewSourceAsItsStart() {
        store(commit(SourceBatch.UNKNOWN), chunk(1000, "x\n"));
        assertThat(store.dropped).isEmpty();
        assertThat(store.watermarks).containsEntry("file:a", 1002L);
    }

    @Test
    void asksAFailingStoreAgain() {
        store.failures = 2;
        store(commit(SourceBatch.UNKNOWN), chunk(0, "a\n"));
        assertThat(bodies()).containsExactly("a");
        assertThat(store.appends).isEqualTo(3);
    }

    private GroupCommit commit(long watermark) {
        GroupCommit commit =
                new GroupCommit(store, GroupCommitTest::parse, new IngestMetrics(new SimpleMeterRegistry()));
        commit.know(SOURCE.id(), watermark);
        return commit;
    }

    private static void store(GroupCommit commit, LogChunk chunk) {
        commit.store(work(chunk)).await().atMost(SOON);
    }

    private static Work work(LogChunk chunk) {
        return new Work(chunk, parse(chunk), List.of());
    }

    private static LogChunk chunk(long offset, String text) {
        return new LogChunk(SOURCE, offset, text.getBytes(StandardCharsets.UTF_8), Framing.LINES, Instant.EPOCH, false);
    }

    private static ParsedChunk parse(LogChunk chunk) {
        List<LogEvent> events = new ArrayList<>();
        long offset = chunk.offset();
        for (String line : new String(chunk.bytes(), StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isEmpty()) {
                events.add(new LogEvent(
                        Instant.EPOCH,
                        Instant.EPOCH,
                        0,
                        "",
                        line,
                        Map.of(),
                        Map.of(),
                        null,
                        null,
                        SOURCE.id(),
                        offset));
            }
            offset += line.length() + 1;
        }
        return new ParsedChunk(events, chunk.bytes().length, Map.of());
    }

    private List<String> bodies() {
        return store.events.stream().map(LogEvent::body).toList();
    }
}
