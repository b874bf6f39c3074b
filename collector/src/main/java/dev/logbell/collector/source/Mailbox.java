package dev.logbell.collector.source;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What other threads have to tell the one thread that owns a source's state. */
public final class Mailbox {
    private final Queue<Runnable> letters = new ConcurrentLinkedQueue<>();
    private final Semaphore arrived = new Semaphore(0);

    /** Hands over something to be run by the owner; any thread. */
    public void post(Runnable letter) {
        letters.add(letter);
        arrived.release();
    }

    /** Runs what has arrived; the owner's thread only. */
    public void open() {
        arrived.drainPermits();
        for (Runnable letter = letters.poll(); letter != null; letter = letters.poll()) {
            letter.run();
        }
    }

    /** Waits for a letter, at most so long. */
    public void await(Duration longest) throws InterruptedException {
        if (arrived.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            arrived.release();
        }
    }
}
