package dev.logbell.collector.source.http;

import dev.logbell.collector.source.record.Room;
import java.util.concurrent.atomic.AtomicLong;

/** The memory that all pushes together may take, from their first byte to their answer. */
public final class Memory {
    private final long most;
    private final AtomicLong used = new AtomicLong();

    public Memory(long most) {
        this.most = most;
    }

    long used() {
        return used.get();
    }

    Share share() {
        return new Share();
    }

    /** What one push takes of it; given back when it is closed, after which nothing more is taken. */
    final class Share implements Room, AutoCloseable {
        private long mine;
        private boolean isClosed;

        @Override
        public synchronized void take(long bytes) throws NoRoomException {
            if (mine + bytes > most) {
                throw new NoRoomException(true);
            }
            if (used.addAndGet(bytes) > most || isClosed) {
                used.addAndGet(-bytes);
                throw new NoRoomException(false);
            }
            mine += bytes;
        }

        @Override
        public synchronized void close() {
            used.addAndGet(-mine);
            mine = 0;
            isClosed = true;
        }
    }
}
