package dev.logbell.log;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * A run of bytes of one source and where they came from: what travels from the collector to the processor.
 *
 * <p>With {@link Framing#LINES} and {@link Framing#RECORDS} it covers the bytes {@code [offset, endOffset)} of its
 * source, cut at the ends of events unless {@link #continues()}. Chunks of one source are sent in the order of their
 * offsets, without holes.
 *
 * @param source where the bytes came from
 * @param offset of the first byte (LINES, RECORDS) or of the record (ONE_RECORD) in its source
 * @param bytes as written, separators included; not copied, so never to be changed
 * @param framing how the bytes are divided into events
 * @param observedTime when the collector read the bytes
 * @param continues whether the last event was cut at the size limit, and goes on in the next chunk of the source
 * @param skips where bytes were left out of it on purpose; it covers them all the same
 */
@SuppressWarnings("ArrayRecordComponent") // up to a megabyte on the hot path; equals and hashCode are written out
public record LogChunk(
        Source source,
        long offset,
        byte[] bytes,
        Framing framing,
        Instant observedTime,
        boolean continues,
        Skips skips) {
    /** How far the offsets of two Kafka records are apart: the bytes that one can have at most. */
    public static final long RECORD_SPAN = 1L << 24;

    public LogChunk {
        if (offset < 0) {
            throw new IllegalArgumentException(
                    "offset of a chunk of %s must not be negative, got %d".formatted(source.id(), offset));
        }
        if (!skips.isEmpty() && skips.position(skips.count() - 1) > bytes.length) {
            throw new IllegalArgumentException("a chunk of %s with %d bytes must have its skips inside, got one at %d"
                    .formatted(source.id(), bytes.length, skips.position(skips.count() - 1)));
        }
    }

    /** A chunk of which nothing was left out. */
    public LogChunk(
            Source source, long offset, byte[] bytes, Framing framing, Instant observedTime, boolean continues) {
        this(source, offset, bytes, framing, observedTime, continues, Skips.NONE);
    }

    /** The offset that the next chunk of this source starts at; also the source's watermark once this one is stored. */
    public long endOffset() {
        return switch (framing) {
            case LINES, RECORDS -> offset + bytes.length + skips.total();
            case ONE_RECORD -> isEmpty() ? offset : offset + RECORD_SPAN;
        };
    }

    /** The offset in the source of what begins at an index of the bytes. */
    public long offsetAt(int index) {
        return switch (framing) {
            case LINES, RECORDS -> offset + index + skips.before(index);
            case ONE_RECORD -> offset + index;
        };
    }

    /** How many bytes of the source it accounts for, those that were left out among them. */
    public long coveredBytes() {
        return (long) bytes.length + skips.total();
    }

    /**
     * What of this chunk lies at or above the watermark of its source.
     *
     * @param watermark the offset up to which, exclusively, the source is stored already
     * @return this chunk if it lies above it, a shorter one if the watermark is inside, an empty one if all is stored
     */
    public LogChunk from(long watermark) {
        if (watermark <= offset) {
            return this;
        }
        if (watermark >= endOffset() || framing == Framing.ONE_RECORD) {
            return new LogChunk(source, endOffset(), new byte[0], framing, observedTime, false);
        }
        int distance = Math.toIntExact(watermark - offset);
        byte[] rest = Arrays.copyOfRange(bytes, skips.indexAt(distance), bytes.length);
        return new LogChunk(source, watermark, rest, framing, observedTime, continues, skips.from(distance));
    }

    /** Index in {@link #bytes} of what stands at an offset between {@link #offset} and {@link #endOffset}, inclusive. */
    public int indexAt(long at) {
        return switch (framing) {
            case LINES, RECORDS ->
                Math.clamp(skips.indexAt(Math.clamp(at - offset, 0, Integer.MAX_VALUE)), 0, bytes.length);
            case ONE_RECORD -> Math.clamp(at - offset, 0, bytes.length);
        };
    }

    /**
     * What of this chunk lies before an offset that is inside of it.
     *
     * @param isInsideOfAnEvent whether the offset is
     */
    public LogChunk until(long end, boolean isInsideOfAnEvent) {
        int distance = Math.toIntExact(end - offset);
        byte[] start = Arrays.copyOf(bytes, skips.indexAt(distance));
        return new LogChunk(source, offset, start, framing, observedTime, isInsideOfAnEvent, skips.until(distance));
    }

    /** Whether it covers nothing of its source. */
    public boolean isEmpty() {
        return bytes.length == 0 && skips.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogChunk that
                && source.equals(that.source)
                && offset == that.offset
                && Arrays.equals(bytes, that.bytes)
                && framing == that.framing
                && observedTime.equals(that.observedTime)
                && continues == that.continues
                && skips.equals(that.skips);
    }

    @Override
    public int hashCode() {
        return Objects.hash(source.id(), offset, bytes.length);
    }

    /** Says where the bytes are from, never what they are: the content of logs is not logged. */
    @Override
    public String toString() {
        return "LogChunk[%s %d..%d]".formatted(source.id(), offset, endOffset());
    }
}
