package dev.logbell.collector.source.record;

/** What is taken of a room until it is closed, as a tree of values is that is read, looked through and dropped. */
public final class Loan implements Room, AutoCloseable {
    /** Asked for at once, since the room is shared by threads. */
    private static final int STEP = 4096;

    private final Room room;
    private long taken;
    private long used;

    public Loan(Room room) {
        this.room = room;
    }

    @Override
    public void take(long bytes) throws NoRoomException {
        if (used + bytes > taken) {
            long more = Math.max(used + bytes - taken, STEP);
            room.take(more);
            taken += more;
        }
        used += bytes;
    }

    @Override
    public void close() {
        room.giveBack(taken);
        taken = 0;
        used = 0;
    }
}
