package dev.logbell.collector.source.stream;

import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.Mailbox;
import dev.logbell.collector.source.SendWindow;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceMetrics.Trouble;
import dev.logbell.collector.source.SourceStatus;
import dev.logbell.collector.source.SourceStatus.State;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One source that senders give bytes to, by one session at a time: what arrived of it, what waits, what is on its way.
 * Any thread may call {@link #arrive}; the rest is the intake's thread's.
 */
final class Lane {
    private static final Logger LOG = Logger.getLogger(Lane.class);
    /** Chunks on their way, above which a small one waits for more to join it. */
    private static final int FEW = 4;

    private final String kind;
    private final Source source;
    private final StreamLimits limits;
    private final SourceMetrics metrics;
    private final SendWindow window;
    private final Queue<Submission> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isCalledFor = new AtomicBoolean();
    private final AtomicLong unfinished = new AtomicLong();
    private final AtomicLong unfinishedOfAll;
    private final Deque<Submission> waiting = new ArrayDeque<>();
    private final Deque<Sent> sent = new ArrayDeque<>();
    /** Bytes of what waits, less what has left of its first. */
    private long waitingBytes;
    /** How much of the first that waits has left. */
    private int cutAt;

    private long position;
    private volatile boolean isReleased;

    /** A submission that has left wholly, and the offset after its last byte. */
    private record Sent(Submission submission, long endOffset) {}

    Lane(
            String kind,
            Source source,
            StreamLimits limits,
            SourceMetrics metrics,
            AtomicLong unfinishedOfAll,
            Mailbox mailbox,
            InFlight inFlight,
            Consumer<Flight> send) {
        this.kind = kind;
        this.source = source;
        this.limits = limits;
        this.metrics = metrics;
        this.unfinishedOfAll = unfinishedOfAll;
        this.window = new SendWindow(
                mailbox,
                inFlight,
                0,
                limits.maxChunkBytes(),
                send,
                this::accepted,
                _ -> metrics.failed(Trouble.REFUSED),
                this::overtaken);
    }

    String kind() {
        return kind;
    }

    Source source() {
        return source;
    }

    AtomicLong unfinished() {
        return unfinished;
    }

    /** Adds what is to be sent; returns whether the intake's thread is to be told. */
    boolean arrive(Submission submission) {
        unfinished.addAndGet(submission.bytes().length);
        unfinishedOfAll.addAndGet(submission.bytes().length);
        arrived.add(submission);
        return isCalledFor.compareAndSet(false, true);
    }

    /** Sends what may be sent now; returns whether something was. */
    boolean serve(long now) {
        collect();
        window.retry(now);
        boolean hasSent = false;
        while (!waiting.isEmpty() && window.hasRoom() && isWorthAChunk()) {
            Cut cut = Cut.of(waiting, cutAt, limits);
            if (!window.hasRoomFor(cut.length())) {
                break;
            }
            send(cut);
            hasSent = true;
        }
        return hasSent;
    }

    private void collect() {
        isCalledFor.set(false);
        for (Submission next = arrived.poll(); next != null; next = arrived.poll()) {
            waiting.add(next);
            waitingBytes += next.bytes().length;
        }
    }

    private boolean isWorthAChunk() {
        return window.count() < FEW || waitingBytes >= limits.maxChunkBytes();
    }

    private void send(Cut cut) {
        Submission first = waiting.getFirst();
        byte[] bytes = cut.take(waiting, cutAt);
        LogChunk chunk = new LogChunk(source, position, bytes, first.framing(), first.taken(), cut.continues());
        long at = position - cutAt;
        position = chunk.endOffset();
        waitingBytes -= bytes.length;
        cutAt += bytes.length;
        while (!waiting.isEmpty() && cutAt >= waiting.getFirst().bytes().length) {
            Submission whole = waiting.remove();
            at += whole.bytes().length;
            cutAt -= whole.bytes().length;
            sent.add(new Sent(whole, at));
        }
        metrics.read(bytes.length);
        metrics.sent();
        window.send(chunk);
    }

    private void accepted(LogChunk chunk) {
        metrics.acknowledged(chunk.coveredBytes());
        while (!sent.isEmpty() && sent.getFirst().endOffset() <= window.acknowledged()) {
            finish(sent.remove().submission(), null);
        }
    }

    private void overtaken(LogChunk chunk) {
        metrics.overtaken(chunk.bytes().length);
        LOG.errorf(
                "%d bytes of %s at offset %d were refused while later ones were taken: they are sent again, and"
                        + " GET /api/v1/accounting counts as dropped (gap) what comes too late for the store",
                chunk.bytes().length, source.id(), chunk.offset());
    }

    private void finish(Submission submission, @Nullable Throwable failure) {
        unfinished.addAndGet(-submission.bytes().length);
        unfinishedOfAll.addAndGet(-submission.bytes().length);
        if (failure == null) {
            submission.safe().complete(null);
        } else {
            submission.safe().completeExceptionally(failure);
        }
    }

    /** Whether nothing waits and nothing is on its way. */
    boolean isAtRest() {
        return waiting.isEmpty() && arrived.isEmpty() && window.isEmpty();
    }

    long retryAt() {
        return window.retryAt();
    }

    /** Whether its session is over and another may go on with it. */
    boolean isFree() {
        return isReleased && isAtRest();
    }

    void release() {
        isReleased = true;
    }

    void reopen() {
        isReleased = false;
    }

    /** Tells everybody who still waits that the answer will not come. */
    void fail(Throwable failure) {
        collect();
        while (!sent.isEmpty()) {
            finish(sent.remove().submission(), failure);
        }
        while (!waiting.isEmpty()) {
            finish(waiting.remove(), failure);
        }
    }

    SourceStatus status() {
        State state = window.isFailing() ? State.RETRYING : isReleased ? State.ENDED : State.FOLLOWING;
        String peer = source.resource().get("network.peer.address");
        return new SourceStatus(
                source.id(),
                peer == null ? kind : kind + " from " + peer,
                position + waitingBytes,
                position,
                window.acknowledged(),
                window.bytes(),
                state,
                null);
    }
}
