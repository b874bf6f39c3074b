package dev.logbell.alerter.deliver;

import static dev.logbell.alerter.SampleAlerts.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.alerter.FakeClock;
import dev.logbell.alerter.SampleAlerts;
import dev.logbell.alerter.channel.Channel;
import dev.logbell.alerter.channel.Channel.RateLimit;
import dev.logbell.alerter.channel.Notification;
import dev.logbell.alerter.channel.Outcome;
import dev.logbell.alerter.outbox.Outbox;
import dev.logbell.alerter.outbox.Outbox.Arrival;
import dev.logbell.alerter.outbox.Outbox.DeliveryRecord;
import dev.logbell.alerter.outbox.Outbox.Filter;
import dev.logbell.alerter.outbox.Outbox.State;
import dev.logbell.alerter.outbox.SqliteOutbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelWorkerTest {
    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Notification> sent = new ArrayList<>();
    private final Queue<Outcome> outcomes = new ArrayDeque<>();
    private Outbox outbox;
    private ChannelWorker worker;

    @BeforeEach
    void open() {
        outbox = new SqliteOutbox(folder.resolve("logbell.db"));
        get(outbox.open());
        worker = worker("slack");
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void spendsItsLastTokenOnOneDigestOfAllThatIsDue() {
        arrive(1, 50);

        settleDown();

        assertThat(sent).hasSize(3);
        assertThat(sent.subList(0, 2)).allMatch(Notification.Single.class::isInstance);
        assertThat(sent.get(2).alerts()).hasSize(48);
        assertThat(states()).containsOnly(State.DELIVERED).hasSize(50);
        assertThat(metrics.counter("logbell_alerter_deliveries_digested", "channel", "slack")
                        .count())
                .isEqualTo(48);
    }

    @Test
    void waitsForATokenAndThenTellsTheOverflowAtOnce() {
        arrive(1, 50);
        settleDown();
        arrive(51, 70);

        assertThat(settleDown()).contains(NOON.plusSeconds(6));
        assertThat(sent).hasSize(3);

        clock.advance(Duration.ofSeconds(6));
        settleDown();
        assertThat(sent).hasSize(4);
        assertThat(sent.getLast().alerts()).hasSize(20);
        assertThat(states()).containsOnly(State.DELIVERED);
    }

    @Test
    void triesAgainLaterWithTheSameIdentity() {
        outcomes.add(new Outcome.RetryLater("answered 500", Optional.empty()));
        arrive(1, 1);

        Instant next = settleDown().orElseThrow();
        assertThat(next).isBetween(NOON.plusMillis(49), NOON.plusSeconds(1));
        assertThat(states()).containsExactly(State.PENDING);

        clock.advance(Duration.ofSeconds(1));
        settleDown();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).id()).isEqualTo(sent.get(1).id());
        assertThat(states()).containsExactly(State.DELIVERED);
    }

    @Test
    void retryAfterHoldsBackTheWholeChannel() {
        outcomes.add(new Outcome.RetryLater("answered 429", Optional.of(Duration.ofSeconds(30))));
        arrive(1, 2);

        assertThat(settleDown()).contains(NOON.plusSeconds(30));
        assertThat(sent).hasSize(1);

        clock.advance(Duration.ofSeconds(30));
        settleDown();
        assertThat(states()).containsOnly(State.DELIVERED);
    }

    @Test
    void aRefusalIsFinal() {
        outcomes.add(new Outcome.Refused("answered 404"));
        arrive(1, 1);

        assertThat(settleDown()).isEmpty();
        assertThat(states()).containsExactly(State.FAILED);
        assertThat(metrics.counter("logbell_alerter_deliveries_failed", "channel", "slack", "reason", "refused")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void givesUpWhatIsTooOld() {
        arrive(1, 1);
        clock.advance(Duration.ofHours(25));
        outcomes.add(new Outcome.RetryLater("was not reached", Optional.empty()));

        assertThat(settleDown()).isEmpty();
        assertThat(states()).containsExactly(State.FAILED);
    }

    @Test
    void goesOnAfterARestartWhereItStopped() {
        outcomes.add(new Outcome.RetryLater("was not reached", Optional.of(Duration.ofSeconds(5))));
        arrive(1, 2);
        settleDown();
        outbox.close();

        outbox = new SqliteOutbox(folder.resolve("logbell.db"));
        get(outbox.open());
        worker = worker("slack");
        assertThat(settleDown()).contains(NOON.plusSeconds(5));
        clock.advance(Duration.ofSeconds(5));
        settleDown();
        assertThat(states()).containsOnly(State.DELIVERED).hasSize(2);
    }

    private ChannelWorker worker(String name) {
        Channel channel = new Channel(
                name, Channel.Type.SLACK, "fake", List.of(), new RateLimit(3, Duration.ofSeconds(6)), notification -> {
                    sent.add(notification);
                    Outcome next = outcomes.poll();
                    return Uni.createFrom().item(next == null ? new Outcome.Delivered("answered 200") : next);
                });
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(7));
        return new ChannelWorker(channel, outbox, backoff, Duration.ofHours(24), clock, new DeliveryMetrics(metrics));
    }

    /** Takes turns until there is nothing to do now; says when there will be. */
    private Optional<Instant> settleDown() {
        Optional<Instant> next = get(worker.turn());
        while (next.isPresent() && !next.get().isAfter(clock.instant())) {
            next = get(worker.turn());
        }
        return next;
    }

    private void arrive(int from, int to) {
        for (int i = from; i <= to; i++) {
            get(outbox.add(List.of(new Arrival(SampleAlerts.alert(i), Set.of("slack"), clock.instant()))));
        }
    }

    private List<State> states() {
        return get(outbox.recent(new Filter(1000, Optional.empty(), Optional.empty()))).stream()
                .map(DeliveryRecord::state)
                .toList();
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}
