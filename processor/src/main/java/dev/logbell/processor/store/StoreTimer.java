package dev.logbell.processor.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Measures what the store takes: {@code logbell_processor_store_seconds{operation, outcome}}. */
final class StoreTimer {
    private final MeterRegistry registry;

    StoreTimer(MeterRegistry registry) {
        this.registry = registry;
    }

    <T> Uni<T> timed(String operation, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            long start = System.nanoTime();
            return work.onItemOrFailure()
                    .invoke((item, failure) ->
                            timer(operation, outcome(failure)).record(Duration.ofNanos(System.nanoTime() - start)));
        });
    }

    private static String outcome(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> "success";
            case SearchTimeoutException timeout -> "timeout";
            case SearchAbandonedException abandoned -> "abandoned";
            default -> "failure";
        };
    }

    private Timer timer(String operation, String outcome) {
        return Timer.builder("logbell.processor.store")
                .description("How long the store took")
                .tag("operation", operation)
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(registry);
    }
}
