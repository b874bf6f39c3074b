package dev.logbell.collector.source.journal;

import dev.logbell.collector.source.journal.EntryFeed.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Entries that were read and are not sent yet. Whoever adds one waits while they take too much memory. */
final class EntryQueue {
    /** What an entry takes of memory besides its bytes. */
    private static final int ENTRY = 200;

    private final int mostBytes;
    private final Semaphore room;
    private final Queue<Encoded> entries = new ConcurrentLinkedQueue<>();

    EntryQueue(int mostBytes) {
        this.mostBytes = mostBytes;
        this.room = new Semaphore(mostBytes);
    }

    /** Adds an entry, one that is longer than all may be once it is alone. */
    void put(Encoded entry) throws InterruptedException {
        room.acquire(size(entry));
        entries.add(entry);
    }

    /** The next entry, which stays; null if there is none now. */
    @Nullable
    Encoded peek() {
        return entries.peek();
    }

    /**
     * The next entries, which stay: the first, and those after it as long as all of them are not too long together and
     * none begins anew.
     *
     * @param mostBytes which only the first may exceed
     * @param fits whether so many bytes are not too many
     * @return none if the first is too long, or there is none now
     */
    List<Encoded> next(int mostBytes, IntPredicate fits) {
        List<Encoded> next = new ArrayList<>();
        int length = 0;
        for (Encoded entry : entries) {
            length += entry.line().length;
            boolean isFirst = next.isEmpty();
            if (!fits.test(length) || (!isFirst && (entry.isAnew() || length > mostBytes))) {
                break;
            }
            next.add(entry);
        }
        return next;
    }

    /** Removes the next entry. */
    void take() {
        room.release(size(entries.remove()));
    }

    private int size(Encoded entry) {
        return Math.min(mostBytes, ENTRY + entry.line().length);
    }
}
