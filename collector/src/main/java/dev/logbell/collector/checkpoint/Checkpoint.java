package dev.logbell.collector.checkpoint;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far one generation of one file is safe, and how to know it again.
 *
 * @param source id of the source
 * @param path where the file was seen last
 * @param asked the path that was asked for and led to it last; null if an earlier version has not put it down
 * @param key its device and inode
 * @param born when the inode was given to it; null if the file system does not tell
 * @param head its first bytes
 * @param offset up to which, exclusively, it is acknowledged
 * @param tail its last bytes before the offset
 * @param seen when the file was last known to exist
 */
public record Checkpoint(
        String source,
        String path,
        @Nullable String asked,
        FileKey key,
        @Nullable Instant born,
        Fingerprint head,
        long offset,
        Fingerprint tail,
        Instant seen) {
    public Checkpoint {
        if (offset < 0) {
            throw new IllegalArgumentException(
                    "offset of the checkpoint of %s must not be negative, got %d".formatted(source, offset));
        }
    }

    /** The path that was asked for and led to the file last. */
    public Path wanted() {
        return Path.of(asked == null ? path : asked);
    }

    /** The same, found to exist a moment ago. */
    public Checkpoint seen(Instant now) {
        return new Checkpoint(source, path, asked, key, born, head, offset, tail, now);
    }
}
