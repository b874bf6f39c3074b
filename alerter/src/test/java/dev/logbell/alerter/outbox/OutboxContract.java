package dev.logbell.alerter.outbox;

import static dev.logbell.alerter.SampleAlerts.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.logbell.alert.Alert;
import dev.logbell.alerter.SampleAlerts;
import dev.logbell.alerter.outbox.Outbox.Arrival;
import dev.logbell.alerter.outbox.Outbox.Filter;
import dev.logbell.alerter.outbox.Outbox.Settlement;
import dev.logbell.alerter.outbox.Outbox.State;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every outbox must do. */
abstract class OutboxContract {
    private static final Filter ALL = new Filter(100, Optional.empty(), Optional.empty());
    private Outbox outbox;

    /** An empty outbox. */
    abstract Outbox fresh() throws Exception;

    /** The same outbox after its process ended and started again. */
    abstract Outbox reopened() throws Exception;

    @BeforeEach
    void openFresh() throws Exception {
        outbox = fresh();
        get(outbox.open());
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void holdsOneDeliveryPerChannelInOrderOfArrival() {
        assertThat(get(outbox.add(List.of(arrival(2, "slack", "mail"), arrival(1, "slack")))))
                .isEqualTo(2);

        assertThat(dueIds("slack", 10)).containsExactly(id(2), id(1));
        assertThat(dueIds("slack", 1)).containsExactly(id(2));
        assertThat(dueIds("mail", 10)).containsExactly(id(2));
        assertThat(dueIds("other", 10)).isEmpty();
        assertThat(get(outbox.pending())).containsOnly(Map.entry("slack", 2L), Map.entry("mail", 1L));
    }

    @Test
    void anAlertThatComesAgainIsNoNewOne() {
        get(outbox.add(List.of(arrival(1, "slack"))));
        settle("slack", State.DELIVERED, 1);

        assertThat(get(outbox.add(List.of(arrival(1, "slack", "mail"), arrival(2, "slack"), arrival(2, "slack")))))
                .isEqualTo(1);

        assertThat(dueIds("slack", 10)).containsExactly(id(2));
        assertThat(dueIds("mail", 10)).isEmpty();
    }

    @Test
    void givesBackTheWholeAlert() {
        Alert hostile = SampleAlerts.alert(1, "nul \u0000 quote \" ' \\ emoji \uD83D\uDE00 tab \t end");
        get(outbox.add(List.of(new Arrival(hostile, Set.of("slack"), NOON))));

        assertThat(get(outbox.due("slack", NOON, 1)).getFirst().alert()).isEqualTo(hostile);
    }

    @Test
    void aRetriedDeliveryIsDueAtItsTime() {
        get(outbox.add(List.of(arrival(1, "slack"))));

        get(outbox.settle(
                "slack", List.of(id(1)), new Settlement(NOON, State.PENDING, NOON.plusSeconds(30), "answered 500")));

        assertThat(get(outbox.due("slack", NOON.plusSeconds(29), 10))).isEmpty();
        assertThat(get(outbox.nextDue("slack"))).contains(NOON.plusSeconds(30));
        var due = get(outbox.due("slack", NOON.plusSeconds(30), 10));
        assertThat(due).hasSize(1);
        assertThat(due.getFirst().attempts()).isEqualTo(1);
        assertThat(due.getFirst().arrivedAt()).isEqualTo(NOON);
    }

    @Test
    void postponesWhatIsDueEarlierOnly() {
        get(outbox.add(List.of(arrival(1, "slack"), arrival(2, "slack"), arrival(3, "mail"))));
        get(outbox.settle("slack", List.of(id(1)), new Settlement(NOON, State.PENDING, NOON.plusSeconds(90), "x")));

        get(outbox.postpone("slack", NOON.plusSeconds(60)));

        assertThat(get(outbox.nextDue("slack"))).contains(NOON.plusSeconds(60));
        assertThat(get(outbox.due("slack", NOON.plusSeconds(60), 10))).hasSize(1);
        assertThat(dueIds("mail", 10)).containsExactly(id(3));
    }

    @Test
    void remembersEveryAttemptAndTellsTheNewestFirst() {
        get(outbox.add(List.of(arrival(1, "slack", "mail"), arrival(2, "slack"))));
        settle("slack", State.PENDING, 1);
        settle("slack", State.DELIVERED, 1, 2);
        settle("mail", State.FAILED, 1);

        var all = get(outbox.recent(ALL));
        assertThat(all).extracting(Outbox.DeliveryRecord::alertId).containsExactly(id(2), id(1), id(1));
        assertThat(all).extracting(Outbox.DeliveryRecord::channel).containsExactly("slack", "mail", "slack");
        assertThat(all.get(2).history())
                .extracting(Outbox.Attempt::number, Outbox.Attempt::outcome)
                .containsExactly(tuple(1, "retried"), tuple(2, "delivered"));
        assertThat(all.get(2).lastError()).isNull();
        assertThat(all.get(2).labels()).containsEntry("alertname", "ErrorLine");
        assertThat(get(outbox.recent(new Filter(10, Optional.of(State.FAILED), Optional.empty()))))
                .extracting(Outbox.DeliveryRecord::channel, Outbox.DeliveryRecord::lastError)
                .containsExactly(tuple("mail", "because"));
        assertThat(get(outbox.recent(new Filter(1, Optional.empty(), Optional.of("slack")))))
                .hasSize(1);
    }

    @Test
    void keepsABoundedNumberOfAttempts() {
        get(outbox.add(List.of(arrival(1, "slack"))));
        for (int i = 0; i < Outbox.ATTEMPTS_KEPT + 5; i++) {
            settle("slack", State.PENDING, 1);
        }

        var delivery = get(outbox.recent(ALL)).getFirst();
        assertThat(delivery.attempts()).isEqualTo(Outbox.ATTEMPTS_KEPT + 5);
        assertThat(delivery.history()).hasSize(Outbox.ATTEMPTS_KEPT);
        assertThat(delivery.history().getLast().number()).isEqualTo(Outbox.ATTEMPTS_KEPT + 5);
    }

    @Test
    void aSettledDeliveryIsNotSettledAgain() {
        get(outbox.add(List.of(arrival(1, "slack"))));
        settle("slack", State.DELIVERED, 1);
        settle("slack", State.PENDING, 1);

        assertThat(get(outbox.recent(ALL)).getFirst().state()).isEqualTo(State.DELIVERED);
        assertThat(dueIds("slack", 10)).isEmpty();
    }

    @Test
    void sumsUpItsChannels() {
        get(outbox.add(List.of(arrival(1, "slack"), arrival(2, "slack"), arrival(3, "slack"))));
        settle("slack", State.DELIVERED, 1);
        settle("slack", State.FAILED, 2);

        assertThat(get(outbox.summaries()))
                .containsOnly(Map.entry(
                        "slack", new Outbox.Summary(1, 1, NOON.plusSeconds(1), NOON.plusSeconds(1), "because")));
    }

    @Test
    void forgetsWhatIsOldAndSettled() {
        get(outbox.add(List.of(arrival(1, "slack"), arrival(2, "slack"), arrival(3))));
        settle("slack", State.DELIVERED, 1);

        assertThat(get(outbox.prune(NOON))).isZero();
        assertThat(get(outbox.prune(NOON.plusSeconds(1)))).isEqualTo(2);

        assertThat(get(outbox.recent(ALL)))
                .extracting(Outbox.DeliveryRecord::alertId)
                .containsExactly(id(2));
    }

    @Test
    void survivesARestart() throws Exception {
        get(outbox.add(List.of(arrival(1, "slack"), arrival(2, "slack"))));
        settle("slack", State.DELIVERED, 1);
        outbox.close();

        outbox = reopened();
        get(outbox.open());

        assertThat(dueIds("slack", 10)).containsExactly(id(2));
        assertThat(get(outbox.add(List.of(arrival(1, "slack"))))).isZero();
    }

    @Test
    void addsAllOrNothing() {
        Arrival broken = new Arrival(SampleAlerts.alert(2), Set.of("slack"), Instant.MAX);

        assertThatThrownBy(() -> get(outbox.add(List.of(arrival(1, "slack"), broken, arrival(3, "slack")))))
                .isNotNull();
        assertThat(get(outbox.recent(ALL))).isEmpty();

        get(outbox.add(List.of(arrival(1, "slack"), arrival(2, "slack"), arrival(3, "slack"))));
        assertThat(dueIds("slack", 10)).containsExactly(id(1), id(2), id(3));
    }

    @Test
    void aCommitWhoseAnswerIsLostNeitherLosesNorRepeats() {
        AtomicBoolean isAnswerLost = new AtomicBoolean();
        Outbox troubled = (Outbox) Proxy.newProxyInstance(
                Outbox.class.getClassLoader(), new Class<?>[] {Outbox.class}, (proxy, method, arguments) -> {
                    Uni<?> answer = (Uni<?>) method.invoke(outbox, arguments);
                    return answer.invoke(done -> {
                        if (isAnswerLost.compareAndSet(false, true)) {
                            throw new IllegalStateException("the connection broke after the commit");
                        }
                    });
                });

        var stored = get(new GroupCommit(troubled).add(List.of(arrival(1, "slack"), arrival(2, "slack"))));

        assertThat(isAnswerLost).isTrue();
        assertThat(stored).hasSize(2);
        assertThat(get(outbox.recent(ALL)))
                .extracting(Outbox.DeliveryRecord::alertId)
                .containsExactly(id(2), id(1));
    }

    @Test
    void commitsAStormInGroups() {
        GroupCommit commits = new GroupCommit(outbox);

        var stored = get(Uni.join()
                .all(IntStream.range(0, 500)
                        .mapToObj(i -> commits.add(List.of(arrival(2 * i, "slack"), arrival(2 * i + 1, "slack"))))
                        .toList())
                .andFailFast());

        assertThat(stored).hasSize(500);
        assertThat(dueIds("slack", 1001)).hasSize(1000);
    }

    private void settle(String channel, State state, int... numbers) {
        get(outbox.settle(
                channel,
                IntStream.of(numbers).mapToObj(OutboxContract::id).toList(),
                new Settlement(NOON.plusSeconds(1), state, state == State.PENDING ? NOON : null, "because")));
    }

    private List<String> dueIds(String channel, int limit) {
        return get(outbox.due(channel, NOON, limit)).stream()
                .map(delivery -> delivery.alert().id())
                .toList();
    }

    private static Arrival arrival(int number, String... channels) {
        return new Arrival(SampleAlerts.alert(number), Set.of(channels), NOON);
    }

    private static String id(int number) {
        return SampleAlerts.alert(number).id();
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}
