package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.checkpoint.FileKey;
import dev.logbell.collector.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what a file that was found is: one that was followed before, by its inode and its bytes, or a new one that
 * gets an id.
 */
final class FileAdmission {
    private static final Duration FORGET = Duration.ofDays(7);

    private final Checkpoints checkpoints;
    private final Following following;
    private final TextFiles texts;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final byte[] scratch = new byte[FollowedFile.HEAD];
    private final Map<FileKey, Checkpoint> unclaimed = new HashMap<>();
    private final Instant lastLife;

    FileAdmission(Checkpoints checkpoints, Following following, TextFiles texts, Clock clock) {
        this.checkpoints = checkpoints;
        this.following = following;
        this.texts = texts;
        this.clock = clock;
        checkpoints.all().forEach(checkpoint -> unclaimed.put(checkpoint.key(), checkpoint));
        this.lastLife = checkpoints.all().stream()
                .map(Checkpoint::seen)
                .max(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** When an earlier start has last written a checkpoint; {@link Instant#MAX} if there was none. */
    Instant lastLife() {
        return lastLife;
    }

    Instant now() {
        return clock.instant();
    }

    /** Checkpoints that no file has been found for. */
    List<Checkpoint> unclaimed() {
        return List.copyOf(unclaimed.values());
    }

    boolean isUnclaimed(FileKey key) {
        return unclaimed.containsKey(key);
    }

    /**
     * Opens a file and says where to go on in it.
     *
     * @param isFromEnd whether a new file is followed from where it ends now
     * @return empty if the path leads to another file by now
     */
    Optional<FollowedFile> admit(Path path, FileKey key, boolean isFromEnd) throws IOException {
        FileChannel channel = texts.open(path);
        try {
            if (!FileKey.of(path).equals(key)) {
                channel.close();
                return Optional.empty();
            }
            Checkpoint before = unclaimed.remove(key);
            if (before != null) {
                if (fits(before, channel)) {
                    FollowedFile resumed = resume(before, path, channel);
                    checkpoints.put(resumed.checkpoint(clock.instant()));
                    return Optional.of(resumed);
                }
                checkpoints.remove(before.source());
            }
            return Optional.of(begin(path, key, channel, isFromEnd ? channel.size() : 0));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The next generation of a file that has begun anew under its inode. */
    FollowedFile beginAnew(FollowedFile file, FileChannel channel) throws IOException {
        return begin(file.path, file.key, channel, FileBytes.endOfHole(channel));
    }

    /** Opens a file again that could not be read. */
    FileChannel reopen(FollowedFile file) throws IOException {
        Path path =
                FolderSearch.find(file.path, file.key).orElseThrow(() -> new NoSuchFileException(file.path.toString()));
        return texts.open(path);
    }

    /**
     * Whether a file has bytes to know it by. Without them its id would fit whatever the inode holds after a crash.
     */
    boolean isKnowable(FollowedFile file) {
        FileChannel channel = file.channel;
        if (file.head.length() > 0 || channel == null) {
            return file.head.length() > 0;
        }
        try {
            channel = texts.asText(file.path, channel);
            file.channel = channel;
            Fingerprint head = FileBytes.head(channel, Fingerprint.NONE, scratch);
            if (head == null || head.length() == 0) {
                return false;
            }
            file.head = head;
            checkpoints.put(file.checkpoint(clock.instant()));
            return true;
        } catch (IOException e) {
            file.problem = e.toString();
            return false;
        }
    }

    /** Lets go of a file that may be found again. */
    void release(FollowedFile file) {
        Checkpoint checkpoint = file.checkpoint(clock.instant());
        checkpoints.put(checkpoint);
        unclaimed.put(file.key, checkpoint);
    }

    /** Forgets a file whose generation is over, or that is gone for good. */
    void forget(FollowedFile file) {
        checkpoints.remove(file.source.id());
    }

    /** Forgets files that have not been found for long. */
    void forgetLongGone() {
        unclaimed.values().removeIf(checkpoint -> {
            boolean isGone = checkpoint.seen().plus(FORGET).isBefore(clock.instant());
            if (isGone) {
                checkpoints.remove(checkpoint.source());
            }
            return isGone;
        });
    }

    private boolean fits(Checkpoint before, FileChannel channel) throws IOException {
        if (channel.size() < before.offset() || FileBytes.head(channel, before.head(), scratch) == null) {
            return false;
        }
        int length = before.tail().length();
        int got = FileBytes.read(channel, scratch, 0, length, before.offset() - length);
        return before.tail().fits(scratch, 0, got);
    }

    private FollowedFile resume(Checkpoint before, Path path, FileChannel channel) {
        FollowedFile file = following.follow(
                before.source(), before.key(), path, channel, before.offset(), before.head(), before.tail());
        file.isKept = before.head().length() > 0;
        return file;
    }

    private FollowedFile begin(Path path, FileKey key, FileChannel channel, long offset) throws IOException {
        String id = "file:%s:%d:%d:%s"
                .formatted(following.host(), key.device(), key.inode(), Long.toString(random.nextLong(1L << 40), 36));
        Fingerprint head = FileBytes.head(channel, Fingerprint.NONE, scratch);
        FollowedFile file = following.follow(
                id, key, path, channel, offset, head == null ? Fingerprint.NONE : head, Fingerprint.NONE);
        checkpoints.put(file.checkpoint(clock.instant()));
        return file;
    }
}
