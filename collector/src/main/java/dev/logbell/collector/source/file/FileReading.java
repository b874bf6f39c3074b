package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceMetrics.Trouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Does for one file what there is to do: sends again, gets to know it, reads it. One that fails keeps no other back. */
final class FileReading {
    private static final Logger LOG = Logger.getLogger(FileReading.class);
    private static final long AGAIN_MILLIS = 1000;

    private final Checkpoints checkpoints;
    private final FileAdmission admission;
    private final FollowedFiles files;
    private final Agenda agenda;
    private final InFlight inFlight;
    private final OpenFiles openFiles;
    private final Copies copies;
    private final Truncation truncation;
    private final MissedGenerations missed;
    private final ChunkReader reader;
    private final SourceMetrics metrics;
    private final List<FollowedFile> knowable = new ArrayList<>();
    private boolean isListed;

    FileReading(
            Checkpoints checkpoints,
            FileAdmission admission,
            FollowedFiles files,
            Agenda agenda,
            InFlight inFlight,
            OpenFiles openFiles,
            Copies copies,
            Truncation truncation,
            MissedGenerations missed,
            ChunkReader reader,
            SourceMetrics metrics) {
        this.checkpoints = checkpoints;
        this.admission = admission;
        this.files = files;
        this.agenda = agenda;
        this.inFlight = inFlight;
        this.openFiles = openFiles;
        this.copies = copies;
        this.truncation = truncation;
        this.missed = missed;
        this.reader = reader;
        this.metrics = metrics;
    }

    void serve(FollowedFile file, long now) {
        try {
            file.window.retry(now);
            FollowedFile.Pause pause = file.pause;
            if (pause != null && file.window.isEmpty()) {
                pause.end(now);
                file.pause = null;
            } else if (pause == null && !file.isEnded && (file.isReady || file.quietAt <= now)) {
                read(file, now);
            }
        } catch (IOException | RuntimeException e) {
            failed(file, e, now);
        }
        if (file.isEnded && file.window.isEmpty()) {
            files.remove(file);
            return;
        }
        long next = file.isEnded || file.pause != null ? FollowedFile.NEVER : file.quietAt;
        if (file.window.retryAt() <= now) {
            agenda.whenThereIsRoom(file);
        } else {
            next = Math.min(next, file.window.retryAt());
        }
        if (next != FollowedFile.NEVER) {
            agenda.at(file, next);
        }
        files.measure(file);
    }

    private void read(FollowedFile file, long now) throws IOException {
        FileChannel channel = openFiles.use(file, now);
        if (!file.isKept) {
            FileChannel text = openFiles.asText(file, channel);
            if (text instanceof DecompressedChannel && !(channel instanceof DecompressedChannel)) {
                admitAgain(file);
            } else {
                getToKnow(file, text, now);
            }
            return;
        }
        ChunkReader.Outcome outcome = reader.advance(file, channel, now);
        file.problem = null;
        switch (outcome) {
            case DONE -> {}
            case NO_ROOM -> {
                if (!inFlight.hasRoom()) { // or else its own chunks take its room, and an answer to one of them tells
                    agenda.whenThereIsRoom(file);
                }
            }
            case MORE -> agenda.soon(file);
            case BEGUN_ANEW -> truncation.beginAnew(file, now);
        }
    }

    /** A file that was found empty turns out to be compressed: it may be a copy of one that is known. */
    private void admitAgain(FollowedFile file) {
        missed.admitLater(file);
        openFiles.close(file);
        admission.forget(file);
        files.remove(file);
    }

    /** A new file is read once its id is on the disk, and once it is no copy. */
    private void getToKnow(FollowedFile file, FileChannel channel, long now) throws IOException {
        file.isReady = false;
        file.quietAt = FollowedFile.NEVER;
        file.wasEmpty |= channel.size() == 0;
        if (channel.size() == 0 || truncation.skipHole(file, channel, now)) {
            return;
        }
        Copies.Origin origin = copies.originOf(file, channel, now);
        file.copyOf = origin instanceof Copies.CopyOf(FollowedFile original) ? original : null;
        switch (origin) {
            case Copies.CopyOf _, Copies.Unclear _ -> file.quietAt = now + AGAIN_MILLIS;
            case Copies.Own _ -> takeDown(file, channel);
        }
    }

    private void takeDown(FollowedFile file, FileChannel channel) throws IOException {
        if (admission.isKnowable(file, channel)) {
            knowable.add(file);
            if (file.wasEmpty) {
                missed.suspect(file.path);
            }
        }
    }

    /** Puts the ids of new files on the disk, before which nothing of them leaves. */
    void keepNew(long now) {
        if (knowable.isEmpty() && isListed) {
            return;
        }
        boolean isSaved = checkpoints.save();
        isListed |= isSaved;
        for (FollowedFile file : knowable) {
            file.isReady = true;
            if (isSaved) {
                file.isKept = true;
                agenda.soon(file);
            } else {
                agenda.at(file, now + AGAIN_MILLIS);
            }
        }
        knowable.clear();
        if (!isSaved) {
            metrics.failed(Trouble.CHECKPOINT);
        }
    }

    private void failed(FollowedFile file, Exception failure, long now) {
        metrics.failed(Trouble.READ);
        if (file.problem == null) {
            LOG.warnf("%s cannot be read (%s): it is tried again every second", file.path, failure);
        }
        if (!file.isUnlinked) {
            openFiles.close(file);
        }
        file.problem = failure.toString();
        file.isReady = true;
        file.quietAt = FollowedFile.NEVER;
        agenda.at(file, now + AGAIN_MILLIS);
    }
}
