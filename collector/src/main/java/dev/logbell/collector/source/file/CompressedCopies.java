package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import dev.logbell.collector.checkpoint.FileKey;
import dev.logbell.collector.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Knows compressed files again: a rotated file that was compressed holds the bytes of a generation that is read, was
 * read, or was read to its checkpoint when nobody looked.
 */
final class CompressedCopies {
    private static final int MOST_REMEMBERED = 5000;
    private static final Pattern COMPRESSED = Pattern.compile(".*\\.(gz|zst|zstd)");

    private final byte[] scratch = new byte[FollowedFile.HEAD];
    private final Map<String, FollowedFile> followed = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FollowedFile> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    private final Map<FileKey, Waiting> waiting = new HashMap<>();

    /** A complete copy whose original is still read. */
    private record Waiting(FollowedFile original, long size) {
        boolean isOver() {
            return original.window.isEmpty() && (original.isEnded || isSpent());
        }

        boolean isSpent() {
            return original.position >= size;
        }
    }

    /** What a compressed file is. */
    sealed interface Verdict {}

    /** Nothing that was ever read. */
    record Unknown() implements Verdict {}

    /** It is being written, or what it was made of is still read: it has to be looked at later. */
    record NotYet() implements Verdict {}

    /** All of it was read. */
    record Spent() implements Verdict {}

    /** It was read up to a checkpoint. */
    record ReadTo(Checkpoint checkpoint) implements Verdict {}

    /** A file is followed from now on. */
    void follow(FollowedFile file) {
        followed.put(file.source.id(), file);
    }

    /** Whether the original of this file is known to be still read. */
    boolean isWaiting(FileKey key) {
        Waiting copy = waiting.get(key);
        return copy != null && !copy.isOver();
    }

    /**
     * What a compressed file is.
     *
     * @param unclaimed checkpoints that no file was found for
     */
    Verdict verdict(FileKey key, DecompressedChannel channel, Collection<Checkpoint> unclaimed, Instant now)
            throws IOException {
        long size = channel.size();
        if (size == 0) {
            return new NotYet();
        }
        for (FollowedFile original : followed.values()) {
            if (!original.key.equals(key) && holds(channel, original.head, original.position, original.tail)) {
                return verdict(key, new Waiting(original, size), now);
            }
        }
        for (Checkpoint checkpoint : unclaimed) {
            if (holds(channel, checkpoint)) {
                return new ReadTo(checkpoint);
            }
        }
        return new Unknown();
    }

    private Verdict verdict(FileKey key, Waiting copy, Instant now) {
        if (!copy.isOver()) {
            waiting.put(key, copy);
            return new NotYet();
        }
        waiting.remove(key);
        return copy.isSpent() ? new Spent() : new ReadTo(copy.original().checkpoint(now));
    }

    boolean holds(FileChannel channel, Checkpoint checkpoint) throws IOException {
        return holds(channel, checkpoint.head(), checkpoint.offset(), checkpoint.tail());
    }

    /** Whether a file begins with a head and has a tail before an offset. */
    private boolean holds(FileChannel channel, Fingerprint head, long offset, Fingerprint tail) throws IOException {
        if (head.length() == 0 || channel.size() < offset) {
            return false;
        }
        int got = FileBytes.read(channel, scratch, 0, head.length(), 0);
        if (!head.fits(scratch, 0, got)) {
            return false;
        }
        got = FileBytes.read(channel, scratch, 0, tail.length(), offset - tail.length());
        return tail.fits(scratch, 0, got);
    }

    /** Compressed files beside a path under names that begin like its own. */
    static List<Path> beside(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        String name = String.valueOf(path.getFileName());
        int dot = name.indexOf('.', 1);
        String stem = dot < 0 ? name : name.substring(0, dot);
        List<Path> found = new ArrayList<>();
        if (folder == null) {
            return found;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path sibling : all) {
                String other = String.valueOf(sibling.getFileName());
                if (other.startsWith(stem) && COMPRESSED.matcher(other).matches()) {
                    found.add(sibling);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return found;
        }
        return found;
    }
}
