package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.checkpoint.FileKey;
import dev.logbell.collector.source.Mailbox;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceMetrics.Trouble;
import dev.logbell.collector.source.SourceStatus;
import dev.logbell.collector.source.SourceStatus.State;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Follows all files, on one thread, turn by turn: finds new ones, sends what they have grown by, notices how they are
 * rotated, and lets go of those that are over.
 */
final class FileFollower {
    private static final Logger LOG = Logger.getLogger(FileFollower.class);
    private static final long LOOK_MILLIS = 1000;
    private static final long DELETED_GRACE_MILLIS = 10_000;
    private static final long ROTATED_GRACE_MILLIS = 600_000;

    private final FilePatterns patterns;
    private final Checkpoints checkpoints;
    private final FileAdmission admission;
    private final ChunkReader reader;
    private final Mailbox mailbox;
    private final SourceMetrics metrics;
    private final LongSupplier millis;
    private final Consumer<Set<Path>> watch;
    private final boolean isFromEnd;

    private final List<FollowedFile> files = new ArrayList<>();
    private final Map<Path, FollowedFile> byPath = new HashMap<>();
    private final Set<Path> unopened = new HashSet<>();
    private boolean isFirstLook = true;
    private long lookAt;
    private long pollAt;
    private long lookCost;

    /**
     * A follower.
     *
     * @param watch is told in which folders files may change
     * @param isFromEnd whether files that are there at the very first start are followed from their end
     * @param millis a clock that only goes forward
     */
    FileFollower(
            FilePatterns patterns,
            Checkpoints checkpoints,
            FileAdmission admission,
            ChunkReader reader,
            Mailbox mailbox,
            SourceMetrics metrics,
            Consumer<Set<Path>> watch,
            boolean isFromEnd,
            LongSupplier millis) {
        this.patterns = patterns;
        this.checkpoints = checkpoints;
        this.admission = admission;
        this.reader = reader;
        this.mailbox = mailbox;
        this.metrics = metrics;
        this.watch = watch;
        this.isFromEnd = isFromEnd && checkpoints.isFirstStart();
        this.millis = millis;
        this.lookAt = millis.getAsLong();
        this.pollAt = lookAt;
    }

    /**
     * Does what there is to do now.
     *
     * @return milliseconds until there may be more to do, unless a letter arrives before
     */
    long turn() {
        mailbox.open();
        long now = millis.getAsLong();
        if (now >= lookAt) {
            look(now);
        }
        if (now >= pollAt) {
            files.forEach(file -> file.isReady = true);
            pollAt = now + LOOK_MILLIS;
        }
        long next = Math.min(lookAt, pollAt);
        for (FollowedFile file : List.copyOf(files)) {
            next = Math.min(next, serve(file, now));
        }
        files.removeIf(file -> isOver(file, now));
        tell();
        return Math.max(0, next - now);
    }

    /** A file has changed. */
    void changed(Path path) {
        FollowedFile file = byPath.get(path);
        if (file != null) {
            file.isReady = true;
        }
    }

    /** Files may have come or gone: looks at once, unless looking is dear. */
    void lookSoon() {
        lookAt = Math.min(lookAt, millis.getAsLong() + 10 * lookCost);
    }

    /** Whatever was not told may have changed. */
    void lookAtEverything() {
        pollAt = 0;
        lookSoon();
    }

    List<SourceStatus> statuses() {
        return files.stream().map(FileFollower::status).toList();
    }

    void close() {
        files.forEach(FollowedFile::close);
    }

    /** Sends what a file has grown by; returns when to do so again. */
    private long serve(FollowedFile file, long now) {
        file.window.retry(now);
        long next = file.window.retryAt();
        if (file.isEnded || !(file.isReady || file.dueAt <= now)) {
            return Math.min(next, file.isEnded ? FollowedFile.NEVER : file.dueAt);
        }
        if (!file.isKept) {
            keepNew();
        }
        if (!file.isKept) {
            file.isReady = false;
            return next;
        }
        try {
            FileChannel channel = file.channel;
            if (channel == null) {
                channel = admission.reopen(file);
                file.channel = channel;
            }
            ChunkReader.Outcome outcome = reader.advance(file, channel, now);
            file.problem = null;
            return switch (outcome) {
                case DONE -> Math.min(next, file.isReady ? FollowedFile.NEVER : file.dueAt);
                case MORE -> now;
                case BEGUN_ANEW -> beginAnew(file, channel, now);
            };
        } catch (IOException e) {
            failed(file, e);
            return next;
        }
    }

    private long beginAnew(FollowedFile file, FileChannel channel, long now) throws IOException {
        metrics.truncated();
        FollowedFile anew = admission.beginAnew(file, channel);
        anew.lostAt = file.lostAt;
        admission.forget(file);
        file.isEnded = true;
        file.channel = null;
        files.add(anew);
        byPath.replaceAll((path, old) -> old.equals(file) ? anew : old);
        keepNew();
        return now;
    }

    private void failed(FollowedFile file, IOException failure) {
        metrics.failed(Trouble.READ);
        if (file.problem == null) {
            LOG.warnf("%s cannot be read (%s): it is tried again every second", file.path, failure);
        }
        file.close();
        file.problem = failure.toString();
        file.isReady = false;
        file.dueAt = FollowedFile.NEVER;
    }

    private void look(long now) {
        long start = System.nanoTime();
        FilePatterns.Found found = patterns.find();
        Map<FileKey, Path> present = new LinkedHashMap<>();
        Set<Path> folders = new HashSet<>(found.folders());
        byPath.clear();
        Map<FileKey, FollowedFile> followed = followed();
        for (Path path : found.files()) {
            see(path, present, followed, folders);
        }
        List<FollowedFile> justLost = new ArrayList<>();
        for (FollowedFile file : followed.values()) {
            Path path = present.remove(file.key);
            if (path != null) {
                file.path = path;
                file.lostAt = FollowedFile.NEVER;
            } else if (file.lostAt == FollowedFile.NEVER) {
                file.lostAt = now;
                justLost.add(file);
            }
        }
        present.forEach((key, path) -> admit(path, key, isFromEnd && isFirstLook));
        if (isFirstLook) {
            admission.unclaimed().forEach(this::findAgain);
            isFirstLook = false;
        }
        justLost.forEach(this::searchAfter);
        admission.forgetLongGone();
        keepNew();
        watch.accept(folders);
        lookCost = (System.nanoTime() - start) / 1_000_000;
        lookAt = now + Math.max(LOOK_MILLIS, 50 * lookCost);
    }

    private Map<FileKey, FollowedFile> followed() {
        Map<FileKey, FollowedFile> followed = new LinkedHashMap<>();
        for (FollowedFile file : files) {
            if (!file.isEnded) {
                followed.put(file.key, file);
            }
        }
        return followed;
    }

    private void see(Path path, Map<FileKey, Path> present, Map<FileKey, FollowedFile> followed, Set<Path> folders) {
        try {
            FileKey key = FileKey.of(path);
            present.putIfAbsent(key, path);
            FollowedFile file = followed.get(key);
            if (file != null) {
                byPath.put(path, file);
            }
            if (Files.isSymbolicLink(path)) {
                Path target = path.toRealPath();
                folders.add(target.getParent());
                if (file != null) {
                    byPath.put(target, file);
                }
            }
        } catch (IOException e) {
            LOG.tracef("%s is gone again (%s)", path, e.getMessage());
        }
    }

    private void admit(Path path, FileKey key, boolean fromEnd) {
        try {
            Optional<FollowedFile> admitted = admission.admit(path, key, fromEnd);
            if (admitted.isEmpty()) {
                lookSoon();
                return;
            }
            files.add(admitted.get());
            byPath.put(path, admitted.get());
            unopened.remove(path);
        } catch (NoSuchFileException e) {
            lookSoon();
        } catch (IOException e) {
            metrics.failed(Trouble.OPEN);
            if (unopened.add(path)) {
                LOG.warnf("%s cannot be opened (%s): it is tried again every second", path, e);
            }
        }
    }

    /** A file that was followed before the start, and that no glob leads to now. */
    private void findAgain(Checkpoint checkpoint) {
        Path lastSeen = Path.of(checkpoint.path());
        Optional<Path> now = FolderSearch.find(lastSeen, checkpoint.key());
        if (now.isPresent()) {
            admit(now.get(), checkpoint.key(), false);
            missed(lastSeen, now.get());
        }
    }

    private void searchAfter(FollowedFile lost) {
        Path lastSeen = lost.path;
        Optional<Path> now = FolderSearch.find(lastSeen, lost.key);
        if (now.isPresent()) {
            lost.path = now.get();
            missed(lastSeen, now.get());
        }
    }

    private void missed(Path lastSeen, Path now) {
        Set<FileKey> known = new HashSet<>(followed().keySet());
        admission.unclaimed().forEach(checkpoint -> known.add(checkpoint.key()));
        try {
            FileTime changed = Files.getLastModifiedTime(now);
            for (Path path : FolderSearch.missed(lastSeen, changed, known)) {
                admit(path, FileKey.of(path), false);
            }
        } catch (IOException e) {
            LOG.tracef("%s is gone again (%s)", now, e.getMessage());
        }
    }

    /** Puts the ids of new files on the disk, before which nothing of them leaves. */
    private void keepNew() {
        List<FollowedFile> knowable = new ArrayList<>();
        boolean isUnlisted = false;
        for (FollowedFile file : files) {
            if (!file.isKept && !file.isEnded) {
                isUnlisted |= !file.isListed;
                if (admission.isKnowable(file)) {
                    knowable.add(file);
                }
            }
        }
        if (knowable.isEmpty() && !isUnlisted) {
            return;
        }
        if (checkpoints.save()) {
            files.forEach(file -> file.isListed = true);
            knowable.forEach(file -> file.isKept = true);
        } else {
            metrics.failed(Trouble.CHECKPOINT);
        }
    }

    private boolean isOver(FollowedFile file, long now) {
        if (!file.window.isEmpty()) {
            return false;
        }
        if (file.isEnded) {
            return true;
        }
        if (file.lostAt == FollowedFile.NEVER || file.position < file.size || !file.isKept) {
            return false;
        }
        long quiet = now - Math.max(file.lostAt, file.grewAt);
        if (quiet < DELETED_GRACE_MILLIS || now < file.searchAt) {
            return false;
        }
        file.searchAt = now + DELETED_GRACE_MILLIS;
        boolean isThere = FolderSearch.find(file.path, file.key).isPresent();
        if (isThere && quiet < ROTATED_GRACE_MILLIS) {
            return false;
        }
        if (isThere) {
            admission.release(file);
        } else {
            admission.forget(file);
        }
        file.close();
        return true;
    }

    private void tell() {
        long lag = 0;
        for (FollowedFile file : files) {
            lag += (file.isEnded ? file.position : file.size) - file.window.acknowledged();
        }
        metrics.now(files.size(), lag);
    }

    private static SourceStatus status(FollowedFile file) {
        State state;
        if (file.problem != null) {
            state = State.FAILING;
        } else if (file.window.isFailing()) {
            state = State.RETRYING;
        } else if (file.isEnded) {
            state = State.ENDED;
        } else {
            state = file.lostAt == FollowedFile.NEVER ? State.FOLLOWING : State.ROTATED;
        }
        return new SourceStatus(
                file.source.id(),
                file.path.toString(),
                file.size,
                file.position,
                file.window.acknowledged(),
                file.window.bytes(),
                state,
                file.problem);
    }
}
