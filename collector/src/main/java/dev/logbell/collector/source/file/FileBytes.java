package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Looks at the bytes of an open file without moving anything. */
final class FileBytes {
    private static final int STEP = 1 << 16;

    private FileBytes() {}

    /** Reads so many bytes, or fewer at the end of the file. */
    static int read(FileChannel channel, byte[] into, int at, int length, long position) throws IOException {
        int got = 0;
        while (got < length) {
            int n = channel.read(ByteBuffer.wrap(into, at + got, length - got), position + got);
            if (n <= 0) {
                break;
            }
            got += n;
        }
        return got;
    }

    /**
     * Whether a file starts as it did, growing what is known of its start.
     *
     * @param scratch holds {@link FollowedFile#HEAD} bytes
     * @return null if it does not
     */
    static @Nullable Fingerprint head(FileChannel channel, Fingerprint before, byte[] scratch) throws IOException {
        int got = read(channel, scratch, 0, FollowedFile.HEAD, 0);
        if (!before.fits(scratch, 0, got)) {
            return null;
        }
        return got == before.length() ? before : Fingerprint.of(scratch, 0, got);
    }

    /** Whether a file holds what was read up to an offset, as far as its first bytes and those before the offset tell. */
    static boolean fits(FileChannel channel, Fingerprint head, long offset, Fingerprint tail, byte[] scratch)
            throws IOException {
        if (channel.size() < offset || head(channel, head, scratch) == null) {
            return false;
        }
        int got = read(channel, scratch, 0, tail.length(), offset - tail.length());
        return tail.fits(scratch, 0, got);
    }

    /** Whether one file holds all that another holds, as far as the first and the last bytes of the shorter tell. */
    static boolean isPrefix(FileChannel shorter, FileChannel longer) throws IOException {
        long size = shorter.size();
        if (longer.size() < size) {
            return false;
        }
        int head = (int) Math.min(FollowedFile.HEAD, size);
        int tail = (int) Math.min(FollowedFile.TAIL, size);
        return Arrays.equals(bytes(shorter, 0, head), bytes(longer, 0, head))
                && Arrays.equals(bytes(shorter, size - tail, tail), bytes(longer, size - tail, tail));
    }

    /**
     * Where a writer that kept its position after a truncation has left the hole of NULs behind it.
     *
     * @param written up to where the file was written to before it was truncated, at the least
     * @return 0 if there is no hole
     */
    static long endOfHole(FileChannel channel, long written) throws IOException {
        long at = Math.max(0, Math.min(written, channel.size()) - FollowedFile.TAIL);
        if (firstWritten(bytes(channel, 0, FollowedFile.HEAD)) == 0
                || firstWritten(bytes(channel, at, FollowedFile.TAIL)) == 0) {
            return 0;
        }
        while (true) {
            byte[] step = bytes(channel, at, STEP);
            int found = firstWritten(step);
            at += found;
            if (found < step.length || step.length < STEP) {
                return at;
            }
        }
    }

    /** Whether all that a file holds are the first of these bytes. */
    static boolean isStart(FileChannel channel, byte[] start) throws IOException {
        byte[] all = bytes(channel, 0, start.length + 1);
        return all.length > 0 && all.length <= start.length && Arrays.equals(all, Arrays.copyOf(start, all.length));
    }

    private static int firstWritten(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && bytes[at] == 0) {
            at++;
        }
        return at;
    }

    private static byte[] bytes(FileChannel channel, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        int got = read(channel, bytes, 0, length, position);
        return got == length ? bytes : Arrays.copyOf(bytes, got);
    }
}
