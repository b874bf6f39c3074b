package dev.logbell.collector.source.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Knows which paths lead to which files: takes in what is new, and goes after those that a rotation has renamed, also if
 * that happened while nobody looked.
 */
final class Rotation {
    private static final Logger LOG = Logger.getLogger(Rotation.class);
    /** By which the system may be late in telling. */
    private static final Duration DELAY = Duration.ofMillis(500);

    private final FilePatterns patterns;
    private final Unclaimed unclaimed;
    private final FileAdmission admission;
    private final FollowedFiles files;
    private final Agenda agenda;
    private final Arrivals arrivals;
    private final MissedGenerations missed;
    private final Moves moves;
    private final LastLife lastLife;
    private final boolean isFromEnd;
    private final Set<Path> folders = new HashSet<>();
    private boolean isFirstLook = true;

    /**
     * A rotation.
     *
     * @param isFromEnd whether files that the first look finds are followed from their end
     */
    Rotation(
            FilePatterns patterns,
            Unclaimed unclaimed,
            FileAdmission admission,
            FollowedFiles files,
            Agenda agenda,
            Arrivals arrivals,
            MissedGenerations missed,
            boolean isFromEnd) {
        this.patterns = patterns;
        this.unclaimed = unclaimed;
        this.admission = admission;
        this.files = files;
        this.agenda = agenda;
        this.arrivals = arrivals;
        this.missed = missed;
        this.moves = new Moves(admission, files, agenda, missed);
        this.lastLife = new LastLife(unclaimed, admission, arrivals, missed);
        this.isFromEnd = isFromEnd;
    }

    /**
     * Looks at everything that is there.
     *
     * @return folders in which files may change
     */
    Set<Path> look(long now) {
        Instant start = admission.now();
        FilePatterns.Found found = patterns.find();
        folders.clear();
        folders.addAll(found.folders());
        files.forgetPaths();
        Map<Path, FileSight> fresh = new LinkedHashMap<>();
        Set<FollowedFile> present = new HashSet<>();
        for (Path path : found.files()) {
            FileSight.of(path).filter(FileSight::isFile).ifPresent(sight -> see(path, sight, present, fresh));
        }
        Whereabouts whereabouts = new Whereabouts();
        for (FollowedFile file : files.now()) {
            if (!file.isEnded && !present.contains(file)) {
                moves.lose(file, whereabouts, now);
            }
        }
        admitNew(fresh, now);
        if (isFirstLook) {
            lastLife.resume(found.folders(), now);
            isFirstLook = false;
        } else {
            missed.search(found, patterns::matches, now);
        }
        unclaimed.forgetLongGone();
        admission.looked(start);
        return Set.copyOf(folders);
    }

    /** The system has told everything until now. */
    void isTold() {
        if (!isFirstLook) {
            admission.looked(admission.now().minus(DELAY));
        }
    }

    private void see(Path path, FileSight sight, Set<FollowedFile> present, Map<Path, FileSight> fresh) {
        FollowedFile file = files.of(sight.key());
        if (file == null || !file.isAt(sight)) {
            fresh.put(path, sight);
            return;
        }
        if (present.add(file) || path.equals(file.path)) {
            moves.leads(path, file, sight);
        } else {
            files.leads(path, file);
        }
        if (Files.isSymbolicLink(path)) {
            seeTarget(path, file);
        }
    }

    private void seeTarget(Path link, @Nullable FollowedFile file) {
        try {
            Path target = link.toRealPath();
            Path folder = target.getParent();
            if (folder != null) {
                folders.add(folder);
            }
            if (file != null) {
                files.leads(target, file);
                file.folder = folder;
                file.target = target;
            }
        } catch (IOException e) {
            LOG.tracef("%s leads nowhere (%s)", link, e.getMessage());
        }
    }

    /** Links to one file are one file; of a file and its copy, the file comes first. */
    private void admitNew(Map<Path, FileSight> fresh, long now) {
        List<Path> paths = new ArrayList<>(fresh.keySet());
        paths.sort(Comparator.comparingInt(path -> path.toString().length()));
        for (Path path : paths) {
            FileSight sight = fresh.get(path);
            if (sight != null) {
                FollowedFile file = files.of(sight.key());
                if (file != null && file.isAt(sight)) {
                    files.leads(path, file);
                } else {
                    arrivals.admit(path, sight, isFromEnd && isFirstLook, now);
                    FollowedFile admitted = files.of(sight.key());
                    if (admitted == null || !admitted.isKept) {
                        missed.suspect(path);
                    }
                }
                if (Files.isSymbolicLink(path)) {
                    seeTarget(path, files.of(sight.key()));
                }
            }
        }
    }

    /**
     * Looks at paths that the system has told of.
     *
     * @return whether only a look at everything can tell what has happened
     */
    boolean hear(Set<Path> heard, long now) {
        Set<FollowedFile> suspects = new LinkedHashSet<>();
        boolean isMore = false;
        for (Path path : heard) {
            FileSight sight = FileSight.of(path).orElse(null);
            FollowedFile before = files.at(path);
            boolean isSame = before != null && sight != null && before.isAt(sight);
            if (before != null && !isSame) {
                files.leadsNowhere(path);
                suspects.add(before);
                missed.suspect(path);
            }
            if (sight == null) {
                isMore |= folders.contains(path);
                if (patterns.matches(path)) {
                    missed.suspect(path);
                }
            } else if (sight.isFolder() || Files.isSymbolicLink(path)) {
                isMore = true;
            } else if (sight.isFile() && !isSame) {
                hearOfFile(path, sight, suspects, now);
            }
        }
        Whereabouts whereabouts = new Whereabouts();
        for (FollowedFile suspect : suspects) {
            if (!suspect.isEnded && (!patterns.matches(suspect.path) || !Moves.leadsStill(suspect))) {
                moves.lose(suspect, whereabouts, now);
            }
        }
        return isMore;
    }

    private void hearOfFile(Path path, FileSight sight, Set<FollowedFile> suspects, long now) {
        FollowedFile file = files.of(sight.key());
        if (file != null && file.isAt(sight)) {
            file.isReady = true;
            agenda.soon(file);
            if (patterns.matches(path)) {
                moves.leads(path, file, sight);
            } else if (!Moves.leadsStill(file)) {
                missed.suspect(file.path);
                file.isNowAt(path);
                suspects.add(file);
            }
        } else if (patterns.matches(path)) {
            arrivals.admit(path, sight, isFromEnd && isFirstLook, now);
            missed.suspect(path);
        } else {
            FolderSearch.formerPaths(path).stream().filter(patterns::matches).forEach(missed::suspect);
        }
    }
}
