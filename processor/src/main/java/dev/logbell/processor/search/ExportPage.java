package dev.logbell.processor.search;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.EventPage;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventReader;
import java.util.ArrayList;
import java.util.List;

/** Takes as many events as may be in memory at once. */
final class ExportPage implements EventReader<EventPage> {
    private static final int MOST_EVENTS = 5_000;
    private static final long MOST_CHARACTERS = 4 << 20;

    private final List<LogEvent> events = new ArrayList<>();
    private long characters;

    @Override
    public boolean take(LogEvent event) {
        events.add(event);
        characters += event.body().length() + 200L;
        return !isFull();
    }

    private boolean isFull() {
        return events.size() >= MOST_EVENTS || characters >= MOST_CHARACTERS;
    }

    @Override
    public long most() {
        return MOST_EVENTS;
    }

    @Override
    public EventPage result() {
        return new EventPage(events, isFull() ? EventRange.Cursor.of(events.getLast()) : null);
    }
}
