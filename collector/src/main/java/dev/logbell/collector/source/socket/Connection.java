package dev.logbell.collector.source.socket;

import dev.logbell.collector.source.framing.Framer;
import dev.logbell.collector.source.framing.Messages;
import dev.logbell.collector.source.stream.Intake;
import dev.logbell.collector.source.stream.Session;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One sender's connection. Reads while there is room, and leaves the rest in the socket, so that the sender waits. All
 * of it happens on the connection's event loop.
 */
final class Connection {
    private static final Logger LOG = Logger.getLogger(Connection.class);
    private static final long NONE = -1;

    private final Context context;
    private final NetSocket socket;
    private final Intake intake;
    private final Session session;
    private final Framer framer;
    private final Messages messages;
    private final SocketLimits limits;
    private int held;
    private volatile boolean isPaused;
    private volatile long readAt = System.nanoTime();
    private long holdTimer = NONE;
    private boolean isEnded;
    private boolean isWaitingForRoom;

    Connection(
            Context context,
            NetSocket socket,
            Intake intake,
            Session session,
            Framer framer,
            SocketLimits limits,
            SocketMetrics metrics) {
        this.context = context;
        this.socket = socket;
        this.intake = intake;
        this.session = session;
        this.framer = framer;
        this.limits = limits;
        this.messages = new Messages(
                limits.maxEventBytes(), (bytes, framing) -> session.take(bytes, framing, this::settled), metrics::cut);
    }

    void start(Runnable left) {
        socket.handler(this::read)
                .endHandler(nothing -> end())
                .exceptionHandler(failure -> LOG.debugf("%s failed (%s)", session.source(), failure))
                .closeHandler(nothing -> {
                    left.run();
                    goOn();
                });
        if (!session.hasRoom()) {
            pause();
        }
    }

    private void read(Buffer buffer) {
        readAt = System.nanoTime();
        messages.cutAt(limits.held().maxEventBytes(limits.maxEventBytes()));
        framer.read(buffer.getBytes(), messages);
        handOn();
        hold();
        if (!session.hasRoom()) {
            pause();
        }
    }

    private void handOn() {
        messages.flush();
        limits.held().change(framer.held() - held);
        held = framer.held();
    }

    /** Sees to it that what is held leaves when nothing more comes. */
    private void hold() {
        Optional<Duration> hold = framer.hold();
        if (hold.isPresent() && holdTimer == NONE) {
            holdTimer = context.owner().setTimer(Math.max(1, hold.get().toMillis()), timer -> letGo());
        }
    }

    private void letGo() {
        holdTimer = NONE;
        Optional<Duration> hold = framer.hold();
        if (isEnded || hold.isEmpty()) {
            return;
        }
        long rest = hold.get().toMillis() - (System.nanoTime() - readAt) / 1_000_000;
        if (rest > 0) {
            holdTimer = context.owner().setTimer(rest, timer -> letGo());
        } else {
            framer.quiet(messages);
            handOn();
            hold();
        }
    }

    /** Vert.x alone would read some buffers on, so the channel itself is told. */
    private void pause() {
        isPaused = true;
        socket.pause();
        setAutoRead(false);
        goOn();
    }

    private void settled() {
        if (isPaused) {
            context.runOnContext(nothing -> goOn());
        }
    }

    /** While the session itself has too much that is not safe, each answer calls {@link #settled}. */
    private void awaitRoom() {
        if (!isWaitingForRoom && session.unfinishedBytes() < intake.limits().maxSessionBytes()) {
            isWaitingForRoom = true;
            intake.room()
                    .thenRun(() -> context.runOnContext(nothing -> {
                        isWaitingForRoom = false;
                        goOn();
                    }));
        }
    }

    private void goOn() {
        if (!isPaused || isEnded) {
            return;
        }
        if (session.hasRoom() || isClosed()) {
            isPaused = false;
            readAt = System.nanoTime();
            setAutoRead(true);
            socket.resume();
        } else {
            awaitRoom();
        }
    }

    private boolean isClosed() {
        return !((NetSocketInternal) socket).channelHandlerContext().channel().isOpen();
    }

    private void setAutoRead(boolean isReading) {
        ((NetSocketInternal) socket).channelHandlerContext().channel().config().setAutoRead(isReading);
    }

    private void end() {
        isEnded = true;
        framer.end(messages);
        handOn();
        session.close();
    }

    /** A connection that waits for room is not idle, however long that takes. */
    void closeIfIdle(Duration longest) {
        if (!isPaused && System.nanoTime() - readAt > longest.toNanos()) {
            socket.close().onFailure(failure -> LOG.debugf("%s was not closed (%s)", session.source(), failure));
        }
    }
}
