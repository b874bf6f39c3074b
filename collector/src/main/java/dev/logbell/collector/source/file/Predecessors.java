package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.FileKey;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

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

    private static final Comparator<Sibling> OLDEST_FIRST =
            Comparator.comparing(sibling -> sibling.sight().changed());

    private final Set<Birth> strangers = new HashSet<>();
    private Instant since = Instant.MAX;

    /** A file by its inode and when that was given out, since inodes are given out again. */
    private record Birth(FileKey key, Instant created) {
        static Birth of(FileSight sight) {
            return new Birth(sight.key(), sight.created());
        }
    }

    /** A file that was found beside a followed path. */
    record Sibling(Path path, FileSight sight) {
        static Optional<Sibling> at(Path path) {
            return FileSight.of(path, LinkOption.NOFOLLOW_LINKS)
                    .filter(FileSight::isFile)
                    .map(sight -> new Sibling(path, sight));
        }
    }

    /**
     * What the first look of a start makes of a path that leads to a new file. Generations that were compressed meanwhile
     * are among them: of those that are compressed later, the original is known.
     *
     * @param lastLife when the start before was last known to run
     */
    List<Sibling> missedBefore(Path path, Listings listings, Instant lastLife, Predicate<Sibling> isKnown) {
        Instant from = lastLife.minus(FileSight.TICK);
        return siblings(
                path,
                listings,
                FolderSearch::isRotatedOrCompressed,
                file -> !file.sight().created().isBefore(from)
                        && !file.sight().changed().isBefore(from)
                        && !isKnown.test(file));
    }

    /**
     * Whatever now stands in the folders, and is not known, belongs to nobody.
     *
     * @param isAskedFor whether a path is, so that what it has led to may have been renamed or copied
     * @return what is not: files that are younger than the last life, and stand beside such a path; the oldest first
     */
    List<Sibling> rememberStrangers(
            Set<Path> folders, Instant lastLife, Instant now, Predicate<Sibling> isKnown, Predicate<Path> isAskedFor) {
        since = now.minus(SKEW);
        List<Sibling> left = new ArrayList<>();
        for (Path folder : folders) {
            for (Path path : FolderSearch.list(folder, FolderSearch::mayBeRotated)) {
                Sibling file = Sibling.at(path).orElse(null);
                if (file == null || isKnown.test(file)) {
                    continue;
                }
                boolean isYounger = !file.sight().created().isBefore(lastLife);
                if (isYounger && FolderSearch.formerPaths(path).stream().anyMatch(isAskedFor)) {
                    left.add(file);
                } else {
                    strangers.add(Birth.of(file.sight()));
                }
            }
        }
        left.sort(OLDEST_FIRST);
        return left;
    }

    /** Of what stands in the folders, and is not known, this belongs to nobody. */
    void rememberStrangers(Set<Path> folders, Predicate<Path> isStrange, Predicate<Sibling> isKnown) {
        for (Path folder : folders) {
            FolderSearch.list(folder, FolderSearch::mayBeRotated).stream()
                    .filter(isStrange)
                    .flatMap(path -> Sibling.at(path).stream())
                    .filter(file -> !isKnown.test(file))
                    .forEach(file -> strangers.add(Birth.of(file.sight())));
        }
    }

    /** The generations of all that is followed that were missed since the first look, the oldest first. */
    List<Sibling> missed(FilePatterns.Found found, Predicate<Path> isFollowed, Predicate<Sibling> isKnown) {
        Set<Path> matched = Set.copyOf(found.files());
        return found.folders().stream()
                .flatMap(folder -> FolderSearch.list(folder, FolderSearch::mayBeRotated).stream())
                .filter(path -> !matched.contains(path)
                        && FolderSearch.formerPaths(path).stream().anyMatch(isFollowed))
                .flatMap(path -> Sibling.at(path).filter(file -> isMissed(file, isKnown)).stream())
                .sorted(OLDEST_FIRST)
                .toList();
    }

    private boolean isMissed(Sibling file, Predicate<Sibling> isKnown) {
        return !strangers.contains(Birth.of(file.sight()))
                && !file.sight().changed().isBefore(since)
                && !isKnown.test(file);
    }

    /** The generations of a path that were missed since the first look, the oldest first. */
    List<Sibling> missed(Path path, Listings listings, Predicate<Sibling> isKnown) {
        return siblings(path, listings, file -> isMissed(file, isKnown));
    }

    /** Files beside a path under names that rotations give, the oldest first. */
    static List<Sibling> siblings(Path path, Listings listings, Predicate<Sibling> wanted) {
        return siblings(path, listings, FolderSearch::isRotated, wanted);
    }

    private static List<Sibling> siblings(
            Path path, Listings listings, BiPredicate<String, String> isNameOf, Predicate<Sibling> wanted) {
        Path folder = path.toAbsolutePath().getParent();
        String file = String.valueOf(path.getFileName());
        if (folder == null) {
            return List.of();
        }
        return listings.startingWith(folder, FolderSearch.stem(file)).stream()
                .filter(name -> isNameOf.test(name, file))
                .map(folder::resolve)
                .flatMap(sibling -> Sibling.at(sibling).filter(wanted).stream())
                .sorted(OLDEST_FIRST)
                .toList();
    }
}
