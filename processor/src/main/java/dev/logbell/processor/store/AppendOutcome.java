package dev.logbell.processor.store;

import java.util.Map;

/** What came of an append. */
public sealed interface AppendOutcome {
    /** Everything is stored and durable. */
    record Appended() implements AppendOutcome {}

    /**
     * Nothing is stored: another processor has moved the watermarks of some sources.
     *
     * @param watermarks as they are in the store now, of the sources whose expectation did not hold
     */
    record Conflict(Map<String, Long> watermarks) implements AppendOutcome {
        public Conflict {
            watermarks = Map.copyOf(watermarks);
        }
    }
}
