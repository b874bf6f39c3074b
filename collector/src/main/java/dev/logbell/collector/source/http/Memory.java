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

    /** What one push takes of it; given back when it is closed. */
    final class Share implements Room, AutoCloseable {
        private long mine;
        private boolean isEnough;

        @Override
        public synchronized void take(long bytes) throws NoRoomException {
            if (mine + bytes > most) {
                throw new NoRoomException(true);
            }
            if (used.addAndGet(bytes) > most || isEnough) {
                used.addAndGet(-bytes);
                throw new NoRoomException(false);
            }
            mine += bytes;
        }

        @Override
        public synchronized void giveBack(long bytes) {
            long back = Math.min(bytes, mine);
            used.addAndGet(-back);
            mine -= back;
        }

        /** Gives no more, so that what still takes a push apart gives up; what it has stays counted until then. */
        synchronized void endTaking() {
            isEnough = true;
        }

        @Override
        public synchronized void close() {
            isEnough = true;
            giveBack(mine);
        }
    }
}
