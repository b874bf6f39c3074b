package dev.logbell.processor.store;

import dev.logbell.processor.pattern.KnownPattern;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Patterns that are told within a bounded time, whatever the database does. */
final class BoundedPatternStore implements PatternStore {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PatternStore store;
    private final BoundedAnswers answers;

    BoundedPatternStore(PatternStore store, BoundedAnswers answers) {
        this.store = store;
        this.answers = answers;
    }

    @Override
    public Uni<Found> patterns(@Nullable Long since) {
        return answers.within(PATIENCE, store.patterns(since));
    }

    @Override
    public Uni<Void> define(List<KnownPattern> patterns) {
        return store.define(patterns);
    }

    @Override
    public Uni<Void> keep(int most) {
        return store.keep(most);
    }
}
