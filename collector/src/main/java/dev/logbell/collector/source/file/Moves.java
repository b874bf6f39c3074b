package dev.logbell.collector.source.file;

import java.nio.file.Path;
import java.util.Optional;

/** Notes where a file is found, and what becomes of it when no path that is asked for leads to it any more. */
final class Moves {
    private final FileAdmission admission;
    private final FollowedFiles files;
    private final Agenda agenda;
    private final MissedGenerations missed;

    Moves(FileAdmission admission, FollowedFiles files, Agenda agenda, MissedGenerations missed) {
        this.admission = admission;
        this.files = files;
        this.agenda = agenda;
        this.missed = missed;
    }

    /** A path that is asked for leads to it. */
    void leads(Path path, FollowedFile file, FileSight sight) {
        boolean isMoved = !path.equals(file.path);
        file.isNowAt(path);
        file.isLinked = sight.links() > 1;
        if (file.isWritten(sight, admission.now()) || isMoved || file.lostAt != FollowedFile.NEVER) {
            file.isReady = true;
            agenda.soon(file);
        }
        file.asked = path;
        file.lostAt = FollowedFile.NEVER;
        file.isUnlinked = false;
        if (file.born == null) {
            file.born = sight.born();
        }
        files.leads(path, file);
    }

    /** Whether its path leads to it still. */
    static boolean leadsStill(FollowedFile file) {
        return FileSight.of(file.path).filter(file::isAt).isPresent();
    }

    /** No path that is followed leads to a file any more. */
    void lose(FollowedFile file, Whereabouts whereabouts, long now) {
        if (file.lostAt == FollowedFile.NEVER) {
            file.lostAt = now;
            missed.suspect(file.path);
            Optional<Path> path = whereabouts.near(file);
            if (path.isEmpty() && file.channel == null) {
                path = whereabouts.far(file.target, file.key, file.born);
            }
            file.isUnlinked = path.isEmpty();
            file.isWatched = false;
            files.isUntold(file);
            path.ifPresent(file::isNowAt);
            // What is closed and gone cannot be opened again.
            boolean isWithinReach = path.isPresent() || file.channel != null;
            file.isReady = isWithinReach;
            file.quietAt = isWithinReach ? file.quietAt : FollowedFile.NEVER;
            agenda.soon(file);
        }
        if (files.at(file.path) == null) {
            files.leads(file.path, file);
        }
    }
}
