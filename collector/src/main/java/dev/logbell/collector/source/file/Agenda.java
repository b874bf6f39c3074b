package dev.logbell.collector.source.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which files have something to be done, in the order in which they asked for it, and which will have it when. A file
 * that is idle stands nowhere here and costs nothing. Owned by the reading thread.
 */
final class Agenda {
    private final Set<FollowedFile> soon = new LinkedHashSet<>();
    private final SequencedSet<FollowedFile> waiting = new LinkedHashSet<>();
    private final Queue<Appointment> later =
            new PriorityQueue<>(Comparator.comparingLong(Appointment::at).thenComparingLong(Appointment::number));
    private long number;

    /** Void if the file has another by now. */
    private record Appointment(long at, long number, FollowedFile file) {}

    /** In this turn or the next, after those that asked before. */
    void soon(FollowedFile file) {
        soon.add(file);
    }

    /** At a time at the latest. */
    void at(FollowedFile file, long time) {
        if (time < file.dueAt) {
            file.dueAt = time;
            later.add(new Appointment(time, number++, file));
        }
    }

    /** When there is room for more on its way, which others have taken. */
    void whenThereIsRoom(FollowedFile file) {
        waiting.add(file);
    }

    /** The next that waits for room, now that there is some; null if none does. */
    @Nullable
    FollowedFile takeForRoom() {
        return waiting.isEmpty() ? null : waiting.removeFirst();
    }

    /** Everything that is to be done now. */
    List<FollowedFile> take(long now) {
        for (Appointment next = later.peek(); next != null && next.at() <= now; next = later.peek()) {
            later.remove();
            if (next.file().dueAt == next.at()) {
                next.file().dueAt = FollowedFile.NEVER;
                soon.add(next.file());
            }
        }
        List<FollowedFile> taken = new ArrayList<>(soon);
        soon.clear();
        return taken;
    }

    /** When there is something to be done, as far as is known now. */
    long next(long now) {
        if (!soon.isEmpty()) {
            return now;
        }
        Appointment next = later.peek();
        return next == null ? FollowedFile.NEVER : next.at();
    }
}
