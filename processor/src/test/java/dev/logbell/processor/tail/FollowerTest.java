package dev.logbell.processor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.LogEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FollowerTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void tellsWhatMatchesInOrder() {
        Follower follower = new Follower(event -> event.offset() != 1);
        follower.offer(events(0, 3));

        assertThat(next(follower).join()).containsExactly(stored(0), stored(2));
    }

    @Test
    void completesOnceThereIsSomething() {
        Follower follower = new Follower(event -> true);
        CompletableFuture<List<TailItem>> next = next(follower);
        assertThat(next).isNotDone();

        follower.offer(events(0, 1));

        assertThat(next.join()).containsExactly(stored(0));
    }

    @Test
    void saysHowManyWereDroppedWhereTheyWouldHaveBeen() {
        Follower follower = new Follower(event -> true);
        follower.offer(events(0, 12_000));

        List<TailItem> told = takeAll(follower);
        follower.offer(events(20_000, 1));

        assertThat(told).hasSize(10_001);
        assertThat(told.get(9_999)).isEqualTo(stored(9_999));
        assertThat(told.getLast()).isEqualTo(new TailItem.Dropped(2_000));
        assertThat(next(follower).join()).containsExactly(stored(20_000));
    }

    @Test
    void boundsWhatWaitsBySizeToo() {
        Follower follower = new Follower(event -> true);
        List<LogEvent> large = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            large.add(event(i, "x".repeat(1 << 20)));
        }
        follower.offer(large);

        assertThat(takeAll(follower).getLast()).isEqualTo(new TailItem.Dropped(22));
    }

    @Test
    void saysThatItIsQuietOnlyToThoseWhoWait() {
        Follower follower = new Follower(event -> true);
        follower.quiet();
        CompletableFuture<List<TailItem>> next = next(follower);
        assertThat(next).isNotDone();

        follower.quiet();

        assertThat(next.join()).containsExactly(new TailItem.Quiet());
    }

    private static List<TailItem> takeAll(Follower follower) {
        List<TailItem> told = new ArrayList<>();
        while (told.isEmpty() || !(told.getLast() instanceof TailItem.Dropped)) {
            told.addAll(next(follower).join());
        }
        return told;
    }

    private static CompletableFuture<List<TailItem>> next(Follower follower) {
        return follower.next().subscribeAsCompletionStage();
    }

    private static TailItem stored(long offset) {
        return new TailItem.Stored(event(offset, "line " + offset));
    }

    private static List<LogEvent> events(long from, int count) {
        List<LogEvent> events = new ArrayList<>();
        for (long offset = from; offset < from + count; offset++) {
            events.add(event(offset, "line " + offset));
        }
        return events;
    }

    private static LogEvent event(long offset, String body) {
        return new LogEvent(NOON, NOON, 9, "INFO", body, Map.of(), Map.of(), null, null, "file:a", offset);
    }
}
