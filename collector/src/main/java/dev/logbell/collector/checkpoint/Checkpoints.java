package dev.logbell.collector.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** All checkpoints, in memory and on disk. Changed by the reading thread; saved by it or by a {@link CheckpointSaver}. */
public final class Checkpoints {
    private static final Logger LOG = Logger.getLogger(Checkpoints.class);

    private final Path path;
    private final CheckpointJournal journal;
    private final JsonCheckpoints former;
    private final boolean isFirstStart;
    private final @Nullable Instant lastLook;
    private final Map<String, Checkpoint> bySource = new ConcurrentHashMap<>();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private volatile Runnable listener = () -> {};
    private volatile @Nullable String problem;
    private volatile @Nullable Instant looked;

    /**
     * Reads the checkpoints of a data folder, which is created if it is missing.
     *
     * @param folder of the collector
     * @throws IllegalStateException if they are there and cannot be used, saying what to do
     */
    public Checkpoints(Path folder) {
        this.path = folder.resolve("checkpoints.journal");
        this.journal = new CheckpointJournal(path);
        this.former = new JsonCheckpoints(folder);
        try {
            Files.createDirectories(folder);
            Optional<List<Checkpoint>> saved = journal.read();
            if (saved.isEmpty()) {
                saved = former.read();
            }
            this.isFirstStart = saved.isEmpty();
            this.lastLook = journal.looked();
            this.looked = lastLook;
            saved.orElse(List.of()).forEach(checkpoint -> bySource.put(checkpoint.source(), checkpoint));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "%s cannot be read (%s): the collector needs to read and write it; set LOGBELL_DATA to a folder where it can"
                            .formatted(path, e),
                    e);
        }
    }

    /** Whether there were no checkpoints of an earlier start. */
    public boolean isFirstStart() {
        return isFirstStart;
    }

    /** When the start before has looked at all files last; empty if it has not told. */
    public Optional<Instant> lastLook() {
        return Optional.ofNullable(lastLook);
    }

    /** All files were looked at then. It is saved with what changes next. */
    public void looked(Instant at) {
        looked = at;
    }

    public List<Checkpoint> all() {
        return bySource.values().stream()
                .sorted(Comparator.comparing(Checkpoint::source))
                .toList();
    }

    public void put(Checkpoint checkpoint) {
        if (!checkpoint.equals(bySource.put(checkpoint.source(), checkpoint))) {
            changed.add(checkpoint.source());
            listener.run();
        }
    }

    public void remove(String source) {
        if (bySource.remove(source) != null) {
            changed.add(source);
            listener.run();
        }
    }

    /** Has somebody told of each change, at once, and of what has changed and is not saved yet. */
    void whenChanged(Runnable told) {
        listener = told;
        if (isChanged()) {
            told.run();
        }
    }

    public boolean isChanged() {
        return !changed.isEmpty();
    }

    /** Why the last attempt to save failed; null if it did not. */
    public @Nullable String problem() {
        return problem;
    }

    /**
     * Puts everything that has changed on the disk for good.
     *
     * @return whether that worked; if not, {@link #problem} says why, and the next call tries again
     */
    public synchronized boolean save() {
        Instant lookedAt = looked; // before what was found then is read: what is found later is saved next time
        List<String> sources = List.copyOf(changed);
        sources.forEach(changed::remove); // before their values are read: what changes now is saved next time
        try {
            if (journal.isToBeRewritten()) {
                journal.rewrite(all(), lookedAt);
                former.delete();
            } else {
                append(sources, lookedAt);
            }
            if (problem != null) {
                LOG.infof("%s can be written again", path);
            }
            problem = null;
            return true;
        } catch (IOException e) {
            changed.addAll(sources);
            listener.run();
            String text =
                    "%s cannot be written (%s): free space or give write access; until then new files wait, and a restart repeats what was read since"
                            .formatted(path, e);
            if (problem == null) {
                LOG.error(text);
            }
            problem = text;
            return false;
        }
    }

    private void append(List<String> sources, @Nullable Instant lookedAt) throws IOException {
        List<Checkpoint> put = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (String source : sources) {
            Checkpoint checkpoint = bySource.get(source);
            if (checkpoint == null) {
                removed.add(source);
            } else {
                put.add(checkpoint);
            }
        }
        if (!sources.isEmpty()) {
            journal.append(put, removed, lookedAt);
        }
    }

    /** Saves a last time, and lets go of the file. */
    synchronized void close() {
        if (isChanged()) {
            save();
        }
        journal.close();
    }
}
