package dev.logbell.alerter.deliver;

import dev.logbell.alert.Alert;
import dev.logbell.alerter.channel.Channel;
import dev.logbell.alerter.channel.Notification;
import dev.logbell.alerter.channel.Outcome;
import dev.logbell.alerter.deliver.DeliveryMetrics.Failure;
import dev.logbell.alerter.outbox.Outbox;
import dev.logbell.alerter.outbox.Outbox.Delivery;
import dev.logbell.alerter.outbox.Outbox.Settlement;
import dev.logbell.alerter.outbox.Outbox.State;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Delivers what is due for one channel, one message after the other in the order of arrival, within the channel's rate
 * limit. Everything it knows stands in the outbox, so that a process that dies goes on where it stopped.
 */
public final class ChannelWorker {
    private static final Logger LOG = Logger.getLogger(ChannelWorker.class);
    private static final int DIGEST_LENGTH = 1000;
    private static final Duration STORE_RETRY = Duration.ofMillis(200);
    private static final Duration STORE_RETRY_LONGEST = Duration.ofSeconds(5);

    private final Channel channel;
    private final Outbox outbox;
    private final Backoff backoff;
    private final Duration maxAge;
    private final Clock clock;
    private final DeliveryMetrics metrics;
    private final TokenBucket bucket;
    private boolean isFailing;

    public ChannelWorker(
            Channel channel, Outbox outbox, Backoff backoff, Duration maxAge, Clock clock, DeliveryMetrics metrics) {
        this.channel = channel;
        this.outbox = outbox;
        this.backoff = backoff;
        this.maxAge = maxAge;
        this.clock = clock;
        this.metrics = metrics;
        this.bucket = new TokenBucket(channel.rateLimit(), clock.instant());
    }

    String channelName() {
        return channel.name();
    }

    /**
     * Delivers one message, if one is due and allowed. Not to be called again before it has ended.
     *
     * @return when to be called again; empty if nothing is pending, as far as the rate limit lets it look
     */
    Uni<Optional<Instant>> turn() {
        Instant now = clock.instant();
        int tokens = bucket.available(now);
        if (tokens == 0) {
            return Uni.createFrom().item(Optional.of(bucket.nextAt(now)));
        }
        return outbox.due(channel.name(), now, tokens == 1 ? DIGEST_LENGTH : 1)
                .emitOn(Infrastructure.getDefaultExecutor())
                .chain(due -> due.isEmpty() ? outbox.nextDue(channel.name()) : deliver(due));
    }

    private Uni<Optional<Instant>> deliver(List<Delivery> due) {
        bucket.take(clock.instant());
        return channel.sender()
                .send(notification(due))
                .chain(outcome -> settle(due, outcome))
                .map(settled -> Optional.of(clock.instant()));
    }

    private Notification notification(List<Delivery> due) {
        Alert first = due.getFirst().alert();
        String id = first.id() + "/" + channel.name();
        return due.size() == 1
                ? new Notification.Single(id, first)
                : new Notification.Digest(
                        id + "/" + due.size(), due.stream().map(Delivery::alert).toList());
    }

    private Uni<Void> settle(List<Delivery> due, Outcome outcome) {
        Instant now = clock.instant();
        return switch (outcome) {
            case Outcome.Delivered delivered -> {
                tellRecovery();
                yield record(due, new Settlement(now, State.DELIVERED, null, delivered.detail()))
                        .invoke(() -> metrics.delivered(channel.name(), due, now));
            }
            case Outcome.Refused refused -> {
                LOG.errorf(
                        "Channel %s refused %d alerts (%s). They are not tried again: put the channel's settings right;"
                                + " GET /api/v1/deliveries?state=failed lists them",
                        channel.name(), due.size(), refused.detail());
                yield record(due, new Settlement(now, State.FAILED, null, refused.detail()))
                        .invoke(() -> metrics.failed(channel.name(), Failure.REFUSED, due.size()));
            }
            case Outcome.RetryLater retry -> retry(due, retry, now);
        };
    }

    private Uni<Void> retry(List<Delivery> due, Outcome.RetryLater retry, Instant now) {
        Map<Boolean, List<Delivery>> byAge = due.stream()
                .collect(Collectors.partitioningBy(
                        delivery -> delivery.arrivedAt().plus(maxAge).isBefore(now)));
        List<Delivery> tooOld = byAge.getOrDefault(true, List.of());
        List<Delivery> others = byAge.getOrDefault(false, List.of());
        Duration wait = retry.retryAfter()
                .orElseGet(() -> backoff.afterFailures(due.getFirst().attempts() + 1));
        tellFailure(retry, wait);
        return expire(tooOld, retry, now)
                .chain(() -> record(others, new Settlement(now, State.PENDING, now.plus(wait), retry.detail())))
                .chain(() -> retry.retryAfter().isPresent()
                        ? untilStored(outbox.postpone(channel.name(), now.plus(wait)))
                        : Uni.createFrom().voidItem())
                .invoke(() -> metrics.retried(channel.name(), others.size()));
    }

    private Uni<Void> expire(List<Delivery> tooOld, Outcome.RetryLater retry, Instant now) {
        if (tooOld.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        LOG.errorf(
                "Channel %s took %d alerts for %s not once (%s). They are not tried again (alerter.retry.max-age)",
                channel.name(), tooOld.size(), maxAge, retry.detail());
        return record(
                        tooOld,
                        new Settlement(now, State.FAILED, null, "given up after " + maxAge + ": " + retry.detail()))
                .invoke(() -> metrics.failed(channel.name(), Failure.EXPIRED, tooOld.size()));
    }

    private Uni<Void> record(List<Delivery> deliveries, Settlement settlement) {
        return deliveries.isEmpty()
                ? Uni.createFrom().voidItem()
                : untilStored(outbox.settle(
                        channel.name(),
                        deliveries.stream()
                                .map(delivery -> delivery.alert().id())
                                .toList(),
                        settlement));
    }

    /** What was sent must be recorded before anything more is sent, or it would be sent again. */
    private Uni<Void> untilStored(Uni<Void> change) {
        AtomicBoolean isTold = new AtomicBoolean();
        return change.onFailure()
                .invoke(failure -> {
                    if (isTold.compareAndSet(false, true)) {
                        LOG.warnf(
                                "What became of a delivery to channel %s could not be stored (%s); this is tried again"
                                        + " until it is",
                                channel.name(), failure.getMessage());
                    }
                })
                .onFailure()
                .retry()
                .withBackOff(STORE_RETRY, STORE_RETRY_LONGEST)
                .indefinitely();
    }

    private void tellFailure(Outcome.RetryLater retry, Duration wait) {
        if (!isFailing) {
            isFailing = true;
            LOG.warnf(
                    "Channel %s fails: %s. Its alerts wait in the outbox; next attempt in %d ms",
                    channel.name(), retry.detail(), wait.toMillis());
        }
    }

    private void tellRecovery() {
        if (isFailing) {
            isFailing = false;
            LOG.infof("Channel %s works again", channel.name());
        }
    }
}
