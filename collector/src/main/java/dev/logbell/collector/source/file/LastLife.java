package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Goes on, at the end of a start's first look, with files that the start before has left and no followed path leads to. */
final class LastLife {
    private final Unclaimed unclaimed;
    private final FileAdmission admission;
    private final Arrivals arrivals;
    private final MissedGenerations missed;

    LastLife(Unclaimed unclaimed, FileAdmission admission, Arrivals arrivals, MissedGenerations missed) {
        this.unclaimed = unclaimed;
        this.admission = admission;
        this.arrivals = arrivals;
        this.missed = missed;
    }

    /**
     * Takes them in.
     *
     * @param folders in which files are followed
     */
    void resume(Set<Path> folders, long now) {
        Whereabouts whereabouts = new Whereabouts();
        for (Checkpoint checkpoint : asked(unclaimed.all())) {
            Path lastSeen = Path.of(checkpoint.path());
            find(checkpoint, lastSeen, whereabouts)
                    .ifPresent(path -> arrivals.admitLost(path, checkpoint.wanted(), checkpoint.key(), now));
            missed.suspect(lastSeen);
        }
        resumeCompressed(now);
        missed.searchAtStart(folders, now);
    }

    /** What is no longer asked for rests where it is. */
    private List<Checkpoint> asked(List<Checkpoint> checkpoints) {
        return checkpoints.stream().filter(arrivals::isAskedFor).collect(Collectors.toCollection(ArrayList::new));
    }

    /** Far from where it was, its inode alone says little: it may have been given to any file since. */
    private Optional<Path> find(Checkpoint checkpoint, Path lastSeen, Whereabouts whereabouts) {
        return whereabouts
                .near(lastSeen, checkpoint.key(), checkpoint.born())
                .or(() -> whereabouts
                        .far(lastSeen, checkpoint.key(), checkpoint.born())
                        .filter(path -> admission.mayBe(path, checkpoint)));
    }

    /** Each compressed file is opened once, however many files are lost. */
    private void resumeCompressed(long now) {
        List<Checkpoint> lost = asked(unclaimed.lost());
        Set<Path> folders = new LinkedHashSet<>();
        for (Checkpoint checkpoint : lost) {
            Path folder = Path.of(checkpoint.path()).toAbsolutePath().getParent();
            if (folder != null) {
                folders.add(folder);
            }
        }
        for (Path folder : folders) {
            for (Path path : FolderSearch.list(folder, CompressedCopies::isName)) {
                List<Checkpoint> wanted = new ArrayList<>(lost);
                wanted.removeIf(checkpoint -> !CompressedCopies.isBeside(path, Path.of(checkpoint.path())));
                admission.heldIn(path, wanted).ifPresent(held -> {
                    lost.remove(held);
                    FileSight.of(path).ifPresent(sight -> arrivals.admitLost(path, held.wanted(), sight.key(), now));
                });
            }
        }
    }
}
