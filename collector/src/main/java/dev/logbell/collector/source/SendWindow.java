package dev.logbell.collector.source;

import dev.logbell.log.LogChunk;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * One source's chunks on their way, in order. What is acknowledged moves as far as there is no hole. After a refusal
 * nothing new leaves until all on their way have settled; then everything from the lowest unacknowledged offset is sent
 * again, so that a hole is never left behind a chunk that is stored.
 *
 * <p>A chunk that is larger than every one that was acknowledged since the last refusal travels alone, and so does one
 * above the usual size: those are the ones that a broker may refuse while taking the next. If one is refused all the same
 * while a later one is taken, the later one has reached the store behind a hole, and what is sent again of the hole will
 * be passed over there: {@code overtaken} is told, and the account shows those bytes as dropped ({@code gap}). Owned by
 * the reading thread.
 */
public final class SendWindow {
    private static final int MOST_CHUNKS = 32;
    private static final int END = 64;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);

    private final Mailbox mailbox;
    private final InFlight inFlight;
    private final Consumer<Flight> send;
    private final Consumer<LogChunk> accepted;
    private final Consumer<Throwable> refused;
    private final Consumer<LogChunk> overtaken;
    private final int usualBytes;
    private final Deque<Flight> flights = new ArrayDeque<>();
    private final Deque<Again> again = new ArrayDeque<>();
    private @Nullable UnaryOperator<LogChunk> edge;
    private long acknowledged;
    private byte[] acknowledgedEnd = {};
    /** Size of the largest chunk that was acknowledged since the last refusal. */
    private long provenBytes;

    private boolean isRefused;
    private boolean isTooLarge;
    private int refusals;
    private long retryAt;

    /** A chunk to be sent again, and its last bytes as they were read. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Again(LogChunk chunk, byte[] end) {}

    /**
     * A window of a source.
     *
     * @param acknowledged offset that it starts at
     * @param usualBytes size that a chunk has at most to travel beside others
     * @param send hands a chunk to the pipeline; if it is an {@link Outlet}, each chunk passes its edge before
     * @param accepted is told of each chunk that {@link #acknowledged} has moved over
     * @param refused is told why a chunk was refused
     * @param overtaken is told of a chunk that was refused while a later one was taken
     */
    public SendWindow(
            Mailbox mailbox,
            InFlight inFlight,
            long acknowledged,
            int usualBytes,
            Consumer<Flight> send,
            Consumer<LogChunk> accepted,
            Consumer<Throwable> refused,
            Consumer<LogChunk> overtaken) {
        this.mailbox = mailbox;
        this.inFlight = inFlight;
        this.acknowledged = acknowledged;
        this.usualBytes = usualBytes;
        this.send = send;
        this.accepted = accepted;
        this.refused = refused;
        this.overtaken = overtaken;
    }

    /** Whether another chunk may leave now. */
    public boolean hasRoom() {
        if (isRefused || !again.isEmpty() || !inFlight.hasRoom()) {
            return false;
        }
        if (flights.isEmpty()) {
            return true;
        }
        return flights.size() < MOST_CHUNKS
                && isSafeBesideOthers(flights.getLast().chunk().coveredBytes());
    }

    /** Whether a chunk of this size may leave now, given that {@link #hasRoom}. */
    public boolean hasRoomFor(int length) {
        return flights.isEmpty() || isSafeBesideOthers(length);
    }

    private boolean isSafeBesideOthers(long length) {
        return length <= provenBytes && length <= usualBytes;
    }

    /** Sends a chunk that begins where the last one ended. Its bytes may be changed. */
    public void send(LogChunk chunk) {
        if (edge == null) {
            edge = Outlet.edgeOf(send);
        }
        byte[] bytes = chunk.bytes();
        byte[] end = Arrays.copyOfRange(bytes, Math.max(0, bytes.length - END), bytes.length);
        send(new Again(edge.apply(chunk), end));
    }

    private void send(Again ready) {
        LogChunk chunk = ready.chunk();
        Flight flight = new Flight(chunk, ready.end(), this, mailbox);
        flights.add(flight);
        inFlight.add(chunk.bytes().length);
        send.accept(flight);
    }

    /** Sends again what was refused, when its time has come. */
    public void retry(long now) {
        if (isRefused && isSettled()) {
            prepareAgain(now);
        }
        while (!again.isEmpty() && now >= retryAt && flights.isEmpty() && inFlight.hasRoom()) {
            send(again.remove());
        }
    }

    /** When {@link #retry} has something to do, in the time it is given; the far future if nothing is refused. */
    public long retryAt() {
        return again.isEmpty() || !flights.isEmpty() ? Long.MAX_VALUE : retryAt;
    }

    /** The offset up to which, exclusively, everything is safe. */
    public long acknowledged() {
        return acknowledged;
    }

    /** The last bytes before {@link #acknowledged} as they were read, up to 64; none if they are not known. */
    public byte[] acknowledgedEnd() {
        return acknowledgedEnd;
    }

    /** Chunks on their way. */
    public int count() {
        return flights.size();
    }

    public boolean isEmpty() {
        return flights.isEmpty() && again.isEmpty();
    }

    /** Whether chunks were refused and have not been accepted since. */
    public boolean isFailing() {
        return refusals > 0;
    }

    /** Whether something was refused that has not been sent again since. */
    public boolean isRetrying() {
        return isRefused || !again.isEmpty();
    }

    /** Bytes on their way or waiting to be sent again. */
    public long bytes() {
        return Stream.concat(flights.stream().map(Flight::chunk), again.stream().map(Again::chunk))
                .mapToLong(chunk -> chunk.bytes().length)
                .sum();
    }

    void settle(Flight flight, @Nullable Throwable failure) {
        if (flight.state() != Flight.State.WAITING) {
            return;
        }
        flight.becomes(failure);
        inFlight.remove(flight.chunk().bytes().length);
        if (failure != null) {
            isRefused = true;
            isTooLarge |= failure instanceof RecordTooLargeException;
            refused.accept(failure);
        }
        while (!flights.isEmpty() && flights.getFirst().state() == Flight.State.ACKNOWLEDGED) {
            Flight first = flights.remove();
            LogChunk chunk = first.chunk();
            acknowledged = chunk.endOffset();
            acknowledgedEnd = first.end();
            accepted.accept(chunk);
            if (!isRefused) {
                provenBytes = Math.max(provenBytes, chunk.coveredBytes());
                refusals = 0;
            }
        }
    }

    private boolean isSettled() {
        for (Flight flight : flights) {
            if (flight.state() == Flight.State.WAITING) {
                return false;
            }
        }
        return true;
    }

    private void prepareAgain(long now) {
        tellOvertaken();
        Deque<Again> rest = new ArrayDeque<>();
        for (Flight flight : flights) {
            if (isTooLarge && flight.state() == Flight.State.REFUSED) {
                rest.addAll(halves(flight));
            } else {
                rest.add(new Again(flight.chunk(), flight.end()));
            }
        }
        rest.addAll(again);
        flights.clear();
        again.clear();
        again.addAll(rest);
        isRefused = false;
        isTooLarge = false;
        provenBytes = 0;
        refusals++;
        long wait = SHORTEST_WAIT.toMillis() << Math.min(refusals - 1, 10);
        retryAt = now + Math.min(wait, LONGEST_WAIT.toMillis());
    }

    private void tellOvertaken() {
        boolean isLaterTaken = false;
        for (Iterator<Flight> latestFirst = flights.descendingIterator(); latestFirst.hasNext(); ) {
            Flight flight = latestFirst.next();
            if (flight.state() == Flight.State.ACKNOWLEDGED) {
                isLaterTaken = true;
            } else if (isLaterTaken) {
                overtaken.accept(flight.chunk());
            }
        }
    }

    private static List<Again> halves(Flight flight) {
        long end = flight.chunk().endOffset();
        return ChunkHalves.of(flight.chunk()).stream()
                .map(half -> new Again(half, half.endOffset() == end ? flight.end() : new byte[0]))
                .toList();
    }
}
