package dev.logbell.processor.store.postgres;

import dev.logbell.log.LogEvent;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

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

    /** Takes an arrival that is committed. */
    void add(Arrival arrival) {
        Map<Long, Integer> days = arrival.days();
        if (days.size() > MOST_DAYS) {
            return;
        }
        days.forEach(this::makeRoom);
        for (Arrival.Part part : arrival.parts()) {
            long day = Long.MIN_VALUE;
            SegmentDraft draft = null;
            for (LogEvent event : part.events()) {
                if (ArrivalNumber.day(event) != day) {
                    day = ArrivalNumber.day(event);
                    draft = drafts.get(day);
                }
                if (draft != null) {
                    draft.add(arrival.number(), part.source(), event);
                }
            }
        }
        days.keySet().forEach(this::takeFull);
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
