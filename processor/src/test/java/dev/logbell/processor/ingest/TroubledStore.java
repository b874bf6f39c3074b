package dev.logbell.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.parse.ChunkParser;
import dev.logbell.processor.store.Caller;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventSearch;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.StoreWriting;
import dev.logbell.query.Query;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The end of the main path over a store that something happens to: what waits, what is said, what is stored at last. */
final class TroubledStore {
    private static final Source SOURCE = new Source("file:a", Map.of());
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LINES = 20;

    private final StoreWriting writing;
    private final LogSearch search;
    private final GroupCommit commit;
    private volatile Duration ahead = Duration.ZERO;
    private long offset;
    private int lines;

    TroubledStore(LogStore store, LogSearch search) {
        this.writing = new StoreWriting(new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return java.time.ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.now().plus(ahead);
            }
        });
        this.search = search;
        ChunkParser parser = new ChunkParser();
        this.commit =
                new GroupCommit(writing.watched(store), parser::parse, new IngestMetrics(new SimpleMeterRegistry()));
        commit.know(SOURCE.id(), SourceBatch.UNKNOWN);
    }

    /** Hands on the next lines; done when they are acknowledged. */
    CompletableFuture<Void> send() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append("line ")
                    .append(lines++)
                    .append(" of ")
                    .append("x".repeat(100))
                    .append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        LogChunk chunk = new LogChunk(SOURCE, offset, bytes, Framing.LINES, Instant.now(), false);
        offset = chunk.endOffset();
        return commit.store(new Work(chunk, new ChunkParser().parse(chunk), List.of()))
                .subscribeAsCompletionStage();
    }

    /** Waits until the health says these words, while nothing that was sent is acknowledged. */
    void waitsAndSays(CompletableFuture<Void> sent, String... words) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(writing.problem().orElse("")).contains(words));
        assertThat(sent).isNotDone();
    }

    /** Makes it a minute later, as far as the health knows. */
    void passAMinute() {
        ahead = ahead.plusMinutes(1);
    }

    /** What was sent is acknowledged by itself, and stored once. */
    void goesOn(CompletableFuture<Void> sent) {
        await().atMost(PATIENCE).until(sent::isDone);
        assertThat(sent).isCompleted();
        assertThat(writing.problem()).isEmpty();
        holdsEachLineOnce();
    }

    private void holdsEachLineOnce() {
        EventSearch all = new EventSearch(EventRange.newestFirst(new Query.All(), null, null), 10_000, 0);
        List<LogEvent> events =
                search.search(all, Caller.patient()).await().atMost(PATIENCE).events();
        assertThat(events.stream().map(event -> event.body().split(" ", 3)[1]))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, lines).mapToObj(Integer::toString).toList());
    }
}
