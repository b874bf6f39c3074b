package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.FileKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the system tells of a path at one moment.
 *
 * @param created when the inode was given to it; the last change where the file system does not tell
 * @param changed when it was written to last
 * @param links how many names it has
 */
record FileSight(
        FileKey key, Instant created, Instant changed, long size, int links, boolean isFile, boolean isFolder) {
    /** What the times of a file system lag behind the clock, since the kernel takes them from its last tick. */
    static final Duration TICK = Duration.ofMillis(20);

    private static final String ASKED =
            "unix:dev,ino,nlink,size,creationTime,lastModifiedTime,isRegularFile,isDirectory";

    /** Looks, through symbolic links unless told otherwise; empty if there is nothing or it may not be known. */
    static Optional<FileSight> of(Path path, LinkOption... options) {
        try {
            Map<String, Object> seen = Files.readAttributes(path, ASKED, options);
            return Optional.of(new FileSight(
                    new FileKey(number(seen.get("dev")), number(seen.get("ino"))),
                    time(seen.get("creationTime")),
                    time(seen.get("lastModifiedTime")),
                    number(seen.get("size")),
                    (int) number(seen.get("nlink")),
                    Boolean.TRUE.equals(seen.get("isRegularFile")),
                    Boolean.TRUE.equals(seen.get("isDirectory"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** When the inode was given to it; null if that may be the time of the last change as well. */
    @Nullable
    Instant born() {
        return created.isBefore(changed) ? created : null;
    }

    /** Whether it was written to long enough before a moment for a writing after that to have another time. */
    boolean isChangedBefore(Instant now) {
        return changed.plus(TICK).isBefore(now);
    }

    /** Whether it is the file that was known by this key and birth, as far as that is known. */
    boolean is(FileKey known, @Nullable Instant knownBorn) {
        return key.equals(known) && (knownBorn == null || knownBorn.equals(created));
    }

    private static long number(@Nullable Object value) throws IOException {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new IOException("the file system tells no device and inode, which following its files needs");
    }

    private static Instant time(@Nullable Object value) throws IOException {
        if (value instanceof FileTime time) {
            return time.toInstant();
        }
        throw new IOException("the file system tells no times of its files, which following them needs");
    }
}
