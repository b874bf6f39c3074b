package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.checkpoint.FileKey;
import dev.logbell.collector.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a file that was found is: one that was followed before, by its inode and its bytes, or a new one that
 * gets an id.
 */
final class FileAdmission {
    private final Checkpoints checkpoints;
    private final Following following;
    private final OpenFiles openFiles;
    private final Clock clock;
    private final byte[] scratch = new byte[FollowedFile.HEAD];
    private final Unclaimed unclaimed;

    FileAdmission(Checkpoints checkpoints, Unclaimed unclaimed, Following following, OpenFiles openFiles, Clock clock) {
        this.checkpoints = checkpoints;
        this.unclaimed = unclaimed;
        this.following = following;
        this.openFiles = openFiles;
        this.clock = clock;
    }

    /** All that was there at a moment has been seen. */
    void looked(Instant at) {
        checkpoints.looked(at);
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * Opens a file and says where to go on in it.
     *
     * @return empty if the path leads to another file by now
     */
    Optional<FollowedFile> admit(Unopened.Found found, long now) throws IOException {
        Path path = found.path();
        if (following.compressed().isWaiting(found.key())) {
            throw new NotYetException(path);
        }
        FileChannel channel = openFiles.open(path);
        try {
            FileSight sight = FileSight.of(path).orElse(null);
            if (sight == null || !sight.key().equals(found.key())) {
                channel.close();
                return Optional.empty();
            }
            FollowedFile file = resumeOrBegin(path, sight, channel, found.isFromEnd());
            askFor(file, found.asked());
            file.channel = channel;
            openFiles.opened(file, now);
            return Optional.of(file);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void askFor(FollowedFile file, Path asked) {
        if (!file.asked.equals(asked)) {
            file.asked = asked;
            keep(file);
        }
    }

    private FollowedFile resumeOrBegin(Path path, FileSight sight, FileChannel channel, boolean isFromEnd)
            throws IOException {
        Checkpoint before = unclaimed.claim(sight.key());
        if (before != null
                && sight.is(before.key(), before.born())
                && FileBytes.fits(channel, before.head(), before.offset(), before.tail(), scratch)) {
            return resume(before, path, sight);
        }
        boolean isEndWanted = isFromEnd && before == null;
        if (before != null) {
            unclaimed.orphan(before);
        }
        if (channel instanceof DecompressedChannel compressed) {
            return compressed(path, sight, compressed, isEndWanted);
        }
        FollowedFile file = begin(path, sight, isEndWanted ? channel.size() : 0);
        file.holeFrom = before == null ? FollowedFile.NEVER : before.offset();
        return file;
    }

    private FollowedFile compressed(Path path, FileSight sight, DecompressedChannel channel, boolean isFromEnd)
            throws IOException {
        CompressedCopies.Verdict verdict =
                following.compressed().verdict(sight.key(), channel, unclaimed.lost(), clock.instant());
        return switch (verdict) {
            case CompressedCopies.Unknown()
            when following.compressed().isOriginalUnread(path) -> throw new NotYetException(path);
            case CompressedCopies.Unknown() -> begin(path, sight, isFromEnd ? channel.size() : 0);
            case CompressedCopies.Spent() -> begin(path, sight, channel.size());
            case CompressedCopies.NotYet() -> throw new NotYetException(path);
            case CompressedCopies.ReadTo(Checkpoint before) -> {
                unclaimed.claim(before);
                yield resume(before, path, sight);
            }
        };
    }

    /** Of which checkpoint a compressed file holds what was read up to it. */
    Optional<Checkpoint> heldIn(Path path, List<Checkpoint> checkpoints) {
        if (checkpoints.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel channel = openFiles.open(path)) {
            if (channel instanceof DecompressedChannel compressed) {
                for (Checkpoint checkpoint : checkpoints) {
                    if (following.compressed().holds(compressed, checkpoint)) {
                        return Optional.of(checkpoint);
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether a file is one that no path leads to any more; without its birth, its bytes tell. */
    boolean isUnclaimed(Path path, FileSight sight) {
        Checkpoint checkpoint = unclaimed.of(sight.key());
        return checkpoint != null
                && sight.is(checkpoint.key(), checkpoint.born())
                && (checkpoint.born() != null || mayBe(path, checkpoint));
    }

    /** Whether a file may be the one of a checkpoint: it holds what was read of it, or may not be read now. */
    boolean mayBe(Path path, Checkpoint checkpoint) {
        try (FileChannel channel = openFiles.open(path)) {
            return FileBytes.fits(channel, checkpoint.head(), checkpoint.offset(), checkpoint.tail(), scratch);
        } catch (AccessDeniedException e) {
            return true;
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
        return begin(path, sight.key(), sight.born(), offset);
    }

    private FollowedFile begin(Path path, FileKey key, @Nullable Instant born, long offset) {
        FollowedFile file = following.follow(following.newId(key), key, born, path, offset);
        checkpoints.put(file.checkpoint(clock.instant()));
        return file;
    }

    /** Has the next start go on waiting for a file that may not be opened, which no pattern leads it to. */
    void expect(Unopened.Found found) {
        if (unclaimed.of(found.key()) == null) {
            Checkpoint expected = new Checkpoint(
                    following.newId(found.key()),
                    found.path().toString(),
                    found.asked().toString(),
                    found.key(),
                    found.born(),
                    Fingerprint.NONE,
                    0,
                    Fingerprint.NONE,
                    clock.instant());
            checkpoints.put(expected);
            unclaimed.add(expected);
        }
    }

    /** What was known of a file goes on in a copy of it. */
    FollowedFile goOnIn(FollowedFile copy, Checkpoint orphan) {
        FollowedFile file = following.follow(orphan.source(), copy.key, copy.born, copy.path, orphan.offset());
        file.head = orphan.head();
        file.tail = orphan.tail();
        file.acknowledgedTail = orphan.tail();
        file.isKept = true;
        file.asked = orphan.wanted();
        return file;
    }

    /** The next generation of a file that has begun anew under its inode. */
    FollowedFile beginAnew(FollowedFile file, long offset) {
        FollowedFile anew = begin(file.path, file.key, file.born, offset);
        askFor(anew, file.asked);
        anew.channel = file.channel;
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
        unclaimed.add(checkpoint);
    }

    /** Forgets a file whose generation is over, or that is gone for good. */
    void forget(FollowedFile file) {
        checkpoints.remove(file.source.id());
    }

    void forget(Checkpoint orphan) {
        checkpoints.remove(orphan.source());
    }
}
