package dev.logbell.collector.source;

import dev.logbell.log.LogChunk;
import org.jspecify.annotations.Nullable;

/** A chunk on its way. The pipeline answers once, from any thread, by {@link #acknowledge} or {@link #refuse}. */
public final class Flight {
    private final LogChunk chunk;
    private final byte[] end;
    private final SendWindow window;
    private final Mailbox mailbox;
    private State state = State.WAITING;

    enum State {
        WAITING,
        ACKNOWLEDGED,
        REFUSED
    }

    Flight(LogChunk chunk, byte[] end, SendWindow window, Mailbox mailbox) {
        this.chunk = chunk;
        this.end = end;
        this.window = window;
        this.mailbox = mailbox;
    }

    public LogChunk chunk() {
        return chunk;
    }

    /** The bytes are safe. */
    public void acknowledge() {
        mailbox.post(() -> window.settle(this, null));
    }

    /** The bytes are not safe, and are to be sent again. */
    public void refuse(Throwable reason) {
        mailbox.post(() -> window.settle(this, reason));
    }

    /** The last bytes of what the chunk was made of, as they were read. */
    byte[] end() {
        return end;
    }

    State state() {
        return state;
    }

    void becomes(@Nullable Throwable failure) {
        state = failure == null ? State.ACKNOWLEDGED : State.REFUSED;
    }
}
