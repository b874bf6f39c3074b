package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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

    /** Where a writer that kept its position after a truncation has left the hole of NULs behind it. */
    static long endOfHole(FileChannel channel) throws IOException {
        byte[] bytes = new byte[STEP];
        long at = 0;
        while (true) {
            int got = read(channel, bytes, 0, bytes.length, at);
            for (int i = 0; i < got; i++) {
                if (bytes[i] != 0) {
                    return at + i;
                }
            }
            at += got;
            if (got < bytes.length) {
                return at;
            }
        }
    }
}
