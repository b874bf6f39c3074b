package dev.logbell.collector.checkpoint;

import java.time.Instant;

/**
 * How far one generation of one file is safe, and how to know it again.
 *
 * @param source id of the source
 * @param path where the file was seen last
 * @param key its device and inode
 * @param head its first bytes
 * @param offset up to which, exclusively, it is acknowledged
 * @param tail its last bytes before the offset
 * @param seen when the file was last known to exist
 */
public record Checkpoint(
        String source, String path, FileKey key, Fingerprint head, long offset, Fingerprint tail, Instant seen) {
    public Checkpoint {
        if (offset < 0) {
            throw new IllegalArgumentException(
                    "offset of the checkpoint of %s must not be negative, got %d".formatted(source, offset));
        }
    }
}
