package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Fingerprint;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * A compressed file as what was compressed. It is empty until it is complete, since who writes it has the original
 * still. It is read forwards: what lies before the last place that was read is only reached from the start again, except
 * for the first bytes, which are kept.
 */
final class DecompressedChannel extends ReadOnlyChannel {
    private static final int STEP = 1 << 16;
    private static final int LESSER_COST = 20;

    private final Compression compression;
    private final byte[] head = new byte[FollowedFile.HEAD];
    private byte[] window = new byte[STEP];
    private long windowStart;
    private int windowLength;
    private InputStream in = InputStream.nullInputStream();
    private long size;
    private long rawSize = -1;
    private long costNanos;
    private long measuredAt;

    DecompressedChannel(FileChannel raw, Compression compression) {
        super(raw);
        this.compression = compression;
    }

    /** Decompresses it once for each size that the compressed file has had, but not all the time while that changes. */
    @Override
    public long size() throws IOException {
        long now = raw().size();
        if (now != rawSize && System.nanoTime() - measuredAt >= LESSER_COST * costNanos) {
            long start = System.nanoTime();
            rawSize = now;
            size = measure();
            costNanos = System.nanoTime() - start;
            measuredAt = System.nanoTime();
            rewind();
        }
        return size;
    }

    /** Whether it begins so, for which no more of it is decompressed than its beginning. */
    boolean begins(Fingerprint known) throws IOException {
        if (rawSize >= 0 || known.length() > head.length) {
            return known.fits(head, 0, (int) Math.min(head.length, size()));
        }
        byte[] first = new byte[known.length()];
        try (InputStream all = compression.open(new RawBytes(raw()))) {
            return known.fits(first, 0, all.readNBytes(first, 0, first.length));
        } catch (IOException e) {
            return false; // it is not written to its end yet, or damaged
        }
    }

    /** How long it is; 0 if it is not complete. */
    private long measure() throws IOException {
        byte[] bytes = new byte[STEP];
        long length = 0;
        try (InputStream all = compression.open(new RawBytes(raw()))) {
            for (int got = all.read(bytes); got >= 0; got = all.read(bytes)) {
                if (length < head.length) {
                    int kept = (int) Math.min(got, head.length - length);
                    System.arraycopy(bytes, 0, head, (int) length, kept);
                }
                length += got;
            }
        } catch (EOFException incomplete) {
            return 0;
        } catch (IOException e) {
            if (compression.isIncomplete(e)) {
                return 0;
            }
            throw e;
        }
        return length;
    }

    private void rewind() throws IOException {
        in.close();
        in = size == 0 ? InputStream.nullInputStream() : compression.open(new RawBytes(raw()));
        windowStart = 0;
        windowLength = 0;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        int length = (int) Math.min(into.remaining(), size() - position);
        if (length <= 0) {
            return -1;
        }
        if (position + length <= head.length) {
            into.put(head, (int) position, length);
            return length;
        }
        if (position < windowStart) {
            rewind();
        }
        moveTo(position);
        fill(length);
        int got = Math.min(length, windowLength);
        into.put(window, 0, got);
        return got == 0 ? -1 : got;
    }

    /** Lets the window begin at a position that is not before it. */
    private void moveTo(long position) throws IOException {
        long skipped = position - windowStart;
        if (skipped < windowLength) {
            System.arraycopy(window, (int) skipped, window, 0, windowLength - (int) skipped);
            windowLength -= (int) skipped;
        } else {
            in.skipNBytes(skipped - windowLength);
            windowLength = 0;
        }
        windowStart = position;
    }

    private void fill(int length) throws IOException {
        if (window.length < length) {
            window = Arrays.copyOf(window, length);
        }
        if (windowLength < length) {
            windowLength += in.readNBytes(window, windowLength, length - windowLength);
        }
    }

    @Override
    protected void implCloseChannel() throws IOException {
        in.close();
        super.implCloseChannel();
    }

    /** The compressed bytes from their start on. */
    private static final class RawBytes extends InputStream {
        private final FileChannel raw;
        private long at;

        RawBytes(FileChannel raw) {
            this.raw = raw;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int got = raw.read(ByteBuffer.wrap(into, from, length), at);
            at += Math.max(got, 0);
            return got;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(Integer.MAX_VALUE, Math.max(0, raw.size() - at));
        }
    }
}
