package dev.logbell.collector.source.stream;

import dev.logbell.log.Framing;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** One sender, whose bytes are a source of their own: a connection, a peer, an endpoint. Any thread may use it. */
public final class Session implements AutoCloseable {
    private final Intake intake;
    private final Lane lane;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    Session(Intake intake, Lane lane) {
        this.intake = intake;
        this.lane = lane;
    }

    /** Id of the source, {@code <kind>:<host>:<random>}. */
    public String source() {
        return lane.source().id();
    }

    /**
     * Takes lines. Those that wait for their turn leave together in one chunk, in the order of the calls.
     *
     * @param bytes whole lines, the last one ended by {@code '\n'} too; never to be changed afterwards
     * @param framing whether they are lines of text or records
     * @return completes, on the intake's own thread, when the bytes are safe, which is when a protocol's
     *     acknowledgement may be given; fails if the collector stops before
     */
    public CompletionStage<Void> take(byte[] bytes, Framing framing) {
        if (isClosed.get()) {
            return CompletableFuture.failedStage(
                    new IllegalStateException("the session %s is closed and takes nothing more".formatted(source())));
        }
        return intake.take(lane, bytes, framing);
    }

    /**
     * Takes lines whose sender is not told what became of them.
     *
     * @param settled is called, on any thread, when they are safe, or will not be
     */
    public void take(byte[] bytes, Framing framing, Runnable settled) {
        take(bytes, framing).whenComplete((nothing, failure) -> settled.run());
    }

    /** Bytes that were taken and are not safe yet. */
    public long unfinishedBytes() {
        return lane.unfinished().get();
    }

    /** Whether its listener may go on reading: there is room for all, and this one does not take it alone. */
    public boolean hasRoom() {
        return intake.hasRoom() && unfinishedBytes() < intake.limits().maxSessionBytes();
    }

    /** Takes nothing more; what was taken is still sent and answered. */
    @Override
    public void close() {
        if (isClosed.compareAndSet(false, true)) {
            intake.release(lane);
        }
    }
}
