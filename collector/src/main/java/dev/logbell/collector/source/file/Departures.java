package dev.logbell.collector.source.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Says when a file that no followed path leads to is over: nobody writes to it any more, and all of it is safe. */
final class Departures {
    private static final Logger LOG = Logger.getLogger(Departures.class);
    private static final long DELETED_GRACE_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final long RENAMED_GRACE_MILLIS = Duration.ofMinutes(10).toMillis();

    private final FollowedFiles files;
    private final FileAdmission admission;
    private final OpenFiles openFiles;

    Departures(FollowedFiles files, FileAdmission admission, OpenFiles openFiles) {
        this.files = files;
        this.admission = admission;
        this.openFiles = openFiles;
    }

    void letGoIfOver(FollowedFile file, long now) {
        long quiet = now - Math.max(file.lostAt, file.grewAt);
        if (!file.window.isEmpty() || quiet < DELETED_GRACE_MILLIS || now < file.searchAt) {
            return;
        }
        file.searchAt = now + DELETED_GRACE_MILLIS;
        Optional<Path> path = new Whereabouts().near(file);
        path.ifPresent(file::isNowAt);
        file.isUnlinked = path.isEmpty();
        boolean isOutOfReach = file.isUnlinked && file.channel == null;
        if (isOutOfReach && file.position < file.size) {
            LOG.warnf(
                    "%d bytes of %s were deleted before they could be read: raise collector.max-open-files, or keep rotated"
                            + " files for longer",
                    file.size - file.position, file.path);
        } else if (!isOutOfReach && isUnread(file)) {
            return;
        }
        if (file.isUnlinked) {
            admission.forget(file);
            outlive(file);
        } else if (quiet < RENAMED_GRACE_MILLIS) {
            return;
        } else {
            admission.release(file);
        }
        openFiles.close(file);
        files.remove(file);
    }

    /** Lets the next start know that what this file was compressed to is no generation that nobody has seen. */
    private void outlive(FollowedFile gone) {
        List<Path> names = new ArrayList<>(FolderSearch.formerPaths(gone.path));
        names.add(gone.path);
        for (Path name : names) {
            FollowedFile successor = files.at(name);
            if (successor != null && !successor.equals(gone)) {
                admission.keep(successor);
            }
        }
    }

    private static boolean isUnread(FollowedFile file) {
        return file.position < file.size || (!file.isKept && file.copyOf == null && file.size > 0);
    }
}
