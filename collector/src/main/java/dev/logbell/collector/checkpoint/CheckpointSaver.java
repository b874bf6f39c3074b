package dev.logbell.collector.checkpoint;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Saves changed checkpoints in the background: at most some five times a second, and less often when a save is slow, so
 * that it takes at most a fiftieth of the time. While nothing changes it sleeps.
 */
public final class CheckpointSaver implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Checkpoints checkpoints;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("logbell-checkpoints").daemon().factory(), new DiscardPolicy());
    private final AtomicBoolean isPlanned = new AtomicBoolean();
    private volatile long pauseNanos = PAUSE.toNanos();

    public CheckpointSaver(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    public void start() {
        checkpoints.whenChanged(this::plan);
    }

    private void plan() {
        if (!isPlanned.get() && isPlanned.compareAndSet(false, true)) {
            var _ = thread.schedule(this::save, pauseNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void save() {
        isPlanned.set(false); // what changes from now on plans the next save
        if (thread.isShutdown()) {
            return;
        }
        long start = System.nanoTime();
        if (checkpoints.isChanged()) {
            var _ = checkpoints.save(); // if that fails, it is told as a change again
        }
        pauseNanos = Math.max(PAUSE.toNanos(), 50 * (System.nanoTime() - start));
    }

    /** Stops saving, and saves a last time. */
    @Override
    public void close() {
        thread.shutdown();
        checkpoints.close();
    }
}
