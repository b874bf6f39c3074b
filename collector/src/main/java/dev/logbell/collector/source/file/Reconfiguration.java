package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Has files follow other rules while they are read. One that stays goes on where it is; one that is no longer asked for
 * rests where it is, so that it can go on there when it is asked for again; one whose encoding changes goes on as another
 * source at the same byte.
 */
final class Reconfiguration {
    private static final Logger LOG = Logger.getLogger(Reconfiguration.class);

    private final FilePatterns patterns;
    private final Unclaimed unclaimed;
    private final FileAdmission admission;
    private final FollowedFiles files;
    private final Agenda agenda;
    private final Arrivals arrivals;
    private final OpenFiles openFiles;
    private final TextFiles texts;
    private final Following following;
    private final ChunkReader reader;
    private final Lookout lookout;
    private final MissedGenerations missed;
    private PathRules rules;

    Reconfiguration(
            FilePatterns patterns,
            Unclaimed unclaimed,
            FileAdmission admission,
            FollowedFiles files,
            Agenda agenda,
            Arrivals arrivals,
            OpenFiles openFiles,
            TextFiles texts,
            Following following,
            ChunkReader reader,
            Lookout lookout,
            MissedGenerations missed,
            PathRules rules) {
        this.patterns = patterns;
        this.unclaimed = unclaimed;
        this.admission = admission;
        this.files = files;
        this.agenda = agenda;
        this.arrivals = arrivals;
        this.openFiles = openFiles;
        this.texts = texts;
        this.following = following;
        this.reader = reader;
        this.lookout = lookout;
        this.missed = missed;
        this.rules = rules;
    }

    /** Where reading has come to, as the file is on the disk. */
    private record Place(long raw, Charset charset) {}

    /** Follows other rules from now on; those of what is fixed at the start are passed over. */
    void follow(FileRules next, long now) {
        Predicate<Path> askedBefore = patterns.follow(next.files(), next.exclude());
        missed.rememberStrangers(patterns.find().folders(), askedBefore);
        Map<FollowedFile, Place> places = new HashMap<>();
        for (FollowedFile file : files.now()) {
            if (file.isEnded) {
                continue;
            }
            if (!isAsked(file)) {
                rest(file, at -> letGo(file));
                continue;
            }
            boolean isResting = file.pause != null;
            if (isResting) {
                goOn(file);
            }
            if (file.lostAt == FollowedFile.NEVER) {
                file.startEventsWith(next.paths().eventStart(file.path));
                if (isResting
                        || !Objects.equals(
                                rules.charset(file.path), next.paths().charset(file.path))) {
                    placeOf(file, now).ifPresent(place -> places.put(file, place));
                }
            }
        }
        rules = next.paths();
        texts.follow(rules);
        following.follow(rules);
        reader.follow(next.limits());
        arrivals.follow(next.ignoreOlder());
        places.forEach((file, place) -> rest(file, at -> goOnAs(file, place, at)));
        lookForNew(next.isFromEnd(), askedBefore, now);
    }

    private void rest(FollowedFile file, FollowedFile.Pause until) {
        file.pause = until;
        agenda.soon(file);
    }

    private void goOn(FollowedFile file) {
        file.pause = null;
        file.isReady = true;
        agenda.soon(file);
    }

    /** What a glob matches that is new is as if the collector had just been started for it. */
    private void lookForNew(boolean isFromEnd, Predicate<Path> askedBefore, long now) {
        arrivals.fromEnd(isFromEnd ? askedBefore.negate() : path -> false);
        lookout.lookAnew(now);
        lookout.turn(now);
        arrivals.fromEnd(path -> false);
        Whereabouts whereabouts = new Whereabouts();
        for (Checkpoint checkpoint : unclaimed.all()) {
            Path wanted = checkpoint.wanted();
            if (arrivals.isAskedFor(checkpoint) && !askedBefore.test(wanted)) {
                whereabouts
                        .near(Path.of(checkpoint.path()), checkpoint.key(), checkpoint.born())
                        .ifPresent(path -> arrivals.admitLost(path, wanted, checkpoint.key(), now));
            }
        }
    }

    /** A file that was renamed is asked for as long as the path is that has led to it. */
    private boolean isAsked(FollowedFile file) {
        return patterns.matches(file.lostAt == FollowedFile.NEVER ? file.path : file.asked);
    }

    private void letGo(FollowedFile file) {
        if (file.isKept) {
            admission.release(file);
        } else {
            admission.forget(file);
        }
        openFiles.close(file);
        files.remove(file);
    }

    /** Puts down where in the file, as it is on the disk, its reading has come to. */
    private Optional<Place> placeOf(FollowedFile file, long now) {
        try {
            return switch (openFiles.use(file, now)) {
                case DecompressedChannel utf8 -> Optional.empty();
                case TranscodedChannel text -> Optional.of(new Place(text.rawAt(file.position), text.charset()));
                case FileChannel plain -> Optional.of(new Place(file.position, StandardCharsets.UTF_8));
            };
        } catch (IOException e) {
            LOG.warnf("%s cannot be read (%s): it begins anew with its new encoding", file.path, e);
            return Optional.empty();
        }
    }

    /** The offsets of a source are those of its text, so that another encoding makes it another source. */
    private void goOnAs(FollowedFile file, Place place, long now) throws IOException {
        FileChannel before = openFiles.use(file, now);
        FileChannel text = openFiles.asText(file, before instanceof ReadOnlyChannel other ? other.raw() : before);
        TranscodedChannel recoded = text instanceof TranscodedChannel other ? other : null;
        if (place.charset().equals(recoded == null ? StandardCharsets.UTF_8 : recoded.charset())) {
            goOn(file);
            return;
        }
        FollowedFile anew = admission.beginAnew(file, recoded == null ? place.raw() : recoded.positionOf(place.raw()));
        file.channel = null;
        openFiles.close(file);
        admission.forget(file);
        files.remove(file);
        files.add(anew);
        openFiles.opened(anew, now);
        agenda.soon(anew);
    }
}
