package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import dev.logbell.collector.checkpoint.FileKey;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceMetrics.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Knows which files there are: finds new ones, goes after those that a rotation has renamed, also if that happened while
 * nobody looked, and says when one is over.
 */
final class Rotation {
    private static final Logger LOG = Logger.getLogger(Rotation.class);
    private static final long DELETED_GRACE_MILLIS = 10_000;
    private static final long RENAMED_GRACE_MILLIS = 600_000;

    private final FilePatterns patterns;
    private final FileAdmission admission;
    private final SourceMetrics metrics;
    private final boolean isFromEnd;
    private final List<FollowedFile> files = new ArrayList<>();
    private final Map<Path, FollowedFile> byPath = new HashMap<>();
    private final Set<Path> unopened = new HashSet<>();
    private final Set<Path> rumoured = new HashSet<>();
    private final Predecessors predecessors = new Predecessors();
    private boolean isFirstLook = true;

    /**
     * A rotation.
     *
     * @param isFromEnd whether files that the first look finds are followed from their end
     */
    Rotation(FilePatterns patterns, FileAdmission admission, SourceMetrics metrics, boolean isFromEnd) {
        this.patterns = patterns;
        this.admission = admission;
        this.metrics = metrics;
        this.isFromEnd = isFromEnd;
    }

    /** Every generation that is read, or was and still has chunks on their way; changes with each look. */
    List<FollowedFile> files() {
        return files;
    }

    /** The file behind a path at the last look. */
    @Nullable
    FollowedFile at(Path path) {
        return byPath.get(path);
    }

    /** A file has begun anew under its inode. */
    void replace(FollowedFile file, FollowedFile anew) {
        files.add(anew);
        byPath.replaceAll((path, old) -> old.equals(file) ? anew : old);
    }

    /** A file has come or gone. One that was gone again before the next look may have left a generation behind. */
    void heard(Path path) {
        if (patterns.matches(path)) {
            rumoured.add(path);
        }
    }

    /** Lets go of files that are over: nothing of them is on its way, and nobody will write to them any more. */
    void letGo(long now) {
        files.removeIf(file -> isOver(file, now));
    }

    /**
     * Looks at what is there: takes in what is new, and goes after what its path has lost.
     *
     * @return folders in which files may change
     */
    Set<Path> look(long now) {
        FilePatterns.Found found = patterns.find();
        Map<FileKey, Path> present = new LinkedHashMap<>();
        Set<Path> folders = new HashSet<>(found.folders());
        byPath.clear();
        Map<FileKey, FollowedFile> followed = followed();
        for (Path path : found.files()) {
            see(path, present, followed, folders);
        }
        Set<Path> changed = new LinkedHashSet<>(rumoured);
        rumoured.clear();
        for (FollowedFile file : followed.values()) {
            Path path = present.remove(file.key);
            if (path != null) {
                file.path = path;
                file.lostAt = FollowedFile.NEVER;
            } else if (file.lostAt == FollowedFile.NEVER) {
                file.lostAt = now;
                changed.add(file.path);
                FolderSearch.find(file.path, file.key).ifPresent(renamed -> file.path = renamed);
            }
            if (path == null) {
                byPath.putIfAbsent(file.path, file);
            }
        }
        present.forEach((key, path) -> {
            admit(path, key, isFromEnd && isFirstLook);
            changed.add(path);
        });
        if (isFirstLook) {
            admission.unclaimed().forEach(checkpoint -> changed.add(findAgain(checkpoint)));
            changed.forEach(path -> admitAll(predecessors.missedBefore(path, admission.lastLife(), this::isKnown)));
            predecessors.rememberStrangers(found.folders(), admission.now(), this::isKnown);
            isFirstLook = false;
        } else {
            changed.forEach(path -> admitAll(predecessors.missed(path, this::isKnown)));
        }
        admission.forgetLongGone();
        return folders;
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
            if (admitted.isPresent()) {
                files.add(admitted.get());
                byPath.put(path, admitted.get());
                unopened.remove(path);
            }
        } catch (NoSuchFileException e) {
            LOG.tracef("%s is gone again", path);
        } catch (IOException e) {
            metrics.failed(Trouble.OPEN);
            if (unopened.add(path)) {
                LOG.warnf("%s cannot be opened (%s): it is tried again every second", path, e);
            }
        }
    }

    /** A file that was followed before the start, and that no glob leads to now; returns where it was then. */
    private Path findAgain(Checkpoint checkpoint) {
        Path lastSeen = Path.of(checkpoint.path());
        FolderSearch.find(lastSeen, checkpoint.key()).ifPresent(path -> admit(path, checkpoint.key(), false));
        return lastSeen;
    }

    private void admitAll(List<Path> paths) {
        for (Path path : paths) {
            try {
                admit(path, FileKey.of(path), false);
            } catch (IOException e) {
                LOG.tracef("%s is gone again (%s)", path, e.getMessage());
            }
        }
    }

    private boolean isKnown(FileKey key) {
        return admission.isUnclaimed(key) || files.stream().anyMatch(file -> !file.isEnded && file.key.equals(key));
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
        if (isThere && quiet < RENAMED_GRACE_MILLIS) {
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
}
