package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.FileKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the generations of a file that a rotation renamed before anybody looked at them.
 *
 * <p>A file under a name that rotations give, beside a path that is followed, is one of them unless it is known otherwise
 * or is a stranger: one that was there when this start looked for the first time and that is not younger than the last
 * checkpoint of the start before. One that was not written to since is an old one that somebody has put back, and no
 * generation that was missed either.
 */
final class Predecessors {
    /** How far the clock of a file system may be behind. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** What the times of a file system lag behind the clock, since the kernel takes them from its last tick. */
    private static final Duration TICK = Duration.ofMillis(20);

    private final Set<Birth> strangers = new HashSet<>();
    private Instant since = Instant.MAX;

    /** A file by its inode and when that was given out, since inodes are given out again. */
    private record Birth(FileKey key, FileTime born) {}

    /** A file that was found beside a followed path. */
    private record Sibling(Path path, Birth birth, FileTime changed) {}

    /**
     * What the first look of a start makes of a path that leads to a new file.
     *
     * @param lastLife when the start before was last known to run
     */
    List<Path> missedBefore(Path path, Instant lastLife, Predicate<FileKey> isKnown) {
        Instant from = lastLife.minus(TICK);
        return siblings(path)
                .filter(sibling -> !isKnown.test(sibling.birth().key()))
                .filter(sibling -> !sibling.birth().born().toInstant().isBefore(from)
                        && !sibling.changed().toInstant().isBefore(from))
                .sorted(Comparator.comparing(Sibling::changed))
                .map(Sibling::path)
                .toList();
    }

    /** Whatever now stands in the folders, and is not known, belongs to nobody. */
    void rememberStrangers(Set<Path> folders, Instant now, Predicate<FileKey> isKnown) {
        since = now.minus(SKEW);
        for (Path folder : folders) {
            FolderSearch.list(folder, FolderSearch::mayBeRotated).stream()
                    .flatMap(path -> sibling(path).stream())
                    .map(Sibling::birth)
                    .filter(birth -> !isKnown.test(birth.key()))
                    .forEach(strangers::add);
        }
    }

    /** The generations of a path that were missed since the first look, the oldest first. */
    List<Path> missed(Path path, Predicate<FileKey> isKnown) {
        return siblings(path)
                .filter(sibling -> !isKnown.test(sibling.birth().key()))
                .filter(sibling -> !strangers.contains(sibling.birth())
                        && !sibling.changed().toInstant().isBefore(since))
                .sorted(Comparator.comparing(Sibling::changed))
                .map(Sibling::path)
                .toList();
    }

    private static Stream<Sibling> siblings(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        String file = String.valueOf(path.getFileName());
        if (folder == null) {
            return Stream.empty();
        }
        return FolderSearch.list(folder, name -> FolderSearch.isRotated(name, file)).stream()
                .flatMap(sibling -> sibling(sibling).stream());
    }

    private static Optional<Sibling> sibling(Path path) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile()
                    ? Optional.of(new Sibling(
                            path,
                            new Birth(FileKey.of(path, LinkOption.NOFOLLOW_LINKS), attributes.creationTime()),
                            attributes.lastModifiedTime()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
