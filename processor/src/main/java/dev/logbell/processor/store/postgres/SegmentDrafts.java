package dev.logbell.processor.store.postgres;

import dev.logbell.log.LogEvent;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Makes segments of what this process stores, so that it need not be read again. The thread that writes adds arrivals
 * and the one that indexes takes what is full. What is given up here is indexed from its rows.
 */
final class SegmentDrafts {
    /** Each takes half a megabyte; events of more days at once are those of a backlog. */
    private static final int MOST_DAYS = 4;

    /** Of half a megabyte each. */
    private static final int MOST_WAITING = 32;

    private final int enough;
    private final Map<Long, SegmentDraft> drafts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, SegmentDraft> eldest) {
            return size() > MOST_DAYS;
        }
    };
    private long arrival;
    private Set<Long> days = Set.of();
    private long currentDay;
    private @Nullable SegmentDraft current;
    private final BlockingQueue<Full> full = new ArrayBlockingQueue<>(MOST_WAITING);

    /** One that is as large as a segment should be. */
    record Full(LocalDate day, SegmentDraft draft) {
        SegmentTables.Due due() {
            return new SegmentTables.Due(day, draft.arrivals(), draft.events());
        }
    }

    /**
     * None yet.
     *
     * @param enough events for a segment
     */
    SegmentDrafts(int enough) {
        this.enough = enough;
    }

    /**
     * Begins an arrival, whose events {@link #add} then takes.
     *
     * @param byDay how many events of which days since 1970 it brings
     */
    void start(long number, Map<Long, Integer> byDay) {
        arrival = number;
        days = byDay.size() > MOST_DAYS ? Set.of() : byDay.keySet();
        currentDay = Long.MIN_VALUE;
        days.forEach(each -> makeRoom(each, byDay.getOrDefault(each, 0)));
    }

    void add(int source, LogEvent event) {
        long day = ArrivalNumber.day(event);
        if (currentDay != day) {
            currentDay = day;
            current = days.contains(day) ? drafts.get(day) : null;
        }
        if (current != null) {
            current.add(arrival, source, event);
        }
    }

    /** Says that the arrival is there: what is full can be taken. */
    void commit() {
        days.forEach(this::takeFull);
        days = Set.of();
    }

    /** Says that the arrival may not be there: what it is in is given up. */
    void rollBack() {
        drafts.keySet().removeAll(days);
        days = Set.of();
    }

    boolean hasFull() {
        return !full.isEmpty();
    }

    /** All full ones of the day that the next one is of, in their order. */
    List<Full> takeDay() {
        Full next = full.peek();
        List<Full> taken = next == null
                ? List.of()
                : full.stream().filter(other -> other.day().equals(next.day())).toList();
        full.removeAll(taken);
        return taken;
    }

    private void makeRoom(long day, int events) {
        SegmentDraft draft = drafts.get(day);
        if (draft != null && !draft.hasRoom(events)) {
            offer(day, draft);
            draft = null;
        }
        if (draft == null && events <= enough) {
            drafts.put(day, new SegmentDraft(enough + enough / 4));
        }
    }

    private void takeFull(long day) {
        SegmentDraft draft = drafts.get(day);
        if (draft != null && draft.events() >= enough) {
            offer(day, draft);
        }
    }

    private void offer(long day, SegmentDraft draft) {
        drafts.remove(day);
        if (draft.events() >= enough / 2) {
            full.offer(new Full(LocalDate.ofEpochDay(day), draft));
        }
    }
}
