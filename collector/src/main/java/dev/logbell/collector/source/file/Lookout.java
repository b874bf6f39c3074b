package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.FileKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Decides when to look at what. Where the system tells every change, only at what it tells, and at everything once a
 * minute, or less often when that is dear; elsewhere, at everything each second.
 */
final class Lookout {
    private static final long TICK_MILLIS = 1000;
    private static final long ROUND_MILLIS = Duration.ofMinutes(1).toMillis();

    /** While the system tells what changes, looks take no more than one part in so many of the time. */
    private static final long LEAST_REST = 2000;

    private static final int MOST_GLANCES = 20;

    private final FilePatterns patterns;
    private final Rotation rotation;
    private final Truncation truncation;
    private final Arrivals arrivals;
    private final MissedGenerations missed;
    private final FollowedFiles files;
    private final Agenda agenda;
    private final OpenFiles openFiles;
    private final Departures departures;
    private final Watching watching;
    private final LongSupplier millis;
    private final Map<Path, FileKey> bases = new HashMap<>();
    private final Set<Path> heard = new LinkedHashSet<>();
    private final Queue<FollowedFile> round = new ArrayDeque<>();
    private Set<Path> reliable = Set.of();
    private boolean isMissed;
    private boolean isAllTold;
    private long lookAt;
    private long lookCost;
    private long searchAt;
    private long searchCost;
    private long tickAt;

    Lookout(
            FilePatterns patterns,
            Rotation rotation,
            Truncation truncation,
            Arrivals arrivals,
            MissedGenerations missed,
            FollowedFiles files,
            Agenda agenda,
            OpenFiles openFiles,
            Departures departures,
            Watching watching,
            LongSupplier millis) {
        this.patterns = patterns;
        this.rotation = rotation;
        this.truncation = truncation;
        this.arrivals = arrivals;
        this.missed = missed;
        this.files = files;
        this.agenda = agenda;
        this.openFiles = openFiles;
        this.departures = departures;
        this.watching = watching;
        this.millis = millis;
        long now = millis.getAsLong();
        this.lookAt = now;
        this.searchAt = now;
        this.tickAt = now;
    }

    /** A file has changed. */
    void changed(Path path) {
        FollowedFile file = files.at(path);
        if (file == null) {
            heard.add(path);
        } else {
            file.isReady = true;
            agenda.soon(file);
        }
    }

    /** A file has come or gone. */
    void appearedOrLeft(Path path) {
        heard.add(path);
    }

    /** Whatever was not told may have changed. */
    void missed(long now) {
        isMissed = true;
        lookAt = Math.min(lookAt, now + 10 * lookCost);
    }

    /** Everything is to be looked at with the next turn. */
    void lookAnew(long now) {
        lookAt = now;
    }

    void turn(long now) {
        if (!heard.isEmpty()) {
            Set<Path> paths = Set.copyOf(heard);
            heard.clear();
            if (rotation.hear(paths, now)) {
                lookAt = Math.min(lookAt, now + 10 * lookCost);
            }
        }
        // What is suspected was told, and is not found yet: a start after a crash has to look for it.
        if (isAllTold && !isMissed && !missed.isSuspicious()) {
            rotation.isTold();
        }
        if (now >= tickAt) {
            tick(now);
            tickAt = now + TICK_MILLIS;
        }
        if (now >= lookAt) {
            look(now);
        }
        if (missed.isSuspicious() && now >= searchAt) {
            long start = millis.getAsLong();
            missed.search(now);
            searchCost = millis.getAsLong() - start;
            searchAt = now + 10 * searchCost;
        }
    }

    long next() {
        long next = Math.min(lookAt, tickAt);
        return missed.isSuspicious() ? Math.min(next, searchAt) : next;
    }

    private void look(long now) {
        long start = millis.getAsLong();
        Set<Path> folders = rotation.look(now);
        truncation.adoptOrphans(now);
        Watching.Watched watched = watching.watch(folders);
        reliable = watched.reliable();
        for (FollowedFile file : files.all()) {
            file.isWatched = isWatched(file);
            if (!file.isWatched) {
                files.isUntold(file);
            }
        }
        if (watched.isMore() || isMissed) {
            files.all().forEach(this::glance);
        }
        isMissed = false;
        lookCost = millis.getAsLong() - start;
        isAllTold = reliable.containsAll(folders);
        lookAt = now
                + (isAllTold ? Math.max(ROUND_MILLIS, LEAST_REST * lookCost) : Math.max(TICK_MILLIS, 50 * lookCost));
        if (watched.isMore()) {
            lookAt = now;
        }
    }

    private boolean isWatched(FollowedFile file) {
        return !file.isLinked && !file.isUnlinked && reliable.contains(file.folder);
    }

    private void tick(long now) {
        if (isBaseReplaced()) {
            lookAt = now;
        }
        arrivals.openUnopened(now);
        for (FollowedFile file : files.untold()) {
            if (file.isEnded) {
                continue;
            }
            if (!file.isWatched) {
                file.isWatched = isWatched(file);
                glance(file);
            }
            if (file.lostAt != FollowedFile.NEVER) {
                departures.letGoIfOver(file, now);
            }
        }
        if (round.isEmpty()) {
            round.addAll(files.all());
        }
        long share = Math.min(MOST_GLANCES, files.count() * TICK_MILLIS / ROUND_MILLIS + 1);
        for (long left = share; left > 0 && !round.isEmpty(); left--) {
            glance(round.remove());
        }
        openFiles.closeIdle(now);
    }

    /** A folder that was renamed takes its watch along, and nothing tells of the one in its place. */
    private boolean isBaseReplaced() {
        boolean isReplaced = false;
        for (Path base : patterns.bases()) {
            FileKey key = FileSight.of(base).map(FileSight::key).orElse(null);
            FileKey before = key == null ? bases.remove(base) : bases.put(base, key);
            isReplaced |= key == null ? before != null : !key.equals(before);
        }
        return isReplaced;
    }

    /** Compares the size with what is known. */
    private void glance(FollowedFile file) {
        if (file.isEnded) {
            return;
        }
        try {
            FileChannel channel = file.channel;
            long size;
            if (channel != null) {
                size = channel instanceof ReadOnlyChannel text ? text.raw().size() : channel.size();
            } else {
                FileSight sight = FileSight.of(file.path).filter(file::isAt).orElse(null);
                if (sight == null) {
                    heard.add(file.path);
                    return;
                }
                size = sight.size() == file.restSize ? file.size : sight.size();
            }
            if (size != file.glancedSize) {
                file.glancedSize = size;
                file.isReady = true;
                agenda.soon(file);
            }
        } catch (IOException e) {
            file.isReady = true;
            agenda.soon(file);
        }
    }
}
