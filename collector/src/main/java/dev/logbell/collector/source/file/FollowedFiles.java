package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.FileKey;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every generation that is read, or was and still has chunks on their way, by inode and by path. Owned by the reading
 * thread.
 */
final class FollowedFiles {
    private final Set<FollowedFile> all = new LinkedHashSet<>();
    private final Map<FileKey, FollowedFile> byKey = new HashMap<>();
    private final Map<Path, FollowedFile> byPath = new HashMap<>();
    /** Those that have to be looked at by themselves: new ones, and those of which nobody tells or that are lost. */
    private final Set<FollowedFile> untold = new LinkedHashSet<>();

    private long lag;

    Collection<FollowedFile> all() {
        return all;
    }

    /** A copy, for those who change them while going over them. */
    List<FollowedFile> now() {
        return List.copyOf(all);
    }

    /** Nobody tells of a file any more. */
    void isUntold(FollowedFile file) {
        if (all.contains(file)) {
            untold.add(file);
        }
    }

    /** A copy of those of which nobody tells, without those of which somebody does by now. */
    List<FollowedFile> untold() {
        untold.removeIf(file -> file.isWatched && file.lostAt == FollowedFile.NEVER);
        return List.copyOf(untold);
    }

    int count() {
        return all.size();
    }

    /** The file behind a path at the last look. */
    @Nullable
    FollowedFile at(Path path) {
        FollowedFile file = byPath.get(path);
        return file == null || !file.isEnded ? file : byKey.get(file.key);
    }

    /** The generation that is read of a file. */
    @Nullable
    FollowedFile of(FileKey key) {
        return byKey.get(key);
    }

    boolean isFollowed(FileKey key) {
        return byKey.containsKey(key);
    }

    /** Whether it is the generation that is read of a file. */
    boolean isFollowed(FileSight sight) {
        FollowedFile file = byKey.get(sight.key());
        return file != null && file.isAt(sight);
    }

    void add(FollowedFile file) {
        all.add(file);
        untold.add(file);
        byKey.put(file.key, file);
        byPath.put(file.path, file);
    }

    /** Nothing more is read of a file. */
    void remove(FollowedFile file) {
        file.isEnded = true;
        all.remove(file);
        untold.remove(file);
        byKey.remove(file.key, file);
        byPath.remove(file.path, file);
        lag -= file.countedLag;
        file.countedLag = 0;
    }

    /** A file has begun anew under its inode. */
    void replace(FollowedFile file, FollowedFile anew) {
        byKey.remove(file.key, file);
        byPath.remove(file.path, file);
        add(anew);
    }

    /** A generation goes on in another file, which was followed for itself until now. */
    void move(FollowedFile file, FollowedFile copy) {
        remove(copy);
        byKey.remove(file.key, file);
        byPath.remove(file.path, file);
        file.moveTo(copy);
        add(file);
    }

    void leads(Path path, FollowedFile file) {
        byPath.put(path, file);
    }

    void leadsNowhere(Path path) {
        byPath.remove(path);
    }

    void forgetPaths() {
        byPath.clear();
    }

    /** Counts again what of a file is not safe yet. */
    void measure(FollowedFile file) {
        if (all.contains(file)) {
            lag += file.lag() - file.countedLag;
            file.countedLag = file.lag();
        }
    }

    long lag() {
        return lag;
    }
}
