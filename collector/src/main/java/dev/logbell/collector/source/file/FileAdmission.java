package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.checkpoint.FileKey;
import dev.logbell.collector.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    private final OpenFiles openFiles;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final byte[] scratch = new byte[FollowedFile.HEAD];
    private final Map<FileKey, Checkpoint> unclaimed = new HashMap<>();
    private final List<Checkpoint> orphans = new ArrayList<>();
    private final Instant lastLife;

    FileAdmission(Checkpoints checkpoints, Following following, OpenFiles openFiles, Clock clock) {
        this.checkpoints = checkpoints;
        this.following = following;
        this.openFiles = openFiles;
        this.clock = clock;
        List<Checkpoint> saved = checkpoints.all();
        saved.forEach(checkpoint -> unclaimed.merge(
                checkpoint.key(), checkpoint, (one, other) -> one.seen().isAfter(other.seen()) ? one : other));
        this.lastLife =
                saved.stream().map(Checkpoint::seen).max(Instant::compareTo).orElse(Instant.MAX);
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

    /** Checkpoints whose file is another by now; what it was may go on in a copy. Asked once. */
    List<Checkpoint> takeOrphans() {
        List<Checkpoint> taken = List.copyOf(orphans);
        orphans.clear();
        return taken;
    }

    /**
     * Opens a file and says where to go on in it.
     *
     * @param isFromEnd whether a new file is followed from where it ends now
     * @return empty if the path leads to another file by now
     */
    Optional<FollowedFile> admit(Path path, FileKey key, boolean isFromEnd, long now) throws IOException {
        if (following.compressed().isWaiting(key)) {
            throw new NotYetException(path);
        }
        FileChannel channel = openFiles.open(path);
        try {
            FileSight sight = FileSight.of(path).orElse(null);
            if (sight == null || !sight.key().equals(key)) {
                channel.close();
                return Optional.empty();
            }
            FollowedFile file = resumeOrBegin(path, sight, channel, isFromEnd);
            file.channel = channel;
            openFiles.opened(file, now);
            return Optional.of(file);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private FollowedFile resumeOrBegin(Path path, FileSight sight, FileChannel channel, boolean isFromEnd)
            throws IOException {
        Checkpoint before = unclaimed.remove(sight.key());
        if (before == null) {
            return channel instanceof DecompressedChannel compressed
                    ? compressed(path, sight, compressed, isFromEnd)
                    : begin(path, sight, isFromEnd ? channel.size() : 0);
        }
        if (FileSight.isSameBirth(sight.born(), before.born())
                && FileBytes.fits(channel, before.head(), before.offset(), before.tail(), scratch)) {
            return resume(before, path, sight);
        }
        orphans.add(before);
        FollowedFile file = begin(path, sight, 0);
        file.holeFrom = before.offset();
        return file;
    }

    private FollowedFile compressed(Path path, FileSight sight, DecompressedChannel channel, boolean isFromEnd)
            throws IOException {
        CompressedCopies.Verdict verdict =
                following.compressed().verdict(sight.key(), channel, lost(), clock.instant());
        return switch (verdict) {
            case CompressedCopies.Unknown() -> begin(path, sight, isFromEnd ? channel.size() : 0);
            case CompressedCopies.Spent() -> begin(path, sight, channel.size());
            case CompressedCopies.NotYet() -> throw new NotYetException(path);
            case CompressedCopies.ReadTo(Checkpoint before) -> {
                orphans.remove(before);
                unclaimed.remove(before.key(), before);
                yield resume(before, path, sight);
            }
        };
    }

    /** Checkpoints of which the file is not found, or is another by now. */
    List<Checkpoint> lost() {
        List<Checkpoint> lost = new ArrayList<>(orphans);
        lost.addAll(unclaimed.values());
        return lost;
    }

    /** Whether a compressed file holds what was read up to a checkpoint. */
    boolean holds(Path path, Checkpoint checkpoint) {
        try (FileChannel channel = openFiles.open(path)) {
            return channel instanceof DecompressedChannel
                    && following.compressed().holds(channel, checkpoint);
        } catch (IOException e) {
            return false;
        }
    }

    private FollowedFile resume(Checkpoint before, Path path, FileSight sight) {
        FollowedFile file = following.follow(before.source(), sight.key(), sight.born(), path, before.offset());
        file.head = before.head();
        file.tail = before.tail();
        file.acknowledgedTail = before.tail();
        file.isKept = before.head().length() > 0;
        checkpoints.put(file.checkpoint(clock.instant()));
        return file;
    }

    private FollowedFile begin(Path path, FileSight sight, long offset) {
        FileKey key = sight.key();
        String id = "file:%s:%d:%d:%s"
                .formatted(following.host(), key.device(), key.inode(), Long.toString(random.nextLong(1L << 40), 36));
        FollowedFile file = following.follow(id, key, sight.born(), path, offset);
        checkpoints.put(file.checkpoint(clock.instant()));
        return file;
    }

    /** What was known of a file goes on in a copy of it. */
    FollowedFile goOnIn(FollowedFile copy, Checkpoint orphan) {
        FollowedFile file = following.follow(orphan.source(), copy.key, copy.born, copy.path, orphan.offset());
        file.head = orphan.head();
        file.tail = orphan.tail();
        file.acknowledgedTail = orphan.tail();
        file.isKept = true;
        return file;
    }

    /** The next generation of a file that has begun anew under its inode. */
    FollowedFile beginAnew(FollowedFile file, long offset) throws IOException {
        FileSight sight = FileSight.of(file.path)
                .filter(file::isAt)
                .orElse(new FileSight(file.key, now(), now(), 0, 1, true, false));
        FollowedFile anew = begin(file.path, sight, offset);
        anew.channel = file.channel;
        anew.born = file.born;
        anew.lostAt = file.lostAt;
        anew.isUnlinked = file.isUnlinked;
        anew.isWatched = file.isWatched;
        return anew;
    }

    /**
     * Whether a new file has bytes to know it by, which are taken down then. Without them its id would fit whatever the
     * inode holds after a crash.
     */
    boolean isKnowable(FollowedFile file, FileChannel channel) throws IOException {
        Fingerprint head = FileBytes.head(channel, Fingerprint.NONE, scratch);
        if (head == null || head.length() == 0) {
            return false;
        }
        file.head = head;
        keep(file);
        return true;
    }

    /** Puts down where a file is, and how far. */
    void keep(FollowedFile file) {
        checkpoints.put(file.checkpoint(clock.instant()));
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

    void forget(Checkpoint orphan) {
        checkpoints.remove(orphan.source());
    }

    /** Forgets files that have not been found for long, and are nowhere to be found. */
    void forgetLongGone() {
        Instant now = clock.instant();
        for (Checkpoint checkpoint : unclaimed()) {
            if (checkpoint.seen().plus(FORGET).isAfter(now)) {
                continue;
            }
            if (FolderSearch.find(Path.of(checkpoint.path()), checkpoint.key(), checkpoint.born())
                    .isPresent()) {
                unclaimed.put(checkpoint.key(), checkpoint.seen(now));
                checkpoints.put(checkpoint.seen(now));
            } else {
                unclaimed.remove(checkpoint.key());
                checkpoints.remove(checkpoint.source());
            }
        }
    }
}
