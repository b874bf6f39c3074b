package dev.logbell.collector.checkpoint;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Saves changed checkpoints in the background: some five times a second, and less often when a save is slow, so that it
 * takes at most a fiftieth of the time.
 */
public final class CheckpointSaver implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Checkpoints checkpoints;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("logbell-checkpoints").daemon().factory());

    public CheckpointSaver(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    public void start() {
        saveAfter(PAUSE.toNanos());
    }

    private void saveAfter(long nanos) {
        var _ = thread.schedule(this::saveAndGoOn, nanos, TimeUnit.NANOSECONDS);
    }

    private void saveAndGoOn() {
        long start = System.nanoTime();
        if (checkpoints.isChanged() && !thread.isShutdown()) {
            checkpoints.save();
        }
        if (!thread.isShutdown()) {
            saveAfter(Math.max(PAUSE.toNanos(), 50 * (System.nanoTime() - start)));
        }
    }

    /** Stops saving, and saves a last time. */
    @Override
    public void close() {
        thread.shutdown();
        checkpoints.close();
    }
}
