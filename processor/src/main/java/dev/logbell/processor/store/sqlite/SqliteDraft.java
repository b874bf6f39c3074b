package dev.logbell.processor.store.sqlite;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.index.Segment;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The next segment, growing with each append while its events are in memory. Rows have to follow each other: where they
 * do not, or rows were deleted, it is given up, and what was in it is read from its rows. Used by the thread that writes.
 */
final class SqliteDraft {
    private static final int MOST_WAITING = 8;

    private final int most;
    private final Queue<Rows> full = new ArrayDeque<>();
    private @Nullable Segment segment;
    private long after;
    private long last;
    private volatile boolean isGrowing;
    private volatile boolean hasFull;

    /**
     * Not begun yet.
     *
     * @param most events of a segment
     */
    SqliteDraft(int most) {
        this.most = most;
    }

    /**
     * A segment of rows that follow each other.
     *
     * @param after the number of the row before the first
     */
    record Rows(long after, long last, Segment segment) {}

    /** Begins with what is in no segment yet, which are less than make one. */
    void begin(Rows rest) {
        full.clear();
        hasFull = false;
        segment = rest.segment();
        after = rest.after();
        last = rest.last();
        isGrowing = true;
    }

    /** Takes what a transaction adds. If that is rolled back, the rows of the next one do not follow. */
    void add(long firstRow, List<SourceBatch> batch) {
        if (!isGrowing) {
            return;
        }
        if (firstRow != last + 1) {
            giveUp();
            return;
        }
        for (SourceBatch part : batch) {
            for (LogEvent event : part.events()) {
                add(event);
            }
        }
        if (full.size() > MOST_WAITING) {
            giveUp();
        }
    }

    private void add(LogEvent event) {
        Segment growing = segment;
        if (growing == null) {
            growing = new Segment(most);
            segment = growing;
        }
        last++;
        growing.place(growing.add(event), last);
        if (growing.events() == most) {
            full.add(new Rows(after, last, growing));
            hasFull = true;
            after = last;
            segment = null;
        }
    }

    void giveUp() {
        isGrowing = false;
        hasFull = false;
        full.clear();
        segment = null;
    }

    /** The next full one; null if there is none. */
    @Nullable
    Rows poll() {
        Rows next = full.poll();
        hasFull = !full.isEmpty();
        return next;
    }

    /** Whether it takes what is appended; asked on any thread. */
    boolean isGrowing() {
        return isGrowing;
    }

    /** Whether any is full; asked on any thread. */
    boolean hasFull() {
        return hasFull;
    }
}
