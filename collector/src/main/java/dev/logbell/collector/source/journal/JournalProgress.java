package dev.logbell.collector.source.journal;

import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceMetrics.Trouble;
import dev.logbell.log.LogChunk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Which entries are acknowledged, and the checkpoint that says so; the journal's thread only. */
final class JournalProgress {
    private static final Logger LOG = Logger.getLogger(JournalProgress.class);

    private final Path file;
    private final SourceMetrics metrics;
    private final Deque<End> ends = new ArrayDeque<>();
    private @Nullable JournalCheckpoint unsaved;
    private boolean isFailing;

    /** The offset after an entry. */
    private record End(long offset, String cursor) {}

    JournalProgress(Path file, SourceMetrics metrics) {
        this.file = file;
        this.metrics = metrics;
    }

    /** Begins a generation; false if that cannot be kept. */
    boolean begin(JournalCheckpoint first) {
        ends.clear();
        unsaved = first;
        return save();
    }

    /** An entry is on its way. */
    void sent(long endOffset, String cursor) {
        ends.add(new End(endOffset, cursor));
    }

    void acknowledged(LogChunk chunk) {
        while (!ends.isEmpty() && ends.getFirst().offset() <= chunk.endOffset()) {
            End end = ends.remove();
            unsaved = new JournalCheckpoint(chunk.source().id(), end.offset(), end.cursor(), false);
        }
    }

    boolean isUnsaved() {
        return unsaved != null;
    }

    /** Writes the checkpoint, if it has changed; tells once when that begins to fail, and when it works again. */
    boolean save() {
        JournalCheckpoint checkpoint = unsaved;
        if (checkpoint == null) {
            return true;
        }
        try {
            checkpoint.write(file);
        } catch (IOException e) {
            metrics.failed(Trouble.CHECKPOINT);
            if (!isFailing) {
                LOG.errorf("%s cannot be written (%s), which is tried again: free space or give write access", file, e);
            }
            isFailing = true;
            return false;
        }
        if (isFailing) {
            LOG.infof("%s can be written again", file);
        }
        isFailing = false;
        unsaved = null;
        return true;
    }
}
