package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.checkpoint.FileKey;
import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.Mailbox;
import dev.logbell.collector.source.SendWindow;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceMetrics.Trouble;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Source;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Gives a file the way that its chunks leave by, and moves its checkpoint with what is acknowledged. */
final class Following {
    private static final Logger LOG = Logger.getLogger(Following.class);

    private final Checkpoints checkpoints;
    private final Agenda agenda;
    private final Mailbox mailbox;
    private final InFlight inFlight;
    private final Consumer<Flight> send;
    private final SourceMetrics metrics;
    private final Clock clock;
    private final String host;
    private final int usualBytes;
    private PathRules rules;
    private final Set<FollowedFile> troubled = new LinkedHashSet<>();
    private final SecureRandom random = new SecureRandom();
    private final CompressedCopies compressed = new CompressedCopies();

    Following(
            Checkpoints checkpoints,
            Agenda agenda,
            Mailbox mailbox,
            InFlight inFlight,
            Consumer<Flight> send,
            SourceMetrics metrics,
            Clock clock,
            String host,
            int usualBytes,
            PathRules rules) {
        this.checkpoints = checkpoints;
        this.agenda = agenda;
        this.mailbox = mailbox;
        this.inFlight = inFlight;
        this.send = send;
        this.metrics = metrics;
        this.clock = clock;
        this.host = host;
        this.usualBytes = usualBytes;
        this.rules = rules;
    }

    /** Files that are taken in from now on are described by these rules. */
    void follow(PathRules next) {
        rules = next;
    }

    /** What was followed, by which compressed copies are known. */
    CompressedCopies compressed() {
        return compressed;
    }

    /** An id for a file that was never seen. */
    String newId(FileKey key) {
        return "file:%s:%d:%d:%s"
                .formatted(host, key.device(), key.inode(), Long.toString(random.nextLong(1L << 40), 36));
    }

    /** A file that goes on at an offset. */
    FollowedFile follow(String id, FileKey key, @Nullable Instant born, Path path, long offset) {
        Source source = rules.describe(id, host, path);
        FollowedFile[] self = new FollowedFile[1];
        SendWindow window = new SendWindow(
                mailbox,
                inFlight,
                offset,
                usualBytes,
                send,
                chunk -> accepted(self[0], chunk),
                _ -> refused(self[0]),
                this::overtaken);
        self[0] = new FollowedFile(source, key, born, path, window);
        compressed.follow(self[0]);
        return self[0];
    }

    /** Whatever arrives may be the answer that those wait for whose chunks were refused. */
    void serveTroubled() {
        troubled.forEach(agenda::soon);
        troubled.removeIf(file -> !file.window.isRetrying());
    }

    private void accepted(FollowedFile file, LogChunk chunk) {
        metrics.acknowledged(chunk.coveredBytes());
        file.acknowledgedTail = ChunkReader.tail(file.window.acknowledgedEnd());
        agenda.soon(file);
        if (!file.isEnded) {
            checkpoints.put(file.checkpoint(clock.instant()));
        }
    }

    private void refused(FollowedFile file) {
        metrics.failed(Trouble.REFUSED);
        troubled.add(file);
    }

    private void overtaken(LogChunk chunk) {
        metrics.overtaken(chunk.bytes().length);
        LOG.errorf(
                "%d bytes of %s at offset %d were refused while later ones were taken: they are sent again, and"
                        + " GET /api/v1/accounting counts as dropped (gap) what comes too late for the store",
                chunk.bytes().length, chunk.source().id(), chunk.offset());
    }
}
