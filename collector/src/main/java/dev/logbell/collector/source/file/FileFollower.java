package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.source.Mailbox;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceMetrics.Trouble;
import dev.logbell.collector.source.SourceStatus;
import dev.logbell.collector.source.SourceStatus.State;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Follows all files, on one thread, turn by turn: sends what they have grown by, and begins anew those that were
 * truncated. Which files there are, {@link Rotation} knows.
 */
final class FileFollower {
    private static final Logger LOG = Logger.getLogger(FileFollower.class);
    private static final long LOOK_MILLIS = 1000;

    private final Checkpoints checkpoints;
    private final FileAdmission admission;
    private final ChunkReader reader;
    private final Mailbox mailbox;
    private final SourceMetrics metrics;
    private final LongSupplier millis;
    private final Consumer<Set<Path>> watch;
    private final Rotation rotation;
    private long lookAt;
    private long pollAt;
    private long lookCost;

    /**
     * A follower.
     *
     * @param watch is told in which folders files may change
     * @param isFromEnd whether files that are there at the very first start are followed from their end
     * @param millis a clock that only goes forward
     */
    FileFollower(
            FilePatterns patterns,
            Checkpoints checkpoints,
            FileAdmission admission,
            ChunkReader reader,
            Mailbox mailbox,
            SourceMetrics metrics,
            Consumer<Set<Path>> watch,
            boolean isFromEnd,
            LongSupplier millis) {
        this.checkpoints = checkpoints;
        this.admission = admission;
        this.reader = reader;
        this.mailbox = mailbox;
        this.metrics = metrics;
        this.watch = watch;
        this.rotation = new Rotation(patterns, admission, metrics, isFromEnd && checkpoints.isFirstStart());
        this.millis = millis;
        this.lookAt = millis.getAsLong();
        this.pollAt = lookAt;
    }

    /**
     * Does what there is to do now.
     *
     * @return milliseconds until there may be more to do, unless a letter arrives before
     */
    long turn() {
        mailbox.open();
        long now = millis.getAsLong();
        if (now >= lookAt) {
            look(now);
        }
        if (now >= pollAt) {
            rotation.files().forEach(file -> file.isReady = true);
            pollAt = now + LOOK_MILLIS;
        }
        long next = Math.min(lookAt, pollAt);
        for (FollowedFile file : List.copyOf(rotation.files())) {
            next = Math.min(next, serve(file, now));
        }
        rotation.letGo(now);
        tell();
        return Math.max(0, next - now);
    }

    /** A file has changed. */
    void changed(Path path) {
        FollowedFile file = rotation.at(path);
        if (file != null) {
            file.isReady = true;
        }
    }

    /** A file has come or gone. */
    void appearedOrLeft(Path path) {
        rotation.heard(path);
        lookSoon();
    }

    /** Files may have come or gone: looks at once, unless looking is dear. */
    void lookSoon() {
        lookAt = Math.min(lookAt, millis.getAsLong() + 10 * lookCost);
    }

    /** Whatever was not told may have changed. */
    void lookAtEverything() {
        pollAt = 0;
        lookSoon();
    }

    List<SourceStatus> statuses() {
        return rotation.files().stream().map(FileFollower::status).toList();
    }

    void close() {
        rotation.files().forEach(FollowedFile::close);
    }

    /** Sends what a file has grown by; returns when to do so again. */
    private long serve(FollowedFile file, long now) {
        file.window.retry(now);
        long next = file.window.retryAt();
        if (file.isEnded || !(file.isReady || file.dueAt <= now)) {
            return Math.min(next, file.isEnded ? FollowedFile.NEVER : file.dueAt);
        }
        if (!file.isKept) {
            keepNew();
        }
        if (!file.isKept) {
            file.isReady = false;
            return next;
        }
        try {
            FileChannel channel = file.channel;
            if (channel == null) {
                channel = admission.reopen(file);
                file.channel = channel;
            }
            ChunkReader.Outcome outcome = reader.advance(file, channel, now);
            file.problem = null;
            return switch (outcome) {
                case DONE -> Math.min(next, file.isReady ? FollowedFile.NEVER : file.dueAt);
                case MORE -> now;
                case BEGUN_ANEW -> beginAnew(file, channel, now);
            };
        } catch (IOException e) {
            failed(file, e);
            return next;
        }
    }

    private long beginAnew(FollowedFile file, FileChannel channel, long now) throws IOException {
        metrics.truncated();
        FollowedFile anew = admission.beginAnew(file, channel);
        anew.lostAt = file.lostAt;
        admission.forget(file);
        file.isEnded = true;
        file.channel = null;
        rotation.replace(file, anew);
        keepNew();
        return now;
    }

    private void failed(FollowedFile file, IOException failure) {
        metrics.failed(Trouble.READ);
        if (file.problem == null) {
            LOG.warnf("%s cannot be read (%s): it is tried again every second", file.path, failure);
        }
        file.close();
        file.problem = failure.toString();
        file.isReady = false;
        file.dueAt = FollowedFile.NEVER;
    }

    private void look(long now) {
        long start = System.nanoTime();
        Set<Path> folders = rotation.look(now);
        keepNew();
        watch.accept(folders);
        lookCost = (System.nanoTime() - start) / 1_000_000;
        lookAt = now + Math.max(LOOK_MILLIS, 50 * lookCost);
    }

    /** Puts the ids of new files on the disk, before which nothing of them leaves. */
    private void keepNew() {
        List<FollowedFile> knowable = new ArrayList<>();
        boolean isUnlisted = false;
        for (FollowedFile file : rotation.files()) {
            if (!file.isKept && !file.isEnded) {
                isUnlisted |= !file.isListed;
                if (admission.isKnowable(file)) {
                    knowable.add(file);
                }
            }
        }
        if (knowable.isEmpty() && !isUnlisted) {
            return;
        }
        if (checkpoints.save()) {
            rotation.files().forEach(file -> file.isListed = true);
            knowable.forEach(file -> file.isKept = true);
        } else {
            metrics.failed(Trouble.CHECKPOINT);
        }
    }

    private void tell() {
        long lag = 0;
        for (FollowedFile file : rotation.files()) {
            lag += (file.isEnded ? file.position : file.size) - file.window.acknowledged();
        }
        metrics.now(rotation.files().size(), lag);
    }

    private static SourceStatus status(FollowedFile file) {
        State state;
        if (file.problem != null) {
            state = State.FAILING;
        } else if (file.window.isFailing()) {
            state = State.RETRYING;
        } else if (file.isEnded) {
            state = State.ENDED;
        } else {
            state = file.lostAt == FollowedFile.NEVER ? State.FOLLOWING : State.ROTATED;
        }
        return new SourceStatus(
                file.source.id(),
                file.path.toString(),
                file.size,
                file.position,
                file.window.acknowledged(),
                file.window.bytes(),
                state,
                file.problem);
    }
}
