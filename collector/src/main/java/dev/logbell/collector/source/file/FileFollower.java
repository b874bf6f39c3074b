package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.Mailbox;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceStatus;
import dev.logbell.collector.source.SourceStatus.State;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Follows all files, on one thread, turn by turn. A turn costs what there is to do in it, however many files are idle:
 * the {@link Lookout} finds out what has changed, {@link FileReading} serves the files that have.
 */
final class FileFollower {
    /** A new file may be what a known one was. */
    private static final Comparator<FollowedFile> KNOWN_BEFORE_NEW =
            Comparator.comparing((FollowedFile file) -> file.isKept).reversed();

    private final FollowedFiles files = new FollowedFiles();
    private final Agenda agenda = new Agenda();
    private final Mailbox mailbox;
    private final InFlight inFlight;
    private final SourceMetrics metrics;
    private final LongSupplier millis;
    private final Following following;
    private final OpenFiles openFiles;
    private final Lookout lookout;
    private final FileReading reading;
    private final Reconfiguration reconfiguration;

    /**
     * A follower.
     *
     * @param send takes each chunk
     * @param opening opens files
     * @param millis a clock that only goes forward
     */
    FileFollower(
            FileRules rules,
            Checkpoints checkpoints,
            Mailbox mailbox,
            InFlight inFlight,
            Consumer<Flight> send,
            SourceMetrics metrics,
            Clock clock,
            Watching watching,
            TextFiles.Opening opening,
            LongSupplier millis) {
        this.mailbox = mailbox;
        this.inFlight = inFlight;
        this.metrics = metrics;
        this.millis = millis;
        FilePatterns patterns = new FilePatterns(rules.files(), rules.exclude(), rules.own());
        TextFiles texts = new TextFiles(rules.paths(), opening);
        this.openFiles = new OpenFiles(rules.maxOpenFiles(), texts);
        this.following = new Following(
                checkpoints,
                agenda,
                mailbox,
                inFlight,
                send,
                metrics,
                clock,
                rules.host(),
                rules.limits().maxChunkBytes(),
                rules.paths());
        Unclaimed unclaimed = new Unclaimed(checkpoints, clock);
        FileAdmission admission = new FileAdmission(checkpoints, unclaimed, following, openFiles, clock);
        Arrivals arrivals = new Arrivals(patterns, admission, files, agenda, metrics, rules.ignoreOlder());
        boolean isFromEnd = rules.isFromEnd() && checkpoints.isFirstStart();
        MissedGenerations missed = new MissedGenerations(unclaimed, admission, files, arrivals);
        Rotation rotation = new Rotation(patterns, unclaimed, admission, files, agenda, arrivals, missed, isFromEnd);
        Copies copies = new Copies(files, openFiles, agenda, arrivals, this::appearedOrLeft);
        Truncation truncation =
                new Truncation(files, unclaimed, admission, openFiles, copies, missed, arrivals, agenda, metrics);
        Departures departures = new Departures(files, admission, openFiles);
        this.lookout = new Lookout(
                patterns,
                rotation,
                truncation,
                arrivals,
                missed,
                files,
                agenda,
                openFiles,
                departures,
                watching,
                millis);
        ChunkReader reader = new ChunkReader(rules.limits(), clock, metrics);
        this.reconfiguration = new Reconfiguration(
                patterns,
                unclaimed,
                admission,
                files,
                agenda,
                arrivals,
                openFiles,
                texts,
                following,
                reader,
                lookout,
                missed,
                rules.paths());
        this.reading = new FileReading(
                checkpoints,
                admission,
                files,
                agenda,
                inFlight,
                openFiles,
                copies,
                truncation,
                missed,
                reader,
                metrics);
    }

    /**
     * Does what there is to do now.
     *
     * @return milliseconds until there may be more to do, unless a letter arrives before
     */
    long turn() {
        mailbox.open();
        long now = millis.getAsLong();
        lookout.turn(now);
        serveForRoom(now);
        following.serveTroubled();
        List<FollowedFile> taken = agenda.take(now);
        taken.sort(KNOWN_BEFORE_NEW);
        for (FollowedFile file : taken) {
            reading.serve(file, now);
        }
        reading.keepNew(now);
        metrics.now(files.count(), files.lag());
        return Math.max(0, Math.min(agenda.next(now), lookout.next()) - now);
    }

    /** No more than take the room that there is: to look at all that wait, each time, is dear when they are many. */
    private void serveForRoom(long now) {
        while (inFlight.hasRoom()) {
            FollowedFile file = agenda.takeForRoom();
            if (file == null) {
                return;
            }
            reading.serve(file, now);
        }
    }

    /** Follows other rules from now on. */
    void follow(FileRules next) {
        reconfiguration.follow(next, millis.getAsLong());
    }

    /** A file has changed. */
    void changed(Path path) {
        lookout.changed(path);
    }

    /** A file has come or gone. */
    void appearedOrLeft(Path path) {
        lookout.appearedOrLeft(path);
    }

    /** Whatever was not told may have changed. */
    void missed() {
        lookout.missed(millis.getAsLong());
    }

    List<SourceStatus> statuses() {
        return files.all().stream().map(FileFollower::status).toList();
    }

    int openFiles() {
        return openFiles.count();
    }

    void close() {
        files.all().forEach(FollowedFile::close);
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
