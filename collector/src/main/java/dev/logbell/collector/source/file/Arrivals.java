package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import dev.logbell.collector.checkpoint.FileKey;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceMetrics.Trouble;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Takes in files that were found, and tries again those that may not be opened yet. */
final class Arrivals {
    private static final Logger LOG = Logger.getLogger(Arrivals.class);

    private final FilePatterns patterns;
    private final FileAdmission admission;
    private final FollowedFiles files;
    private final Agenda agenda;
    private final SourceMetrics metrics;
    private final Unopened unopened = new Unopened();
    private Optional<Duration> ignoreOlder;
    private Predicate<Path> isFromEnd = path -> false;

    /**
     * Arrivals.
     *
     * @param ignoreOlder how long a new file may have been at rest to be read from its beginning
     */
    Arrivals(
            FilePatterns patterns,
            FileAdmission admission,
            FollowedFiles files,
            Agenda agenda,
            SourceMetrics metrics,
            Optional<Duration> ignoreOlder) {
        this.patterns = patterns;
        this.admission = admission;
        this.files = files;
        this.agenda = agenda;
        this.metrics = metrics;
        this.ignoreOlder = ignoreOlder;
    }

    void follow(Optional<Duration> oldest) {
        ignoreOlder = oldest;
        unopened.keepOnly(patterns::matches);
    }

    /** New files of which this is said are followed from their end, from now on. */
    void fromEnd(Predicate<Path> paths) {
        isFromEnd = paths;
    }

    /** Whether a file that was followed is asked for now: one that is not rests where it is. */
    boolean isAskedFor(Checkpoint checkpoint) {
        String asked = checkpoint.asked();
        return asked != null ? patterns.matches(Path.of(asked)) : isRotatedOrMatched(Path.of(checkpoint.path()));
    }

    private boolean isRotatedOrMatched(Path path) {
        return patterns.matches(path) || FolderSearch.formerPaths(path).stream().anyMatch(patterns::matches);
    }

    /** A file that a pattern matches. */
    void admit(Path path, FileSight sight, boolean isFirst, long now) {
        admit(path, path, sight, isFirst || isOld(sight) || isFromEnd.test(path), now);
    }

    private Optional<FollowedFile> admit(Path path, Path asked, FileSight sight, boolean fromEnd, long now) {
        if (isBeforeOriginal(path)) {
            unopened.add(new Unopened.Found(path, asked, sight.key(), sight.born(), fromEnd));
            return Optional.empty();
        }
        Optional<FollowedFile> admitted = take(path, asked, sight, fromEnd, now);
        admitted.filter(file -> !patterns.matches(path)).ifPresent(file -> file.lostAt = now);
        return admitted;
    }

    /** Whether a file is followed from which this one is just being made, and was not taken in yet. */
    private boolean isBeforeOriginal(Path path) {
        return CompressedCopies.isName(path.toString())
                && CompressedCopies.original(path)
                        .filter(patterns::matches)
                        .flatMap(FileSight::of)
                        .filter(sight -> sight.isFile() && !files.isFollowed(sight.key()))
                        .isPresent();
    }

    /** A file that is followed for what it was, whether a pattern matches it or not. */
    Optional<FollowedFile> admitLost(Path path, FileKey key, long now) {
        Path asked = patterns.matches(path)
                ? path
                : FolderSearch.formerPaths(path).stream()
                        .filter(patterns::matches)
                        .findFirst()
                        .orElse(path);
        return admitLost(path, asked, key, now);
    }

    /** The same, of a file that a path which was asked for has led to. */
    Optional<FollowedFile> admitLost(Path path, Path asked, FileKey key, long now) {
        return FileSight.of(path)
                .filter(sight -> sight.key().equals(key))
                .flatMap(sight -> admit(path, patterns.matches(path) ? path : asked, sight, false, now));
    }

    void admitMissed(List<Predecessors.Sibling> missed, long now) {
        missed.forEach(sibling -> admitLost(sibling.path(), sibling.sight().key(), now));
    }

    /** Whether a path is asked for, whether it leads anywhere or not. */
    boolean isAskedFor(Path path) {
        return patterns.matches(path);
    }

    /** Whether a path is followed and leads to a file that nobody has looked at yet. */
    boolean isUnseen(Path path) {
        return patterns.matches(path)
                && FileSight.of(path)
                        .filter(sight -> sight.isFile() && !files.isFollowed(sight) && !unopened.contains(sight.key()))
                        .isPresent();
    }

    /** A file that is to be taken in anew with the next tick. */
    void later(FollowedFile file) {
        unopened.add(new Unopened.Found(file.path, file.asked, file.key, file.born, false));
    }

    /** Tries again what could not be opened, wherever it is by now. */
    void openUnopened(long now) {
        Whereabouts whereabouts = new Whereabouts();
        for (Unopened.Found found : unopened.now()) {
            Path path = found.now(whereabouts).orElse(null);
            FileSight sight = path == null ? null : FileSight.of(path).orElse(null);
            if (path == null || sight == null || files.isFollowed(sight)) {
                unopened.remove(found.key());
            } else {
                admit(path, patterns.matches(path) ? path : found.asked(), sight, found.isFromEnd(), now);
            }
        }
    }

    private boolean isOld(FileSight sight) {
        Instant oldest = ignoreOlder.map(admission.now()::minus).orElse(Instant.MIN);
        return sight.changed().isBefore(oldest);
    }

    private Optional<FollowedFile> take(Path path, Path asked, FileSight sight, boolean fromEnd, long now) {
        Unopened.Found found = new Unopened.Found(path, asked, sight.key(), sight.born(), fromEnd);
        try {
            Optional<FollowedFile> admitted = admission.admit(found, now);
            admitted.ifPresent(file -> {
                FollowedFile old = files.of(file.key);
                if (old != null && old.lostAt == FollowedFile.NEVER) {
                    old.lostAt = now;
                    old.isUnlinked = true;
                    files.isUntold(old);
                }
                file.isLinked = sight.links() > 1;
                var _ = file.isWritten(sight, admission.now());
                files.add(file);
                agenda.soon(file);
            });
            unopened.remove(sight.key());
            return admitted;
        } catch (NotYetException e) {
            unopened.add(found);
        } catch (NoSuchFileException e) {
            LOG.tracef("%s is gone again", path);
        } catch (IOException e) {
            metrics.failed(Trouble.OPEN);
            if (!patterns.matches(path) && !fromEnd) {
                admission.expect(found);
            }
            if (unopened.add(found)) {
                LOG.warnf("%s cannot be opened (%s): it is tried again every second", path, e);
            }
        }
        return Optional.empty();
    }
}
