package dev.logbell.alerter.deliver;

import dev.logbell.alerter.outbox.Outbox.Delivery;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Counts what becomes of deliveries, and times the way from the line to the receiver. */
public final class DeliveryMetrics {
    private static final Duration FASTEST = Duration.ofMillis(5);
    private static final Duration SLOWEST = Duration.ofSeconds(10);

    private final MeterRegistry registry;

    public DeliveryMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void delivered(String channel, List<Delivery> deliveries, Instant now) {
        registry.counter("logbell_alerter_deliveries_delivered", "channel", channel)
                .increment(deliveries.size());
        if (deliveries.size() > 1) {
            registry.counter("logbell_alerter_deliveries_digested", "channel", channel)
                    .increment(deliveries.size());
        }
        Timer timer = Timer.builder("logbell_alerter_line_to_delivery")
                .description("From the reading of a line to the receiver's yes")
                .tag("channel", channel)
                .publishPercentileHistogram()
                .minimumExpectedValue(FASTEST)
                .maximumExpectedValue(SLOWEST)
                .register(registry);
        deliveries.forEach(delivery ->
                timer.record(Duration.between(delivery.alert().cause().observedTime(), now)));
    }

    void failed(String channel, String reason, int deliveries) {
        registry.counter("logbell_alerter_deliveries_failed", "channel", channel, "reason", reason)
                .increment(deliveries);
    }

    void retried(String channel, int deliveries) {
        registry.counter("logbell_alerter_deliveries_retried", "channel", channel)
                .increment(deliveries);
    }
}
