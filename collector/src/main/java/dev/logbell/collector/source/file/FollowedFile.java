package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import dev.logbell.collector.checkpoint.FileKey;
import dev.logbell.collector.checkpoint.Fingerprint;
import dev.logbell.collector.source.SendWindow;
import dev.logbell.log.Joining;
import dev.logbell.log.Source;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One generation of one file that is followed: how far it is read and sent, and what its bytes looked like. Owned by
 * the reading thread.
 */
final class FollowedFile {
    static final int HEAD = 1024;
    static final int TAIL = 64;
    static final long NEVER = Long.MAX_VALUE;

    final Source source;
    final FileKey key;
    final SendWindow window;
    /** Which of its lines make one event. */
    final Joining joining;

    Path path;

    @Nullable
    FileChannel channel;

    /** Up to where it is cut into chunks. */
    long position;

    long size;
    long grewAt;
    Fingerprint head;
    Fingerprint tail;
    Fingerprint acknowledgedTail;
    /** Whether its id is on disk. */
    boolean isListed;
    /** Whether its id is on disk with its first bytes, so that chunks may leave. */
    boolean isKept;
    /** Whether there may be something to read. */
    boolean isReady = true;
    /** When what was read becomes ready to be sent. */
    long dueAt = NEVER;
    /** Since when no path leads to it any more; {@link #NEVER} if one does. */
    long lostAt = NEVER;
    /** When to look next whether it is still there. */
    long searchAt;
    /** Whether nothing more will be read of it. */
    boolean isEnded;

    @Nullable
    String problem;

    FollowedFile(
            Source source,
            FileKey key,
            Path path,
            @Nullable FileChannel channel,
            SendWindow window,
            Fingerprint head,
            Fingerprint tail) {
        this.source = source;
        this.key = key;
        this.path = path;
        this.channel = channel;
        this.window = window;
        this.joining = Joining.of(source.eventStart());
        this.position = window.acknowledged();
        this.size = position;
        this.head = head;
        this.tail = tail;
        this.acknowledgedTail = tail;
    }

    Checkpoint checkpoint(Instant now) {
        return new Checkpoint(source.id(), path.toString(), key, head, window.acknowledged(), acknowledgedTail, now);
    }

    void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                problem = e.toString();
            }
        }
    }
}
