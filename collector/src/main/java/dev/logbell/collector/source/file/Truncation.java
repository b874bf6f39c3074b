package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.file.Copies.Verdict;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What happens when a file begins anew under its inode: the generation that it was ends, or goes on in a copy, and the
 * next one gets an id of its own.
 */
final class Truncation {
    private static final Logger LOG = Logger.getLogger(Truncation.class);
    /** One NUL may be text of another encoding. */
    private static final int LEAST_HOLE = 2;

    private final FollowedFiles files;
    private final Unclaimed unclaimed;
    private final FileAdmission admission;
    private final OpenFiles openFiles;
    private final Copies copies;
    private final MissedGenerations missed;
    private final Arrivals arrivals;
    private final Agenda agenda;
    private final SourceMetrics metrics;

    Truncation(
            FollowedFiles files,
            Unclaimed unclaimed,
            FileAdmission admission,
            OpenFiles openFiles,
            Copies copies,
            MissedGenerations missed,
            Arrivals arrivals,
            Agenda agenda,
            SourceMetrics metrics) {
        this.files = files;
        this.unclaimed = unclaimed;
        this.admission = admission;
        this.openFiles = openFiles;
        this.copies = copies;
        this.missed = missed;
        this.arrivals = arrivals;
        this.agenda = agenda;
        this.metrics = metrics;
    }

    /** A file is not what it was. */
    void beginAnew(FollowedFile file, long now) throws IOException {
        metrics.truncated();
        FollowedFile anew = admission.beginAnew(file, 0);
        anew.holeFrom = file.position;
        takeOver(file, anew, now);
        missed.suspect(anew.path);
        Optional<FollowedFile> copy = copyOf(anew.path, Copies.Read.of(file), now);
        if (copy.isPresent()) {
            goOnIn(file, copy.get(), now);
        } else {
            file.isEnded = true;
            admission.forget(file);
            agenda.soon(file);
        }
    }

    /** A new file begins with the hole that a writer has left who kept his position; it is read from the hole's end on. */
    boolean skipHole(FollowedFile file, FileChannel channel, long now) throws IOException {
        if (file.position > 0) {
            return false;
        }
        long end = FileBytes.endOfHole(channel, file.holeFrom == FollowedFile.NEVER ? 0 : file.holeFrom);
        boolean isSuspected = file.holeFrom == FollowedFile.NEVER;
        if (end == 0 || (isSuspected && (end < LEAST_HOLE || end == channel.size()))) {
            return false;
        }
        FollowedFile anew = admission.beginAnew(file, end);
        anew.holeFrom = file.holeFrom;
        takeOver(file, anew, now);
        admission.forget(file);
        files.remove(file);
        files.add(anew);
        return true;
    }

    /** A spent copy: nothing of it is to be read but what is added to it. */
    private void readFromEnd(FollowedFile file, FileChannel channel, long now) throws IOException {
        FollowedFile anew = admission.beginAnew(file, channel.size());
        takeOver(file, anew, now);
        admission.forget(file);
        files.remove(file);
        files.add(anew);
    }

    private void takeOver(FollowedFile file, FollowedFile anew, long now) {
        FileChannel channel = file.channel;
        file.channel = null;
        openFiles.close(file);
        anew.channel = channel;
        files.replace(file, anew);
        openFiles.opened(anew, now);
        agenda.soon(anew);
    }

    /** The copy may hold less of the first bytes than the original did. */
    private void goOnIn(FollowedFile file, FollowedFile copy, long now) throws IOException {
        FileChannel channel = copy.channel;
        copy.channel = null;
        openFiles.close(copy);
        admission.forget(copy);
        files.move(file, copy);
        file.channel = channel;
        admission.keep(file);
        agenda.soon(file);
        if (channel != null) {
            openFiles.opened(file, now);
            var _ = admission.isKnowable(file, channel);
        }
    }

    /** Goes on, after a start, with generations whose file was truncated or replaced before it. */
    void adoptOrphans(long now) {
        for (Checkpoint orphan : unclaimed.takeOrphans()) {
            if (!arrivals.isAskedFor(orphan)) {
                admission.forget(orphan);
                continue;
            }
            try {
                Optional<FollowedFile> copy = copyOf(Path.of(orphan.path()), Copies.Read.of(orphan), now);
                if (copy.isPresent()) {
                    goOnIn(admission.goOnIn(copy.get(), orphan), copy.get(), now);
                    continue;
                }
            } catch (IOException e) {
                LOG.warnf(
                        "what a copy holds of %s cannot be read (%s): the copy is read from its beginning",
                        orphan.path(), e);
            }
            admission.forget(orphan);
        }
    }

    /** The file beside a path that holds what was read of a generation, and is not known for anything else. */
    private Optional<FollowedFile> copyOf(Path path, Copies.Read read, long now) throws IOException {
        for (Predecessors.Sibling sibling : siblings(path, read)) {
            FollowedFile known = files.of(sibling.sight().key());
            if (known == null ? admission.isUnclaimed(sibling.path(), sibling.sight()) : known.isKept) {
                continue;
            }
            Verdict verdict = verdict(sibling, known, read, now);
            if (verdict == Verdict.CARRIES_ON) {
                return known != null
                        ? Optional.of(known)
                        : arrivals.admitLost(sibling.path(), sibling.sight().key(), now);
            }
            if (verdict == Verdict.SPENT) {
                Optional<FollowedFile> spent = known != null
                        ? Optional.of(known)
                        : arrivals.admitLost(sibling.path(), sibling.sight().key(), now);
                if (spent.isPresent()) {
                    readFromEnd(spent.get(), openFiles.use(spent.get(), now), now);
                }
            }
        }
        return Optional.empty();
    }

    /** A file and its copy may have been renamed since. */
    private static List<Predecessors.Sibling> siblings(Path path, Copies.Read read) {
        List<Path> paths = new ArrayList<>(List.of(path));
        paths.addAll(FolderSearch.formerPaths(path));
        Listings listings = new Listings();
        return paths.stream()
                .flatMap(former ->
                        Predecessors.siblings(former, listings, file -> Copies.mayBeCopy(file.sight(), read.born()))
                                .stream())
                .filter(sibling -> !sibling.path().equals(path))
                .distinct()
                .toList();
    }

    private Verdict verdict(Predecessors.Sibling sibling, @Nullable FollowedFile known, Copies.Read read, long now)
            throws IOException {
        if (known != null) {
            return copies.verdict(openFiles.useAsText(known, now), read);
        }
        try (FileChannel channel = openFiles.open(sibling.path())) {
            return copies.verdict(channel, read);
        }
    }
}
