package dev.logbell.collector.source.journal;

import dev.logbell.collector.source.journal.EntryFeed.Encoded;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
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

    void take() {
        room.release(size(entries.remove()));
    }

    private int size(Encoded entry) {
        return Math.min(mostBytes, ENTRY + entry.line().length);
    }
}
