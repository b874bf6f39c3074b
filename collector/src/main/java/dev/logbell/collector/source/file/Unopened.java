package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.FileKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Files that were found and cannot be taken in yet, by their inodes, since they may be renamed while they wait. */
final class Unopened {
    private final Map<FileKey, Found> byKey = new LinkedHashMap<>();

    /**
     * A file that waits.
     *
     * @param path where it was found
     * @param asked the path that is asked for and led to it
     * @param isFromEnd whether it is to be followed from where it ends
     */
    record Found(
            Path path, Path asked, FileKey key, @Nullable Instant born, boolean isFromEnd) {
        /** Where it is now. */
        Optional<Path> now(Whereabouts whereabouts) {
            return whereabouts.near(path, key, born);
        }
    }

    /**
     * Has a file wait.
     *
     * @return whether it did not before
     */
    boolean add(Found found) {
        return byKey.put(found.key(), found) == null;
    }

    void remove(FileKey key) {
        byKey.remove(key);
    }

    boolean contains(FileKey key) {
        return byKey.containsKey(key);
    }

    /** A copy, for those who change them while going over them. */
    List<Found> now() {
        return List.copyOf(byKey.values());
    }

    /** Those that are no longer asked for wait no longer. */
    void keepOnly(Predicate<Path> isAskedFor) {
        byKey.values().removeIf(found -> !isAskedFor.test(found.asked()));
    }
}
