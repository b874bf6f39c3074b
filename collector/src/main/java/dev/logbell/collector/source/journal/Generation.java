package dev.logbell.collector.source.journal;

import dev.logbell.collector.source.SendWindow;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceStatus;
import dev.logbell.collector.source.SourceStatus.State;
import dev.logbell.collector.source.journal.EntryFeed.Encoded;
import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Source;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One generation of the journal: entries without a gap between them, which leave as chunks of one source. */
final class Generation {
    private final Source source;
    private final SendWindow window;
    private final JournalProgress progress;
    private final SourceMetrics metrics;
    private final int maxChunkBytes;
    private final @Nullable String beginsWith;
    private long position;

    /**
     * A generation that goes on where its window does.
     *
     * @param beginsWith cursor of its first entry; null if that was read before the start
     */
    Generation(
            Source source,
            SendWindow window,
            JournalProgress progress,
            SourceMetrics metrics,
            int maxChunkBytes,
            @Nullable String beginsWith) {
        this.source = source;
        this.window = window;
        this.progress = progress;
        this.metrics = metrics;
        this.maxChunkBytes = maxChunkBytes;
        this.beginsWith = beginsWith;
        this.position = window.acknowledged();
    }

    SendWindow window() {
        return window;
    }

    /** Up to where it was sent. */
    long position() {
        return position;
    }

    /** Whether an entry is part of it. */
    boolean holds(Encoded entry) {
        return !entry.isAnew() || entry.cursor().equals(beginsWith);
    }

    /**
     * Sends the entries that wait, as many as a chunk may hold. They leave the feed once the chunk has left: whatever
     * fails before keeps them there.
     *
     * @return whether anything was sent; not if there is no room
     */
    boolean send(EntryFeed feed, Instant now) {
        if (!window.hasRoom()) {
            return false;
        }
        List<Encoded> entries = feed.next(maxChunkBytes, window::hasRoomFor);
        if (entries.isEmpty()) {
            return false;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        entries.forEach(entry -> bytes.writeBytes(entry.line()));
        LogChunk chunk = new LogChunk(source, position, bytes.toByteArray(), Framing.RECORDS, now, false);
        window.send(chunk);
        for (Encoded entry : entries) {
            position += entry.line().length;
            progress.sent(position, entry.cursor());
            feed.take();
        }
        metrics.read(bytes.size());
        metrics.sent();
        return true;
    }

    /**
     * How far it is.
     *
     * @param problem why no entries are given; null if they are
     */
    SourceStatus status(@Nullable String problem) {
        State state = window.isFailing() ? State.RETRYING : problem == null ? State.FOLLOWING : State.FAILING;
        return new SourceStatus(
                source.id(), "journal", position, position, window.acknowledged(), window.bytes(), state, problem);
    }
}
