package dev.logbell.collector.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** All checkpoints, in memory and on disk. Changed by the reading thread; saved by it or by a {@link CheckpointSaver}. */
public final class Checkpoints {
    private static final Logger LOG = Logger.getLogger(Checkpoints.class);

    private final Path path;
    private final CheckpointFile file;
    private final boolean isFirstStart;
    private final Map<String, Checkpoint> bySource = new ConcurrentHashMap<>();
    private volatile boolean isChanged;
    private volatile @Nullable String problem;

    /**
     * Reads the checkpoints of a data folder, which is created if it is missing.
     *
     * @param folder of the collector
     * @throws IllegalStateException if they are there and cannot be used, saying what to do
     */
    public Checkpoints(Path folder) {
        this.path = folder.resolve("checkpoint.json");
        this.file = new CheckpointFile(path);
        try {
            Files.createDirectories(folder);
            Optional<List<Checkpoint>> saved = file.read();
            this.isFirstStart = saved.isEmpty();
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

    public List<Checkpoint> all() {
        return bySource.values().stream()
                .sorted(Comparator.comparing(Checkpoint::source))
                .toList();
    }

    public void put(Checkpoint checkpoint) {
        if (!checkpoint.equals(bySource.put(checkpoint.source(), checkpoint))) {
            isChanged = true;
        }
    }

    public void remove(String source) {
        if (bySource.remove(source) != null) {
            isChanged = true;
        }
    }

    public boolean isChanged() {
        return isChanged;
    }

    /** Why the last attempt to save failed; null if it did not. */
    public @Nullable String problem() {
        return problem;
    }

    /**
     * Puts all checkpoints on the disk for good.
     *
     * @return whether that worked; if not, {@link #problem} says why, and the next call tries again
     */
    public synchronized boolean save() {
        isChanged = false;
        try {
            file.write(all());
            if (problem != null) {
                LOG.infof("%s can be written again", path);
            }
            problem = null;
            return true;
        } catch (IOException e) {
            isChanged = true;
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
}
