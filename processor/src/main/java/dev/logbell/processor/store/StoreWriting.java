package dev.logbell.processor.store;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the store takes events, told by the last append: a store that answers questions may still be full. */
@ApplicationScoped
public class StoreWriting {
    private static final Duration LONG = Duration.ofSeconds(15);

    private final Clock clock;
    private volatile @Nullable Instant began;
    private volatile @Nullable Refused refused;

    StoreWriting() {
        this(Clock.systemUTC());
    }

    public StoreWriting(Clock clock) {
        this.clock = clock;
    }

    /** Since when appends fail, and why the last one did. */
    private record Refused(Instant since, Throwable reason) {}

    /** The store, watched: one append at a time. */
    public LogStore watched(LogStore store) {
        return new Watched(store, this);
    }

    /** What is wrong and what to do about it; empty if events are taken. */
    public Optional<String> problem() {
        Refused last = refused;
        if (last != null) {
            return Optional.of("the store takes no events since %s: %s. %s; what comes in waits, and nothing is lost"
                    .formatted(at(last.since()), reason(last.reason()), StoreTrouble.advice(last.reason())));
        }
        Instant start = began;
        if (start != null && start.plus(LONG).isBefore(clock.instant())) {
            return Optional.of(
                    "the store has been taking events since %s and is not done: look for locks and slow disks there; what comes in waits, and nothing is lost"
                            .formatted(at(start)));
        }
        return Optional.empty();
    }

    private static Instant at(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String reason(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .strip();
    }

    private Uni<AppendOutcome> append(LogStore store, List<SourceBatch> batch) {
        return Uni.createFrom().deferred(() -> {
            began = clock.instant();
            return store.append(batch).onItemOrFailure().invoke((outcome, failure) -> {
                Refused before = refused;
                Instant since = before == null ? clock.instant() : before.since();
                refused = failure == null ? null : new Refused(since, failure);
                began = null;
            });
        });
    }

    private record Watched(LogStore inner, StoreWriting writing) implements LogStoreAround {
        @Override
        public Uni<AppendOutcome> append(List<SourceBatch> batch) {
            return writing.append(inner, batch);
        }
    }
}
