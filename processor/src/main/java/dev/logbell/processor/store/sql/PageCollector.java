package dev.logbell.processor.store.sql;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.EventPage;
import dev.logbell.processor.store.EventSearch;
import dev.logbell.query.EventPredicate;
import java.util.ArrayList;
import java.util.List;

/** Takes the rows that a search's SQL found, in its order, and keeps the page of those that its query truly means. */
public final class PageCollector {
    private final EventSearch search;
    private final EventPredicate query;
    private final List<LogEvent> events = new ArrayList<>();
    private int toSkip;
    private boolean hasMore;

    public PageCollector(EventSearch search) {
        this.search = search;
        this.query = new EventPredicate(search.query());
        this.toSkip = search.offset();
    }

    /** Takes the next event. Not to be called once the page {@link #isFull}. */
    public void offer(LogEvent event) {
        if (!query.test(event)) {
            return;
        }
        if (toSkip > 0) {
            toSkip--;
        } else if (events.size() < search.limit()) {
            events.add(event);
        } else {
            hasMore = true;
        }
    }

    /** Whether the page has all its events, and it is known that there are more. */
    public boolean isFull() {
        return hasMore;
    }

    public EventPage page() {
        return new EventPage(events, hasMore ? EventSearch.Cursor.of(events.getLast()) : null);
    }
}
