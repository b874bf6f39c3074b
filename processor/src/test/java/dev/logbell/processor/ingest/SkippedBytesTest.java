package dev.logbell.processor.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Skips;
import dev.logbell.log.Source;
import dev.logbell.processor.parse.ChunkParser;
import dev.logbell.processor.parse.ParsedChunk;
import dev.logbell.processor.store.SourceBatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a collector left out on purpose is counted once by its reason, and moves nothing of what is kept. */
class SkippedBytesTest {
    private static final Source SOURCE = new Source("file:a", Map.of());
    private static final Duration SOON = Duration.ofSeconds(10);

    private final StoreInMemory store = new StoreInMemory();

    /**
     * A collector cuts and drops at random, is killed and begins again somewhere before, and cuts and drops otherwise;
     * the processor is killed too, and another one goes on. Whatever they do, the store has each kept event at its
     * offset, and every byte in the account once.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void keepsOffsetsAndTheAccountWhateverIsDropped(int block) {
        for (int seed = block * 1000; seed < block * 1000 + 50; seed++) {
            StoreInMemory kept = new StoreInMemory();
            Map<Long, String> lines = run(new Random(seed), kept);
            for (LogEvent event : kept.events) {
                assertThat(event.body()).as("seed %d", seed).isEqualTo(lines.get(event.offset()));
            }
            assertThat(kept.events.stream().map(LogEvent::offset))
                    .as("seed %d", seed)
                    .doesNotHaveDuplicates()
                    .isSorted();
            long dropped =
                    kept.dropped.values().stream().mapToLong(Long::longValue).sum();
            assertThat(kept.storedBytes + dropped).as("seed %d", seed).isEqualTo(kept.watermarks.get("file:a"));
            assertThat(kept.dropped.keySet()).as("seed %d", seed).isSubsetOf("filtered", "sampled");
        }
    }

    private static Map<Long, String> run(Random random, StoreInMemory store) {
        List<String> lines = new ArrayList<>();
        Map<Long, String> byOffset = new java.util.HashMap<>();
        List<Long> starts = new ArrayList<>();
        long end = 0;
        for (int i = 0; i < 60; i++) {
            String line = "line number " + i + " ünd ".repeat(random.nextInt(4)) + ".";
            lines.add(line);
            starts.add(end);
            byOffset.put(end, line);
            end += line.getBytes(UTF_8).length + 1;
        }
        GroupCommit commit = commit(store);
        ChunkParser parser = new ChunkParser();
        int next = 0;
        while (next < lines.size()) {
            int many = Math.min(1 + random.nextInt(6), lines.size() - next);
            LogChunk chunk = chunk(lines.subList(next, next + many), starts.get(next), random);
            next += many;
            LogChunk sent = random.nextInt(3) == 0 ? chunk.from(chunk.offset() + random.nextInt(30)) : chunk;
            if (sent.offset() > watermark(store)) {
                sent = chunk;
            }
            store(commit, sent, sent.isEmpty() ? new ParsedChunk(List.of(), 0, Map.of()) : parser.parse(sent));
            if (random.nextInt(5) == 0) {
                next = random.nextInt(next + 1);
            }
            if (random.nextInt(5) == 0) {
                commit = commit(store);
                parser = new ChunkParser();
            }
        }
        assertThat(watermark(store)).isEqualTo(end);
        return byOffset;
    }

    private static LogChunk chunk(List<String> lines, long offset, Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Skips.Builder skips = new Skips.Builder();
        for (String line : lines) {
            byte[] raw = (line + "\n").getBytes(UTF_8);
            switch (random.nextInt(4)) {
                case 0 -> skips.add(bytes.size(), raw.length, "filtered");
                case 1 -> skips.add(bytes.size(), raw.length, "sampled");
                default -> bytes.writeBytes(raw);
            }
        }
        return new LogChunk(SOURCE, offset, bytes.toByteArray(), Framing.LINES, Instant.EPOCH, false, skips.build());
    }

    @Test
    void movesTheWatermarkOverAChunkOfWhichNothingIsKept() {
        Skips.Builder skips = new Skips.Builder();
        skips.add(0, 100, "rate-limited");
        LogChunk chunk = new LogChunk(SOURCE, 0, new byte[0], Framing.LINES, Instant.EPOCH, false, skips.build());
        GroupCommit commit = commit(store);
        store(commit, chunk, new ChunkParser().parse(chunk));
        store(commit, chunk, new ChunkParser().parse(chunk));
        assertThat(store.watermarks).containsEntry("file:a", 100L);
        assertThat(store.dropped).containsExactly(Map.entry("rate-limited", 100L));
    }

    @Test
    void joinsNoLinesOverWhatWasLeftOut() {
        Skips.Builder skips = new Skips.Builder();
        skips.add(4, 10, "filtered");
        byte[] bytes = "one\n\tat first sight\n".getBytes(UTF_8);
        LogChunk chunk = new LogChunk(SOURCE, 0, bytes, Framing.LINES, Instant.EPOCH, false, skips.build());
        assertThat(new ChunkParser().parse(chunk).events())
                .extracting(LogEvent::offset)
                .containsExactly(0L, 14L);
    }

    private static long watermark(StoreInMemory store) {
        return store.watermarks.getOrDefault("file:a", 0L);
    }

    private static GroupCommit commit(StoreInMemory store) {
        GroupCommit commit = new GroupCommit(
                store, chunk -> new ChunkParser().parse(chunk), new IngestMetrics(new SimpleMeterRegistry()));
        commit.know(SOURCE.id(), store.watermarks.getOrDefault("file:a", SourceBatch.UNKNOWN));
        return commit;
    }

    private static void store(GroupCommit commit, LogChunk chunk, ParsedChunk parsed) {
        commit.store(new Work(chunk, parsed, List.of())).await().atMost(SOON);
    }
}
