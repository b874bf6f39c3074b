package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import dev.logbell.collector.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells copies, as copytruncate makes them, from files of their own. A copy stands beside its original under a name that
 * rotations give, is younger, and begins with the same bytes. It is not read while its original is there; when that is
 * truncated, what had not been read of it is read from the copy, under the same id.
 */
final class Copies {
    private final FollowedFiles files;
    private final OpenFiles openFiles;
    private final Agenda agenda;
    private final Arrivals arrivals;
    private final Consumer<Path> unseen;
    private final byte[] scratch = new byte[FollowedFile.HEAD];

    /**
     * Copies.
     *
     * @param unseen is told of paths that are to be looked at
     */
    Copies(FollowedFiles files, OpenFiles openFiles, Agenda agenda, Arrivals arrivals, Consumer<Path> unseen) {
        this.files = files;
        this.openFiles = openFiles;
        this.agenda = agenda;
        this.arrivals = arrivals;
        this.unseen = unseen;
    }

    /** Where a new file, of which nothing was read yet, has its bytes from. */
    sealed interface Origin {}

    /** It is a copy of one that is followed. */
    record CopyOf(FollowedFile original) implements Origin {}

    /** It may be a copy of one that nobody has looked at yet. */
    record Unclear() implements Origin {}

    /** It is no copy of anything that is followed. */
    record Own() implements Origin {}

    /** What is known of the bytes that were read of a generation. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Read(@Nullable Instant born, Fingerprint head, byte[] start, long offset, Fingerprint tail) {
        static Read of(FollowedFile file) {
            return new Read(file.born, file.head, file.start, file.position, file.tail);
        }

        static Read of(Checkpoint checkpoint) {
            return new Read(checkpoint.born(), checkpoint.head(), new byte[0], checkpoint.offset(), checkpoint.tail());
        }
    }

    /** What a file is to a generation that has lost its own. */
    enum Verdict {
        /** It holds all that was read of it, and may hold more. */
        CARRIES_ON,
        /** It holds the beginning of what was read. */
        SPENT,
        OTHER
    }

    /** Says of a new file, of which nothing was read yet, whether it is a copy. */
    Origin originOf(FollowedFile file, FileChannel channel, long now) throws IOException {
        List<Path> former = FolderSearch.formerPaths(file.path);
        for (FollowedFile original : candidates(file, former)) {
            if (original.copyOf == null && !original.equals(file) && isYounger(file.path, original)) {
                FileChannel other = openFiles.useAsText(original, now);
                if (FileBytes.isPrefix(channel, other)) {
                    return new CopyOf(original);
                }
                if (original.isKept
                        && verdict(channel, Read.of(original)) != Verdict.OTHER
                        && !FileBytes.fits(other, original.head, original.position, original.tail, scratch)) {
                    original.isReady = true;
                    agenda.soon(original);
                    return new CopyOf(original);
                }
            }
        }
        List<Path> news = former.stream().filter(arrivals::isUnseen).toList();
        news.forEach(unseen);
        return news.isEmpty() ? new Own() : new Unclear();
    }

    private List<FollowedFile> candidates(FollowedFile file, List<Path> former) {
        FollowedFile known = file.copyOf;
        if (known != null && !known.isEnded) {
            return List.of(known);
        }
        List<FollowedFile> candidates = new ArrayList<>();
        for (Path path : former) {
            FollowedFile candidate = files.at(path);
            if (candidate != null) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private static boolean isYounger(Path copy, FollowedFile original) {
        Instant created = FileSight.of(copy).map(FileSight::created).orElse(Instant.MIN);
        Instant before = original.born != null
                ? original.born
                : FileSight.of(original.path).map(FileSight::created).orElse(Instant.MAX);
        return created.isAfter(before);
    }

    /** What a file is to a generation of which so much was read. */
    Verdict verdict(FileChannel channel, Read read) throws IOException {
        long size = channel.size();
        if (size >= read.offset()) {
            boolean fits = read.head().length() > 0 && isBeginning(channel, size, read) && hasTail(channel, read);
            return fits ? Verdict.CARRIES_ON : Verdict.OTHER;
        }
        return isBeginning(channel, size, read) ? Verdict.SPENT : Verdict.OTHER;
    }

    /** The first bytes that are known may be more than were there when a copy was made. */
    private boolean isBeginning(FileChannel channel, long size, Read read) throws IOException {
        if (size >= read.head().length()) {
            return FileBytes.head(channel, read.head(), scratch) != null;
        }
        return FileBytes.isStart(channel, read.start());
    }

    private boolean hasTail(FileChannel channel, Read read) throws IOException {
        int length = read.tail().length();
        int got = FileBytes.read(channel, scratch, 0, length, read.offset() - length);
        return read.tail().fits(scratch, 0, got);
    }

    /** Whether a file is younger than the birth of the one that it may be a copy of. */
    static boolean mayBeCopy(FileSight sight, @Nullable Instant born) {
        return born == null || sight.created().isAfter(born);
    }
}
