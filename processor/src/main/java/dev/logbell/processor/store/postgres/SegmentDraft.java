package dev.logbell.processor.store.postgres;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.index.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A segment of the events of one day, made while they are in memory. Where their rows are is learned afterwards. Not
 * thread-safe.
 */
final class SegmentDraft {
    private static final Comparator<Stretch> ORDER = Comparator.comparingLong(Stretch::arrival)
            .thenComparingInt(Stretch::source)
            .thenComparingLong(Stretch::offset);

    private final int most;
    private final Segment segment;
    private final List<Long> arrivals = new ArrayList<>();
    private final List<Stretch> stretches = new ArrayList<>();
    private boolean isInOrder = true;
    private long lastOffset;
    private boolean isSorted;
    private int placed;

    SegmentDraft(int most) {
        this.most = most;
        this.segment = new Segment(most);
    }

    /** Events of one arrival and source that are in one block, from that offset on. */
    private record Stretch(long arrival, int source, long offset, int block) {
        boolean isOf(long itsArrival, int itsSource) {
            return arrival == itsArrival && source == itsSource;
        }

        /** Whether it begins there or before. */
        boolean isUpTo(long itsArrival, int itsSource, long itsOffset) {
            if (arrival != itsArrival) {
                return arrival < itsArrival;
            }
            return source == itsSource ? offset <= itsOffset : source < itsSource;
        }
    }

    /** Whether so many more events fit. */
    boolean hasRoom(int events) {
        return segment.events() + events <= most;
    }

    void add(long arrival, int source, LogEvent event) {
        if (arrivals.isEmpty() || arrivals.getLast() != arrival) {
            arrivals.add(arrival);
        }
        int block = segment.add(event);
        Stretch last = stretches.isEmpty() ? null : stretches.getLast();
        if (last != null && last.isOf(arrival, source)) {
            isInOrder &= event.offset() > lastOffset;
        }
        lastOffset = event.offset();
        if (last == null || last.block() != block || !last.isOf(arrival, source)) {
            stretches.add(new Stretch(arrival, source, event.offset(), block));
        }
    }

    /**
     * Says on which page the rows of some events of one arrival and source are: between two offsets, both inclusive.
     * Events with offsets in between may be on other pages; their blocks then list this page in vain, which costs a
     * read and loses nothing.
     */
    void place(long arrival, int source, long first, long last, int events, long page) {
        if (!isSorted) {
            stretches.sort(ORDER);
            isSorted = true;
        }
        int at = find(arrival, source, first);
        if (at < 0 || !stretches.get(at).isOf(arrival, source)) {
            return;
        }
        for (int i = at; i < stretches.size() && stretches.get(i).isUpTo(arrival, source, last); i++) {
            segment.place(stretches.get(i).block(), page);
        }
        placed += events;
    }

    /** The last run that begins there or before; -1 if none does. */
    private int find(long arrival, int source, long offset) {
        int low = 0;
        int high = stretches.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (stretches.get(middle).isUpTo(arrival, source, offset)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** Whether it is known of each event on which page it is. */
    boolean isWhole() {
        return isInOrder && placed == segment.events();
    }

    int events() {
        return segment.events();
    }

    List<Long> arrivals() {
        return arrivals;
    }

    Segment segment() {
        return segment;
    }
}
