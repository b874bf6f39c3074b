package dev.logbell.processor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.store.Arrivals;
import dev.logbell.processor.store.Caller;
import dev.logbell.processor.store.EventContext;
import dev.logbell.processor.store.EventCounts;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventReader;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.SqlAnswer;
import dev.logbell.processor.store.SqlQuestion;
import dev.logbell.processor.store.Tally;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TailTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Tail tail = new Tail(Clock.fixed(NOON, ZoneOffset.UTC));
    private final Follower follower = tail.follow(event -> true).orElseThrow();

    @AfterEach
    void stop() {
        tail.stop();
    }

    @Test
    void tellsWhatThisProcessStores() {
        tail.appended(List.of(batch(0, 2)));

        assertThat(told(2)).containsExactly(0L, 1L);
    }

    @Test
    void tellsWhatOthersStoreAfterTheFirstLookAndNothingTwice() {
        look(new Arrivals(Map.of("file:a", 5L), events(0, 5)));
        look(new Arrivals(Map.of("file:a", 7L), events(5, 2)));
        tail.appended(List.of(batch(6, 2)));

        assertThat(told(3)).containsExactly(5L, 6L, 7L);
    }

    @Test
    void letsOnlySoManyFollow() {
        for (int i = 1; i < 100; i++) {
            assertThat(tail.follow(event -> true)).isPresent();
        }

        assertThat(tail.follow(event -> true)).isEmpty();
        tail.leave(follower);
        assertThat(tail.follow(event -> true)).isPresent();
    }

    private List<Long> told(int count) {
        List<Long> offsets = new ArrayList<>();
        while (offsets.size() < count) {
            for (TailItem item : follower.next().await().atMost(Duration.ofSeconds(30))) {
                if (item instanceof TailItem.Stored(LogEvent event)) {
                    offsets.add(event.offset());
                }
            }
        }
        return offsets;
    }

    private void look(Arrivals arrivals) {
        Found search = new Found(arrivals);
        Awaitility.await().until(() -> {
            tail.look(search).await().atMost(Duration.ofSeconds(30));
            return search.isAsked;
        });
    }

    private static SourceBatch batch(long from, int count) {
        return new SourceBatch(
                new Source("file:a", Map.of()), from, from + count, events(from, count), count, Map.of(), List.of());
    }

    private static List<LogEvent> events(long from, int count) {
        List<LogEvent> events = new ArrayList<>();
        for (long offset = from; offset < from + count; offset++) {
            events.add(new LogEvent(NOON, NOON, 9, "I", "x", Map.of(), Map.of(), null, null, "file:a", offset));
        }
        return events;
    }

    /** A store in which others have stored something. */
    private static final class Found implements LogSearch {
        private final Arrivals arrivals;
        private boolean isAsked;

        Found(Arrivals arrivals) {
            this.arrivals = arrivals;
        }

        @Override
        public Uni<Arrivals> arrivals(Arrivals.Question question, Caller caller) {
            isAsked = true;
            return Uni.createFrom().item(arrivals);
        }

        @Override
        public <T> Uni<T> read(EventRange range, EventReader<T> reader, Caller caller) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Tally> count(EventCounts question, Caller caller) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<EventContext> context(EventContext.Place place, Caller caller) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<SqlAnswer> sql(SqlQuestion question, Caller caller) {
            throw new UnsupportedOperationException();
        }
    }
}
