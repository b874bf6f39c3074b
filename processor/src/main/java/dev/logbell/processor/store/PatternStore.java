package dev.logbell.processor.store;

import dev.logbell.processor.pattern.KnownPattern;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what patterns are, and how many events each has: these are counted with each {@link LogStore#append}. */
public interface PatternStore {
    /**
     * The patterns that were changed.
     *
     * @param since by anybody after the call that gave this as {@link Found#upTo}; null for all patterns
     */
    Uni<Found> patterns(@Nullable Long since);

    /**
     * Some patterns, those that were seen last at the end.
     *
     * @param upTo to ask for what changes later; a change that was being made meanwhile is found again
     */
    record Found(List<PatternAccount> patterns, long upTo) {
        public Found {
            patterns = List.copyOf(patterns);
        }
    }

    /** Writes what patterns are. A pattern that another has merged stays merged into that. */
    Uni<Void> define(List<KnownPattern> patterns);

    /** Forgets all but so many patterns, those that were not seen for longest. */
    Uni<Void> keep(int most);
}
