package dev.logbell.alerter.outbox;

import dev.logbell.alert.Alert;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The durable outbox: what is to be delivered to whom, and what became of it. Calls fail until {@link #open} has. */
public interface Outbox extends AutoCloseable {
    /** Attempts of one delivery that are kept; older ones are forgotten. */
    int ATTEMPTS_KEPT = 50;

    /** Brings the schema up to date; ends when the outbox can be used. */
    Uni<Void> open();

    /**
     * Stores alerts and one pending delivery for each of their channels, all in one transaction. Alerts that are held
     * already are left alone.
     *
     * @return how many were new
     */
    Uni<Integer> add(List<Arrival> arrivals);

    /** Pending deliveries of a channel whose time has come, in the order of their arrival. */
    Uni<List<Delivery>> due(String channel, Instant now, int limit);

    /** When the next pending delivery of a channel is due, if any is pending. */
    Uni<Optional<Instant>> nextDue(String channel);

    /** Records one attempt of deliveries of one channel and what it led to, in one transaction. */
    Uni<Void> settle(String channel, List<String> alertIds, Settlement settlement);

    /** Puts off all pending deliveries of a channel that are due earlier. */
    Uni<Void> postpone(String channel, Instant until);

    /** Deliveries, newest first. */
    Uni<List<DeliveryRecord>> recent(Filter filter);

    /** What became of the deliveries of each channel, by its name. */
    Uni<Map<String, Summary>> summaries();

    /** How many deliveries are pending, by channel. */
    Uni<Map<String, Long>> pending();

    /**
     * Forgets alerts that arrived before an instant and wait for no delivery.
     *
     * @return how many
     */
    Uni<Integer> prune(Instant before);

    @Override
    void close();

    /**
     * An alert that came in.
     *
     * @param channels that it is to be delivered to; maybe none
     */
    record Arrival(Alert alert, Set<String> channels, Instant at) {}

    /**
     * A pending delivery.
     *
     * @param attempts made so far
     */
    record Delivery(Alert alert, int attempts, Instant arrivedAt) {}

    /** What is to become of a delivery. */
    enum State {
        PENDING,
        DELIVERED,
        FAILED;

        /** As it stands in the stores and the API: pending, delivered, failed. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * One attempt and what it led to.
     *
     * @param nextAttemptAt for {@link State#PENDING} only
     * @param detail what happened, for people; never content of logs
     */
    record Settlement(Instant at, State state, @Nullable Instant nextAttemptAt, String detail) {
        public Settlement {
            if ((state == State.PENDING) != (nextAttemptAt != null)) {
                throw new IllegalArgumentException("a delivery has a next attempt if it is pending, got %s and %s"
                        .formatted(state, nextAttemptAt));
            }
        }
    }

    /** Which deliveries to show. */
    record Filter(int limit, Optional<State> state, Optional<String> channel) {}

    /** A delivery with its attempts, oldest first. */
    record DeliveryRecord(
            String alertId,
            Map<String, String> labels,
            String channel,
            State state,
            int attempts,
            Instant arrivedAt,
            @Nullable Instant nextAttemptAt,
            @Nullable String lastError,
            List<Attempt> history) {}

    /** One attempt of a delivery. */
    record Attempt(int number, Instant at, String outcome, String detail) {
        /** One word on what came of an attempt: delivered, retried or failed. */
        static String outcomeOf(Settlement settlement) {
            return switch (settlement.state()) {
                case PENDING -> "retried";
                case DELIVERED -> "delivered";
                case FAILED -> "failed";
            };
        }
    }

    /** What became of the deliveries of a channel. */
    record Summary(
            long pending,
            long failed,
            @Nullable Instant lastSuccessAt,
            @Nullable Instant lastErrorAt,
            @Nullable String lastError) {}
}
