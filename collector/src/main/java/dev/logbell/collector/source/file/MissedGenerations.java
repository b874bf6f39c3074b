package dev.logbell.collector.source.file;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Takes in the generations that were renamed before anybody saw them, of those paths that give reason to look for them. */
final class MissedGenerations {
    private final Unclaimed unclaimed;
    private final FileAdmission admission;
    private final FollowedFiles files;
    private final Arrivals arrivals;
    private final Predecessors predecessors = new Predecessors();
    private final Set<Path> suspicious = new LinkedHashSet<>();

    MissedGenerations(Unclaimed unclaimed, FileAdmission admission, FollowedFiles files, Arrivals arrivals) {
        this.unclaimed = unclaimed;
        this.admission = admission;
        this.files = files;
        this.arrivals = arrivals;
    }

    /** A file is to be taken in as if it had just come. */
    void admitLater(FollowedFile file) {
        arrivals.later(file);
    }

    /** Generations of a path may have been missed. */
    void suspect(Path path) {
        suspicious.add(path);
    }

    boolean isSuspicious() {
        return !suspicious.isEmpty();
    }

    /** Searches at the end of the first look, and remembers what is not to be found later. */
    void searchAtStart(Set<Path> folders, long now) {
        Listings listings = new Listings();
        Instant lastLife = unclaimed.lastLife();
        List<Path> suspects = take();
        // Before the first start of all, nothing was missed.
        if (lastLife.isBefore(Instant.MAX)) {
            for (Path path : suspects) {
                arrivals.admitMissed(
                        predecessors.missedBefore(path, listings, unclaimed.lastLife(path), this::isKnown), now);
            }
        }
        arrivals.admitMissed(
                predecessors.rememberStrangers(folders, lastLife, admission.now(), this::isKnown, arrivals::isAskedFor),
                now);
    }

    /** What stands in folders now under rotated names, but for those of paths that were asked for, belongs to nobody. */
    void rememberStrangers(Set<Path> folders, Predicate<Path> isAskedFor) {
        predecessors.rememberStrangers(
                folders, path -> FolderSearch.formerPaths(path).stream().noneMatch(isAskedFor), this::isKnown);
    }

    /** Searches wherever files are followed, whether there is reason to or not. */
    void search(FilePatterns.Found found, Predicate<Path> isFollowed, long now) {
        suspicious.clear();
        arrivals.admitMissed(predecessors.missed(found, isFollowed, this::isKnown), now);
    }

    void search(long now) {
        Listings listings = new Listings();
        for (Path path : take()) {
            arrivals.admitMissed(predecessors.missed(path, listings, this::isKnown), now);
        }
    }

    private List<Path> take() {
        List<Path> taken = List.copyOf(suspicious);
        suspicious.clear();
        return taken;
    }

    private boolean isKnown(Predecessors.Sibling file) {
        return files.isFollowed(file.sight()) || admission.isUnclaimed(file.path(), file.sight());
    }
}
