package dev.logbell.processor.store;

import dev.logbell.log.LogEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some events, in the order they were asked for.
 *
 * @param next where the next page starts; null if there is none
 */
public record EventPage(List<LogEvent> events, EventRange.@Nullable Cursor next) {
    public EventPage {
        events = List.copyOf(events);
    }
}
