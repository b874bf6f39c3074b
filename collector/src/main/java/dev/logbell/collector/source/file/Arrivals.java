package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.FileKey;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceMetrics.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final Set<Path> unopened = new LinkedHashSet<>();
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
        unopened.removeIf(path -> !patterns.matches(path));
    }

    /** New files of which this is said are followed from their end, from now on. */
    void fromEnd(Predicate<Path> paths) {
        isFromEnd = paths;
    }

    /** A file that a pattern matches. */
    void admit(Path path, FileSight sight, boolean isFirst, long now) {
        if (isBeforeOriginal(path)) {
            unopened.add(path);
        } else {
            take(path, sight, isFirst || isOld(sight) || isFromEnd.test(path), now);
        }
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
        Optional<FollowedFile> admitted = FileSight.of(path)
                .filter(sight -> sight.key().equals(key))
                .flatMap(sight -> take(path, sight, false, now));
        admitted.filter(file -> !patterns.matches(path)).ifPresent(file -> file.lostAt = now);
        return admitted;
    }

    void admitMissed(List<Predecessors.Sibling> missed, long now) {
        missed.forEach(sibling -> admitLost(sibling.path(), sibling.sight().key(), now));
    }

    /** Whether a path is followed and leads nowhere. */
    boolean isFollowedAndGone(Path path) {
        return patterns.matches(path) && Files.notExists(path);
    }

    /** Whether a path is followed and leads to a file that nobody has looked at yet. */
    boolean isUnseen(Path path) {
        return patterns.matches(path)
                && !unopened.contains(path)
                && FileSight.of(path)
                        .filter(sight -> sight.isFile() && !files.isFollowed(sight))
                        .isPresent();
    }

    /** A file that is to be taken in with the next tick. */
    void later(Path path) {
        unopened.add(path);
    }

    /** Tries again what could not be opened. */
    void openUnopened(long now) {
        for (Path path : List.copyOf(unopened)) {
            FileSight sight = FileSight.of(path).orElse(null);
            if (sight == null || files.isFollowed(sight.key())) {
                unopened.remove(path);
            } else {
                admit(path, sight, false, now);
            }
        }
    }

    private boolean isOld(FileSight sight) {
        Instant oldest = ignoreOlder.map(admission.now()::minus).orElse(Instant.MIN);
        return sight.changed().isBefore(oldest);
    }

    private Optional<FollowedFile> take(Path path, FileSight sight, boolean fromEnd, long now) {
        try {
            Optional<FollowedFile> admitted = admission.admit(path, sight.key(), fromEnd, now);
            admitted.ifPresent(file -> {
                FollowedFile old = files.of(file.key);
                if (old != null && old.lostAt == FollowedFile.NEVER) {
                    old.lostAt = now;
                    old.isUnlinked = true;
                }
                file.isLinked = sight.links() > 1;
                var _ = file.isWritten(sight, admission.now());
                files.add(file);
                agenda.soon(file);
            });
            unopened.remove(path);
            return admitted;
        } catch (NotYetException e) {
            unopened.add(path);
        } catch (NoSuchFileException e) {
            LOG.tracef("%s is gone again", path);
        } catch (IOException e) {
            metrics.failed(Trouble.OPEN);
            if (unopened.add(path)) {
                LOG.warnf("%s cannot be opened (%s): it is tried again every second", path, e);
            }
        }
        return Optional.empty();
    }
}
