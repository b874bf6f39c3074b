package dev.logbell.collector.source.stdin;

import dev.logbell.collector.source.framing.Framer;
import dev.logbell.collector.source.framing.Messages;
import dev.logbell.collector.source.stream.Intake;
import dev.logbell.collector.source.stream.Session;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is piped in, while there is room for it; the program at the other end waits otherwise. One thread reads,
 * since reading a pipe cannot be given up, and another one hands on.
 */
public final class StdinSource implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(StdinSource.class);
    private static final int BUFFER = 65_536;
    private static final byte[] OVER = {};
    private static final Duration BREATH = Duration.ofMillis(250);

    private final InputStream in;
    private final Session session;
    private final Framer framer;
    private final Runnable ended;
    private final BlockingQueue<byte[]> arrived = new ArrayBlockingQueue<>(1);
    private final Messages messages;
    private final Thread reader;
    private final Thread sender;
    private volatile boolean isStopping;

    /**
     * Starts to read.
     *
     * @param host name of this machine
     * @param ended is called once the input has ended and all of it is safe
     */
    public StdinSource(InputStream in, String host, Intake intake, Framer framer, Runnable ended) {
        this.in = in;
        this.framer = framer;
        this.ended = ended;
        this.session = intake.open("stdin", Map.of("host.name", host, "log.iostream", "stdin"));
        this.sender = Thread.ofPlatform().name("logbell-stdin-sender").daemon().unstarted(this::send);
        this.messages = new Messages(
                intake.limits().maxEventBytes(),
                (bytes, framing) -> session.take(bytes, framing, () -> LockSupport.unpark(sender)),
                () -> {});
        this.reader = Thread.ofPlatform().name("logbell-stdin").daemon().unstarted(this::read);
        sender.start();
        reader.start();
    }

    private void read() {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int got = 0; got >= 0 && !isStopping; ) {
                got = in.read(buffer);
                if (got > 0) {
                    byte[] bytes = new byte[got];
                    System.arraycopy(buffer, 0, bytes, 0, got);
                    arrived.put(bytes);
                }
            }
        } catch (IOException e) {
            if (!isStopping) {
                LOG.warnf("standard input cannot be read any more (%s): what was read of it is kept", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            arrived.put(OVER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() {
        try {
            boolean isOver = false;
            while (!isOver) {
                isOver = hasHandedOn();
            }
            handOnTheLast();
        } catch (InterruptedException e) {
            LOG.debug("reading standard input was stopped");
        }
        framer.end(messages);
        messages.flush();
        session.close();
        while (!isStopping && session.unfinishedBytes() > 0) {
            LockSupport.parkNanos(BREATH.toNanos());
        }
        if (!isStopping) {
            ended.run();
        }
    }

    /** Hands on what arrives until the input is over; false if that failed before. */
    private boolean hasHandedOn() throws InterruptedException {
        try {
            handOnUntilTheEnd();
            return true;
        } catch (RuntimeException e) {
            // Its message may hold what was read.
            LOG.errorf(
                    "handing on standard input failed: please report this; it goes on with what comes next (%s at %s)",
                    e.getClass().getName(),
                    Arrays.stream(e.getStackTrace()).limit(1).toList());
            LockSupport.parkNanos(BREATH.toNanos());
            return false;
        }
    }

    private void handOnUntilTheEnd() throws InterruptedException {
        while (!isStopping) {
            byte[] bytes = next();
            if (bytes == null) {
                framer.quiet(messages);
            } else if (bytes.length == 0) {
                return;
            } else {
                framer.read(bytes, messages);
            }
            messages.flush();
            awaitRoom();
        }
    }

    /** What the reader had read when it was to stop; after that it reads no more. */
    private void handOnTheLast() throws InterruptedException {
        byte[] bytes = isStopping ? arrived.poll(BREATH.toMillis(), TimeUnit.MILLISECONDS) : OVER;
        while (bytes != null && bytes.length > 0) {
            framer.read(bytes, messages);
            bytes = arrived.poll(BREATH.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** What arrives next; null if nothing does for so long that what is held may go. */
    private byte @Nullable [] next() throws InterruptedException {
        Optional<Duration> hold = framer.hold();
        byte[] bytes = null;
        while (bytes == null && hold.isEmpty() && !isStopping) {
            bytes = arrived.poll(BREATH.toMillis(), TimeUnit.MILLISECONDS);
        }
        return hold.isEmpty() ? bytes : arrived.poll(hold.get().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void awaitRoom() {
        while (!isStopping && !session.hasRoom()) {
            LockSupport.parkNanos(BREATH.toNanos());
        }
    }

    /** Hands on what was read, and reads no more. */
    @Override
    public void close() {
        isStopping = true;
        LockSupport.unpark(sender);
        try {
            sender.join(BREATH.multipliedBy(8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.interrupt();
    }
}
