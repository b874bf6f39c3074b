package dev.logbell.processor.store;

import dev.logbell.log.LogEvent;
import java.util.ArrayList;
import java.util.List;

/** Makes a page of events: leaves out the first ones, and takes one more than the page has, to know that there is one. */
final class PageReader implements EventReader<EventPage> {
    private final EventSearch search;
    private final List<LogEvent> events = new ArrayList<>();
    private int toSkip;
    private boolean hasMore;

    PageReader(EventSearch search) {
        this.search = search;
        this.toSkip = search.offset();
    }

    @Override
    public boolean take(LogEvent event) {
        if (toSkip > 0) {
            toSkip--;
        } else if (events.size() < search.limit()) {
            events.add(event);
        } else {
            hasMore = true;
        }
        return !hasMore;
    }

    @Override
    public long most() {
        return (long) search.offset() + search.limit() + 1;
    }

    @Override
    public EventPage result() {
        return new EventPage(events, hasMore ? EventRange.Cursor.of(events.getLast()) : null);
    }
}
