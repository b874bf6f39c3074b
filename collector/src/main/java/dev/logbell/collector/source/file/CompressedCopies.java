package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoint;
import dev.logbell.collector.checkpoint.FileKey;
import dev.logbell.collector.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    boolean holds(DecompressedChannel channel, Checkpoint checkpoint) throws IOException {
        return holds(channel, checkpoint.head(), checkpoint.offset(), checkpoint.tail());
    }

    /** Whether a file begins with a head and has a tail before an offset. */
    private boolean holds(DecompressedChannel channel, Fingerprint head, long offset, Fingerprint tail)
            throws IOException {
        if (head.length() == 0 || !channel.begins(head) || channel.size() < offset) {
            return false;
        }
        int got = FileBytes.read(channel, scratch, 0, tail.length(), offset - tail.length());
        return tail.fits(scratch, 0, got);
    }

    /** Whether the file that this is made of by its name was found, and not read yet. */
    boolean isOriginalUnread(Path compressed) {
        Path original = original(compressed).orElse(null);
        return followed.values().stream()
                .anyMatch(file -> !file.isEnded && file.head.length() == 0 && file.path.equals(original));
    }

    /** The name that a compressed file had before. */
    static Optional<Path> original(Path compressed) {
        String name = compressed.toString();
        int dot = name.lastIndexOf('.');
        return dot < 1 ? Optional.empty() : Optional.of(Path.of(name.substring(0, dot)));
    }

    /** Whether a name says that the file is compressed. */
    static boolean isName(String name) {
        return COMPRESSED.matcher(name).matches();
    }

    /** Whether a file is in the folder of another, under a name that begins like its own. */
    static boolean isBeside(Path compressed, Path original) {
        String name = String.valueOf(original.getFileName());
        int dot = name.indexOf('.', 1);
        return String.valueOf(compressed.getFileName()).startsWith(dot < 0 ? name : name.substring(0, dot))
                && Objects.equals(original.toAbsolutePath().getParent(), compressed.getParent());
    }
}
