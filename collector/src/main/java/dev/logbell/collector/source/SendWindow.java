package dev.logbell.collector.source;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
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
    private final Deque<LogChunk> again = new ArrayDeque<>();
    private long acknowledged;
    /** Size of the largest chunk that was acknowledged since the last refusal. */
    private int provenBytes;

    private boolean isRefused;
    private boolean isTooLarge;
    private int refusals;
    private long retryAt;

    /**
     * A window of a source.
     *
     * @param acknowledged offset that it starts at
     * @param usualBytes size that a chunk has at most to travel beside others
     * @param send hands a chunk to the pipeline
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
                && isSafeBesideOthers(flights.getLast().chunk().bytes().length);
    }

    /** Whether a chunk of this size may leave now, given that {@link #hasRoom}. */
    public boolean hasRoomFor(int length) {
        return flights.isEmpty() || isSafeBesideOthers(length);
    }

    private boolean isSafeBesideOthers(int length) {
        return length <= provenBytes && length <= usualBytes;
    }

    /** Sends a chunk that begins where the last one ended. */
    public void send(LogChunk chunk) {
        Flight flight = new Flight(chunk, this, mailbox);
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
        long sum = 0;
        for (Flight flight : flights) {
            sum += flight.chunk().bytes().length;
        }
        for (LogChunk chunk : again) {
            sum += chunk.bytes().length;
        }
        return sum;
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
            LogChunk chunk = flights.remove().chunk();
            acknowledged = chunk.endOffset();
            accepted.accept(chunk);
            if (!isRefused) {
                provenBytes = Math.max(provenBytes, chunk.bytes().length);
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
        Deque<LogChunk> rest = new ArrayDeque<>();
        for (Flight flight : flights) {
            if (isTooLarge && flight.state() == Flight.State.REFUSED) {
                rest.addAll(halves(flight.chunk()));
            } else {
                rest.add(flight.chunk());
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

    private static List<LogChunk> halves(LogChunk chunk) {
        byte[] bytes = chunk.bytes();
        if (bytes.length < 2) {
            return List.of(chunk);
        }
        int half = middle(chunk);
        List<LogChunk> halves = new ArrayList<>();
        halves.add(chunk.until(chunk.offsetAt(half), bytes[half - 1] != '\n'));
        halves.add(chunk.from(chunk.offsetAt(half)));
        return halves;
    }

    /** Where to cut a chunk in two: between two records if it holds more than one, else anywhere. */
    private static int middle(LogChunk chunk) {
        byte[] bytes = chunk.bytes();
        int half = bytes.length / 2;
        if (chunk.framing() != Framing.RECORDS) {
            return half;
        }
        for (int distance = 0; distance < half; distance++) {
            if (bytes[half - distance - 1] == '\n') {
                return half - distance;
            }
            if (half + distance < bytes.length - 1 && bytes[half + distance] == '\n') {
                return half + distance + 1;
            }
        }
        return half;
    }
}
