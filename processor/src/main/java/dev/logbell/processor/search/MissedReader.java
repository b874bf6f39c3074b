package dev.logbell.processor.search;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventReader;
import dev.logbell.processor.tail.TailItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Takes what somebody missed who followed and was away: the events that were read since, as far as there is room, the
 * newest of them, and how many came before these.
 */
final class MissedReader implements EventReader<List<TailItem>> {
    private static final int MOST_EVENTS = 10_000;

    /** Events that were read a little before the last one told may have been stored after it. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    private final EventRange.Cursor last;
    private final Instant since;
    private final Deque<LogEvent> missed = new ArrayDeque<>();
    private long dropped;

    /**
     * A reader of what came after an event.
     *
     * @param last that was told, with the time at which it was read
     */
    MissedReader(EventRange.Cursor last) {
        this.last = last;
        this.since = last.time().minus(OVERLAP);
    }

    @Override
    public boolean take(LogEvent event) {
        boolean isLast = event.offset() == last.offset() && event.source().equals(last.source());
        if (isLast || event.observedTime().isBefore(since)) {
            return true;
        }
        missed.add(event);
        if (missed.size() > MOST_EVENTS) {
            missed.remove();
            dropped++;
        }
        return true;
    }

    @Override
    public long most() {
        return Long.MAX_VALUE;
    }

    @Override
    public List<TailItem> result() {
        List<TailItem> items = new ArrayList<>();
        if (dropped > 0) {
            items.add(new TailItem.Dropped(dropped));
        }
        missed.forEach(event -> items.add(new TailItem.Stored(event)));
        return items;
    }
}
