package dev.logbell.collector.source.stream;

import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.Mailbox;
import dev.logbell.collector.source.Outlet;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceStatus;
import dev.logbell.log.Framing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes what senders push, and tells them when it is safe. Any thread may call it; one thread of its own sends.
 *
 * <p>A listener asks for room before it reads on, opens a session for each sender, and hands over whole lines:
 *
 * <pre>{@code
 * Session session = intake.open("tcp", Map.of("network.peer.address", "10.1.2.3"));
 * session.take("one\ntwo\n".getBytes(UTF_8), Framing.LINES).thenRun(acknowledge);
 * if (!session.hasRoom()) {
 *     socket.pause();
 *     intake.room().thenRun(socket::resume);
 * }
 * }</pre>
 */
public final class Intake implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);
    private static final Duration BREATH = Duration.ofMillis(50);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(1);

    private final StreamLimits limits;
    private final Clock clock;
    private final LongSupplier millis;
    private final Mailbox mailbox = new Mailbox();
    private final AtomicLong unfinished = new AtomicLong();
    private final RoomQueue room = new RoomQueue();
    private final Lanes lanes;
    private final Thread thread;
    private volatile @Nullable Consumer<Flight> channel;
    private volatile boolean isStopping;
    private volatile boolean isOver;

    /**
     * An intake that has not started.
     *
     * @param host name of this machine in the sources' ids
     * @param inFlight bound of what is on its way, of which this is the only user
     */
    public Intake(String host, StreamLimits limits, InFlight inFlight, SourceMetrics metrics, Clock clock) {
        this(host, limits, inFlight, metrics, clock, () -> System.nanoTime() / 1_000_000);
    }

    Intake(
            String host,
            StreamLimits limits,
            InFlight inFlight,
            SourceMetrics metrics,
            Clock clock,
            LongSupplier millis) {
        this.limits = limits;
        this.clock = clock;
        this.millis = millis;
        this.lanes = new Lanes(
                host,
                limits,
                metrics,
                unfinished,
                mailbox,
                inFlight,
                Outlet.of(() -> Outlet.edgeOf(channel), this::send));
        this.thread = Thread.ofPlatform().name("logbell-intake").daemon().unstarted(this::run);
    }

    /**
     * Starts to send; until then there is no room.
     *
     * @param send takes each chunk, on the intake's thread, and answers its flight later
     */
    public void start(Consumer<Flight> send) {
        channel = send;
        thread.start();
    }

    /** Whether more may be taken. If not, listeners answer that they are busy, or stop reading. */
    public boolean hasRoom() {
        return channel != null && !isStopping && unfinished.get() < limits.maxUnfinishedBytes();
    }

    /** Completes, on the intake's thread, as soon as there is room; fails if the collector stops before. */
    public CompletionStage<Void> room() {
        CompletionStage<Void> answer = room.join();
        mailbox.post(this::grantRoom);
        if (isOver) {
            room.fail(stopping());
        }
        return answer;
    }

    public StreamLimits limits() {
        return limits;
    }

    /**
     * Opens a source of its own, or goes on with one that an earlier session of this kind and resource has left.
     *
     * @param kind of the source, the first part of its id, e.g. {@code syslog}
     * @param resource attributes that hold for all events of this session
     */
    public Session open(String kind, Map<String, String> resource) {
        return new Session(this, lanes.open(kind, resource));
    }

    CompletionStage<Void> take(Lane lane, byte[] bytes, Framing framing) {
        if (framing == Framing.ONE_RECORD || (bytes.length > 0 && bytes[bytes.length - 1] != '\n')) {
            throw new IllegalArgumentException(
                    "a session takes whole lines or records, each ended by a line end, got %d bytes of %s"
                            .formatted(bytes.length, framing));
        }
        CompletableFuture<Void> safe = new CompletableFuture<>();
        if (isStopping) {
            safe.completeExceptionally(stopping());
        } else if (bytes.length == 0) {
            safe.complete(null);
        } else {
            if (lane.arrive(new Submission(bytes, framing, clock.instant(), safe))) {
                mailbox.post(() -> lanes.call(lane));
            }
            if (isOver) {
                safe.completeExceptionally(stopping());
            }
        }
        return safe;
    }

    void release(Lane lane) {
        mailbox.post(() -> {
            lane.release();
            lanes.call(lane);
        });
    }

    /** Every source that is in use with how far it is, answered by the intake's thread. */
    public CompletionStage<List<SourceStatus>> statuses() {
        if (!thread.isAlive()) {
            return CompletableFuture.completedStage(List.of());
        }
        CompletableFuture<List<SourceStatus>> answer = new CompletableFuture<>();
        mailbox.post(() -> answer.complete(lanes.statuses()));
        return answer;
    }

    /** Whether the sending thread lives. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    private void send(Flight flight) {
        Consumer<Flight> to = channel;
        if (to == null) {
            throw new IllegalStateException("the intake cannot send before it is started");
        }
        to.accept(flight);
    }

    private void run() {
        long stopAt = Long.MAX_VALUE;
        while (millis.getAsLong() < stopAt && !(isStopping && lanes.isAtRest())) {
            try {
                mailbox.await(Duration.ofMillis(turn()));
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException e) {
                LOG.error("sending what was taken failed: please report this; sending goes on in a second", e);
                rest();
            }
            if (isStopping && stopAt == Long.MAX_VALUE) {
                stopAt = millis.getAsLong() + LAST_ANSWERS.toMillis();
            }
        }
        isOver = true;
        mailbox.open();
        if (unfinished.get() > 0) {
            LOG.warnf(
                    "%d bytes that senders had handed over are not safe as the collector stops: senders that wait for an"
                            + " answer send them again, others (syslog, lines) do not",
                    unfinished.get());
        }
        lanes.fail(stopping());
        room.fail(stopping());
    }

    /** Sends what may be sent; returns milliseconds until there is more to do, unless a letter arrives before. */
    private long turn() {
        mailbox.open();
        long now = millis.getAsLong();
        long next = lanes.turn(now);
        grantRoom();
        long longest = isStopping ? BREATH.toMillis() : LONGEST_SLEEP.toMillis();
        return next <= now ? BREATH.toMillis() : Math.min(next - now, longest);
    }

    private void rest() {
        try {
            Thread.sleep(REST_AFTER_FAILURE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void grantRoom() {
        if (hasRoom()) {
            room.grant(limits.maxUnfinishedBytes() - unfinished.get());
        }
    }

    private static IllegalStateException stopping() {
        return new IllegalStateException(
                "the collector is stopping: what was not confirmed before is to be sent again when it is back");
    }

    /** Takes nothing more, and gives chunks on their way a moment to be acknowledged. */
    @Override
    public void close() {
        isStopping = true;
        mailbox.post(() -> {});
        if (thread.isAlive()) {
            try {
                thread.join(LAST_ANSWERS.multipliedBy(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (!isOver) {
            isOver = true;
            room.fail(stopping());
        }
    }
}
