package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.checkpoint.FileKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checkpoints that no file was found for: those that the start before has left, and those of files that were let go of. */
final class Unclaimed {
    private static final Duration FORGET = Duration.ofDays(7);

    private final Checkpoints checkpoints;
    private final Clock clock;
    private final Map<FileKey, Checkpoint> byKey = new HashMap<>();
    private final List<Checkpoint> orphans = new ArrayList<>();
    private final Map<Path, Instant> lastSeen = new HashMap<>();
    private final Instant lastLife;

    Unclaimed(Checkpoints checkpoints, Clock clock) {
        this.checkpoints = checkpoints;
        this.clock = clock;
        for (Checkpoint checkpoint : checkpoints.all()) {
            remember(checkpoint);
        }
        Instant latest = lastSeen.values().stream().max(Instant::compareTo).orElse(Instant.MAX);
        this.lastLife = checkpoints.lastLook().filter(latest::isAfter).orElse(latest);
    }

    /** Of two generations of one inode, the earlier may go on in a copy. */
    private void remember(Checkpoint checkpoint) {
        Checkpoint other = byKey.get(checkpoint.key());
        boolean isLater = other == null || checkpoint.seen().isAfter(other.seen());
        if (isLater) {
            byKey.put(checkpoint.key(), checkpoint);
        }
        if (other != null) {
            orphans.add(isLater ? other : checkpoint);
        }
        lastSeen.merge(
                Path.of(checkpoint.path()), checkpoint.seen(), (one, another) -> one.isAfter(another) ? one : another);
    }

    /** When an earlier start was last known to see what there was; {@link Instant#MAX} if there was none. */
    Instant lastLife() {
        return lastLife;
    }

    /** The same, of one path: what came there later may have been missed. */
    Instant lastLife(Path path) {
        Instant seen = lastSeen.getOrDefault(path, lastLife);
        return seen.isBefore(lastLife) ? seen : lastLife;
    }

    List<Checkpoint> all() {
        return List.copyOf(byKey.values());
    }

    /** The checkpoint of a file with an inode, which may have been given out again since. */
    @Nullable
    Checkpoint of(FileKey key) {
        return byKey.get(key);
    }

    /** The checkpoint of a file that was found by its inode, which is claimed now. */
    @Nullable
    Checkpoint claim(FileKey key) {
        return byKey.remove(key);
    }

    /** What it stands for was found elsewhere. */
    void claim(Checkpoint checkpoint) {
        orphans.remove(checkpoint);
        byKey.remove(checkpoint.key(), checkpoint);
    }

    void add(Checkpoint checkpoint) {
        byKey.put(checkpoint.key(), checkpoint);
    }

    /** Its file is another by now; what it was may go on in a copy. */
    void orphan(Checkpoint checkpoint) {
        orphans.add(checkpoint);
    }

    /** Checkpoints whose file is another by now. Asked once. */
    List<Checkpoint> takeOrphans() {
        List<Checkpoint> taken = List.copyOf(orphans);
        orphans.clear();
        return taken;
    }

    /** Checkpoints of which the file is not found, or is another by now. */
    List<Checkpoint> lost() {
        List<Checkpoint> lost = new ArrayList<>(orphans);
        lost.addAll(byKey.values());
        return lost;
    }

    /** Forgets files that have not been found for long, and are nowhere to be found. */
    void forgetLongGone() {
        Instant now = clock.instant();
        Whereabouts whereabouts = new Whereabouts();
        for (Checkpoint checkpoint : all()) {
            if (checkpoint.seen().plus(FORGET).isAfter(now)) {
                continue;
            }
            if (whereabouts
                    .near(Path.of(checkpoint.path()), checkpoint.key(), checkpoint.born())
                    .isPresent()) {
                add(checkpoint.seen(now));
                checkpoints.put(checkpoint.seen(now));
            } else {
                byKey.remove(checkpoint.key());
                checkpoints.remove(checkpoint.source());
            }
        }
    }
}
