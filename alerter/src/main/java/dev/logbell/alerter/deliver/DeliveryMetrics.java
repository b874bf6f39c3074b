package dev.logbell.alerter.deliver;

import dev.logbell.alerter.outbox.Outbox.Delivery;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Counts what becomes of deliveries, and times the way from the line to the receiver. */
public final class DeliveryMetrics {
    private static final Duration FASTEST = Duration.ofMillis(5);
    private static final Duration SLOWEST = Duration.ofSeconds(10);

    private final MeterRegistry registry;

    public DeliveryMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Makes a channel's figures, so that they are there as 0 before the first delivery. */
    public void register(String channel) {
        count("delivered", channel, 0);
        count("digested", channel, 0);
        count("retried", channel, 0);
        for (Failure failure : Failure.values()) {
            failed(channel, failure, 0);
        }
        var _ = timer(channel);
    }

    /** Why a delivery is not tried again, as the {@code reason} of {@code logbell_alerter_deliveries_failed_total}. */
    enum Failure {
        REFUSED,
        EXPIRED
    }

    void delivered(String channel, List<Delivery> deliveries, Instant now) {
        count("delivered", channel, deliveries.size());
        if (deliveries.size() > 1) {
            count("digested", channel, deliveries.size());
        }
        Timer timer = timer(channel);
        deliveries.forEach(delivery ->
                timer.record(Duration.between(delivery.alert().cause().observedTime(), now)));
    }

    void failed(String channel, Failure failure, int deliveries) {
        Counter.builder("logbell_alerter_deliveries_failed")
                .description("Deliveries that were given up, by the reason")
                .tags("channel", channel, "reason", failure.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment(deliveries);
    }

    void retried(String channel, int deliveries) {
        count("retried", channel, deliveries);
    }

    private void count(String verb, String channel, int deliveries) {
        Counter.builder("logbell_alerter_deliveries_" + verb)
                .description("Deliveries that were " + verb)
                .tag("channel", channel)
                .register(registry)
                .increment(deliveries);
    }

    private Timer timer(String channel) {
        return Timer.builder("logbell_alerter_line_to_delivery")
                .description("From the reading of a line to the receiver's yes")
                .tag("channel", channel)
                .publishPercentileHistogram()
                .minimumExpectedValue(FASTEST)
                .maximumExpectedValue(SLOWEST)
                .register(registry);
    }
}
