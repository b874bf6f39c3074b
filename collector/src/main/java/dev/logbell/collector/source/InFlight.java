package dev.logbell.collector.source;

/** How much all sources together have on its way, and may have; the reading thread's only, but for the figures. */
public final class InFlight {
    private static final int MOST_CHUNKS = 1000;

    private final long mostBytes;
    private volatile long bytes;
    private volatile int chunks;

    public InFlight(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    public boolean hasRoom() {
        return bytes < mostBytes && chunks < MOST_CHUNKS;
    }

    public long bytes() {
        return bytes;
    }

    public int chunks() {
        return chunks;
    }

    @SuppressWarnings({"NonAtomicVolatileUpdate", "NonAtomicOperationOnVolatileField"}) // one writer
    void add(int length) {
        bytes += length;
        chunks++;
    }

    @SuppressWarnings({"NonAtomicVolatileUpdate", "NonAtomicOperationOnVolatileField"}) // one writer
    void remove(int length) {
        bytes -= length;
        chunks--;
    }
}
