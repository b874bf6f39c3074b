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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One generation of one file that is followed: how far it is read and sent, and what its bytes looked like. Owned by
 * the reading thread.
 */
final class FollowedFile {
    static final int HEAD = 1024;
    static final int TAIL = 64;
    static final long NEVER = Long.MAX_VALUE;

    final SendWindow window;
    Source source;
    /** Which of its lines make one event. */
    Joining joining;

    FileKey key;

    /** When its inode was given to it, as far as that is known. */
    @Nullable
    Instant born;

    Path path;

    /** The path that is asked for and led to it last. */
    Path asked;

    /** The path without symbolic links, beside which it is looked for when no path leads to it. */
    Path target;

    /** The folder in which its changes are told. */
    @Nullable
    Path folder;

    /** Null while it is closed. */
    @Nullable
    FileChannel channel;

    /** Up to where it is cut into chunks. */
    long position;

    long size;
    /** Its bytes, before they are made UTF-8, when somebody looked last. */
    long glancedSize = -1;

    /** How many bytes it had, as they are, when it was closed. */
    long restSize;

    long grewAt;
    /** When it was written to last, as far as a later writing would show. */
    @Nullable
    private Instant written;

    Fingerprint head = Fingerprint.NONE;
    /** Its first bytes as long as they are few: a copy of it may hold fewer. */
    byte[] start = {};

    Fingerprint tail = Fingerprint.NONE;
    Fingerprint acknowledgedTail = Fingerprint.NONE;
    /** Whether its id is on disk with its first bytes, so that chunks may leave. */
    boolean isKept;
    /** Whether it had no byte when it was found. */
    boolean wasEmpty;
    /** Whether there may be something to read. */
    boolean isReady = true;
    /** When it is served next; kept by the {@link Agenda}. */
    long dueAt = NEVER;
    /** When what was read becomes ready to be sent. */
    long quietAt = NEVER;
    /** Since when no path that is followed leads to it; {@link #NEVER} if one does. */
    long lostAt = NEVER;
    /** When to look next whether it is still there. */
    long searchAt;
    /** Whether no path at all was found for it. */
    boolean isUnlinked;
    /** Whether it has more names than one, of which any may be written through. */
    boolean isLinked;
    /** Whether the system tells when it changes. */
    boolean isWatched;
    /** Whether nothing more will be read of it. */
    boolean isEnded;
    /** Where the generation before it had been read to, if it has begun anew under the same inode. */
    long holeFrom = NEVER;

    /** The generation that it is a copy of, and may have to go on. */
    @Nullable
    FollowedFile copyOf;

    /** How much of it the figure of the lag holds. */
    long countedLag;

    @Nullable
    String problem;

    /** What is done once all that was read of it is safe; nothing is read until then. Null if nothing is. */
    @Nullable
    Pause pause;

    /** What a file rests for. */
    interface Pause {
        void end(long now) throws IOException;
    }

    FollowedFile(Source source, FileKey key, @Nullable Instant born, Path path, SendWindow window) {
        this.source = source;
        this.key = key;
        this.born = born;
        this.path = path;
        this.asked = path;
        this.target = real(path);
        this.folder = path.getParent();
        this.window = window;
        this.joining = Joining.of(source.eventStart());
        this.position = window.acknowledged();
        this.size = position;
    }

    Checkpoint checkpoint(Instant now) {
        return new Checkpoint(
                source.id(),
                target.toString(),
                asked.toString(),
                key,
                born,
                head,
                window.acknowledged(),
                acknowledgedTail,
                now);
    }

    /** Goes on in another file, which holds the same bytes. */
    void moveTo(FollowedFile copy) {
        key = copy.key;
        born = copy.born;
        path = copy.path;
        target = copy.target;
        folder = copy.folder;
        isLinked = copy.isLinked;
        lostAt = copy.lostAt;
        isUnlinked = copy.isUnlinked;
        isWatched = copy.isWatched;
        glancedSize = -1;
        isReady = true;
    }

    /** Its next lines become events another way. */
    void startEventsWith(@Nullable String eventStart) {
        if (!Objects.equals(eventStart, source.eventStart())) {
            source = new Source(source.id(), source.resource(), eventStart);
            joining = Joining.of(eventStart);
            isReady = true;
        }
    }

    /** A path leads to it now. */
    void isNowAt(Path found) {
        if (!found.equals(path)) {
            path = found;
            target = real(found);
        }
        folder = found.getParent();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath();
        }
    }

    /** Whether it may have been written to since this was asked last. */
    boolean isWritten(FileSight sight, Instant now) {
        boolean isSame = sight.changed().equals(written);
        written = sight.isChangedBefore(now) ? sight.changed() : null;
        return !isSame;
    }

    boolean isAt(FileSight sight) {
        return sight.is(key, born);
    }

    long lag() {
        return isEnded ? position - window.acknowledged() : size - window.acknowledged();
    }

    void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                restSize = open instanceof ReadOnlyChannel text ? text.raw().size() : size;
                open.close();
            } catch (IOException e) {
                problem = e.toString();
            }
        }
    }
}
