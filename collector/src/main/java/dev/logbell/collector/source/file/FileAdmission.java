package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.checkpoint.FileKey;
import dev.logbell.collector.checkpoint.Fingerprint;
import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.Mailbox;
import dev.logbell.collector.source.SendWindow;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceMetrics.Trouble;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Source;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a file that was found is: one that was followed before, by its inode and its bytes, or a new one that
 * gets an id.
 */
final class FileAdmission {
    private static final Logger LOG = Logger.getLogger(FileAdmission.class);
    private static final Duration FORGET = Duration.ofDays(7);

    private final Checkpoints checkpoints;
    private final Mailbox mailbox;
    private final InFlight inFlight;
    private final Consumer<Flight> send;
    private final SourceMetrics metrics;
    private final Clock clock;
    private final String host;
    private final int usualBytes;
    private final SecureRandom random = new SecureRandom();
    private final byte[] scratch = new byte[FollowedFile.HEAD];
    private final Map<FileKey, Checkpoint> unclaimed = new HashMap<>();
    private @Nullable Throwable lastRefusal;

    FileAdmission(
            Checkpoints checkpoints,
            Mailbox mailbox,
            InFlight inFlight,
            Consumer<Flight> send,
            SourceMetrics metrics,
            Clock clock,
            String host,
            int usualBytes) {
        this.checkpoints = checkpoints;
        this.mailbox = mailbox;
        this.inFlight = inFlight;
        this.send = send;
        this.metrics = metrics;
        this.clock = clock;
        this.host = host;
        this.usualBytes = usualBytes;
        checkpoints.all().forEach(checkpoint -> unclaimed.put(checkpoint.key(), checkpoint));
    }

    /** Checkpoints that no file has been found for. */
    List<Checkpoint> unclaimed() {
        return List.copyOf(unclaimed.values());
    }

    /**
     * Opens a file and says where to go on in it.
     *
     * @param isFromEnd whether a new file is followed from where it ends now
     * @return empty if the path leads to another file by now
     */
    Optional<FollowedFile> admit(Path path, FileKey key, boolean isFromEnd) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            if (!FileKey.of(path).equals(key)) {
                channel.close();
                return Optional.empty();
            }
            Checkpoint before = unclaimed.remove(key);
            if (before != null) {
                if (fits(before, channel)) {
                    FollowedFile resumed = resume(before, path, channel);
                    checkpoints.put(resumed.checkpoint(clock.instant()));
                    return Optional.of(resumed);
                }
                checkpoints.remove(before.source());
            }
            return Optional.of(begin(path, key, channel, isFromEnd ? channel.size() : 0));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The next generation of a file that has begun anew under its inode. */
    FollowedFile beginAnew(FollowedFile file, FileChannel channel) throws IOException {
        return begin(file.path, file.key, channel, endOfHole(channel));
    }

    /** Opens a file again that could not be read. */
    FileChannel reopen(FollowedFile file) throws IOException {
        Path path =
                FolderSearch.find(file.path, file.key).orElseThrow(() -> new NoSuchFileException(file.path.toString()));
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    /**
     * Whether a file has bytes to know it by. Without them its id would fit whatever the inode holds after a crash.
     */
    boolean isKnowable(FollowedFile file) {
        FileChannel channel = file.channel;
        if (file.head.length() > 0 || channel == null) {
            return file.head.length() > 0;
        }
        try {
            Fingerprint head = FollowedFile.headNow(channel, Fingerprint.NONE, scratch);
            if (head == null || head.length() == 0) {
                return false;
            }
            file.head = head;
            checkpoints.put(file.checkpoint(clock.instant()));
            return true;
        } catch (IOException e) {
            file.problem = e.toString();
            return false;
        }
    }

    /** Lets go of a file that may be found again. */
    void release(FollowedFile file) {
        Checkpoint checkpoint = file.checkpoint(clock.instant());
        checkpoints.put(checkpoint);
        unclaimed.put(file.key, checkpoint);
    }

    /** Forgets a file whose generation is over, or that is gone for good. */
    void forget(FollowedFile file) {
        checkpoints.remove(file.source.id());
    }

    /** Forgets files that have not been found for long. */
    void forgetLongGone() {
        unclaimed.values().removeIf(checkpoint -> {
            boolean isGone = checkpoint.seen().plus(FORGET).isBefore(clock.instant());
            if (isGone) {
                checkpoints.remove(checkpoint.source());
            }
            return isGone;
        });
    }

    private boolean fits(Checkpoint before, FileChannel channel) throws IOException {
        if (channel.size() < before.offset() || FollowedFile.headNow(channel, before.head(), scratch) == null) {
            return false;
        }
        int length = before.tail().length();
        int got = FollowedFile.read(channel, scratch, 0, length, before.offset() - length);
        return before.tail().fits(scratch, 0, got);
    }

    private FollowedFile resume(Checkpoint before, Path path, FileChannel channel) {
        Source source = source(before.source(), path);
        FollowedFile file = follow(source, before.key(), path, channel, before.offset(), before.head(), before.tail());
        file.isKept = before.head().length() > 0;
        return file;
    }

    private FollowedFile begin(Path path, FileKey key, FileChannel channel, long offset) throws IOException {
        String id = "file:%s:%d:%d:%s"
                .formatted(host, key.device(), key.inode(), Long.toString(random.nextLong(1L << 40), 36));
        Fingerprint head = FollowedFile.headNow(channel, Fingerprint.NONE, scratch);
        FollowedFile file = follow(
                source(id, path), key, path, channel, offset, head == null ? Fingerprint.NONE : head, Fingerprint.NONE);
        checkpoints.put(file.checkpoint(clock.instant()));
        return file;
    }

    private Source source(String id, Path path) {
        return new Source(id, Map.of("host.name", host, "log.file.path", path.toString()));
    }

    private FollowedFile follow(
            Source source,
            FileKey key,
            Path path,
            FileChannel channel,
            long offset,
            Fingerprint head,
            Fingerprint tail) {
        FollowedFile[] self = new FollowedFile[1];
        SendWindow window = new SendWindow(
                mailbox,
                inFlight,
                offset,
                usualBytes,
                send,
                chunk -> {
                    metrics.acknowledged(chunk.bytes().length);
                    FollowedFile file = self[0];
                    file.acknowledgedTail = ChunkReader.tail(chunk.bytes());
                    if (!file.isEnded) {
                        checkpoints.put(file.checkpoint(clock.instant()));
                    }
                },
                failure -> refused(source, failure),
                this::overtaken);
        self[0] = new FollowedFile(source, key, path, channel, window, head, tail);
        return self[0];
    }

    private void refused(Source source, Throwable failure) {
        metrics.failed(Trouble.REFUSED);
        if (lastRefusal == null || !lastRefusal.getClass().equals(failure.getClass())) {
            LOG.warnf("chunks of %s were not taken (%s): they are sent again until they are", source.id(), failure);
        }
        lastRefusal = failure;
    }

    private void overtaken(LogChunk chunk) {
        metrics.overtaken(chunk.bytes().length);
        LOG.errorf(
                "%d bytes of %s at offset %d were refused while later ones were taken: they are sent again, and"
                        + " GET /api/v1/accounting counts as dropped (gap) what comes too late for the store",
                chunk.bytes().length, chunk.source().id(), chunk.offset());
    }

    /** Where a writer that kept its position after a truncation has left the hole of NULs behind it. */
    private long endOfHole(FileChannel channel) throws IOException {
        byte[] bytes = new byte[1 << 16];
        long at = 0;
        while (true) {
            int got = FollowedFile.read(channel, bytes, 0, bytes.length, at);
            for (int i = 0; i < got; i++) {
                if (bytes[i] != 0) {
                    return at + i;
                }
            }
            at += got;
            if (got < bytes.length) {
                return at;
            }
        }
    }
}
