package dev.logbell.processor.store;

import dev.logbell.log.LogEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event and those beside it in its source.
 *
 * @param event null if the store does not hold it
 * @param before those before it, in the order of the source
 * @param after those after it, in the order of the source
 */
public record EventContext(@Nullable LogEvent event, List<LogEvent> before, List<LogEvent> after) {
    public static final EventContext NONE = new EventContext(null, List.of(), List.of());

    public EventContext {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /**
     * Which event, and how many beside it.
     *
     * @param time of the event, so that it is found at once; null if it is not known
     */
    public record Place(
            String source, long offset, @Nullable Instant time, int before, int after) {}
}
