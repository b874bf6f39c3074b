package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Fingerprint;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.file.ChunkCutter.Ending;
import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Clock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads what a file has grown by and sends it as chunks. Its buffers serve all files, so one thread owns it. */
final class ChunkReader {
    private static final int MOST_CHUNKS_IN_A_TURN = 8;

    private ReadingLimits limits;
    private final Clock clock;
    private final SourceMetrics metrics;
    private EnvelopeCutter envelopes;
    private final byte[] headScratch = new byte[FollowedFile.HEAD];
    private byte[] buffer;

    ChunkReader(ReadingLimits limits, Clock clock, SourceMetrics metrics) {
        this.limits = limits;
        this.clock = clock;
        this.metrics = metrics;
        this.envelopes = new EnvelopeCutter(limits);
        this.buffer = new byte[FollowedFile.TAIL + usual()];
    }

    /** Cuts by other limits from now on. */
    void follow(ReadingLimits next) {
        limits = next;
        envelopes = new EnvelopeCutter(next);
    }

    /** How reading a file came out. */
    enum Outcome {
        /** Nothing more can be sent now. */
        DONE,
        /** There is more, which may not leave before something else has arrived. */
        NO_ROOM,
        /** There is more, for the next turn. */
        MORE,
        /** The file is not what it was: it has begun anew under the same inode. */
        BEGUN_ANEW
    }

    /** Sends what may be sent of a file now. */
    Outcome advance(FollowedFile file, FileChannel channel, long now) throws IOException {
        for (int i = 0; i < MOST_CHUNKS_IN_A_TURN; i++) {
            if (i == 0 && channel.size() == file.position && !fits(file, channel)) {
                return Outcome.BEGUN_ANEW;
            }
            Outcome outcome = advanceByOne(file, channel, now);
            if (outcome != Outcome.MORE) {
                return outcome;
            }
        }
        return Outcome.MORE;
    }

    /** A file that was said to have changed, and is not read now, may hold something else. */
    private boolean fits(FollowedFile file, FileChannel channel) throws IOException {
        return FileBytes.fits(channel, file.head, file.position, file.tail, headScratch);
    }

    private Outcome advanceByOne(FollowedFile file, FileChannel channel, long now) throws IOException {
        long size = channel.size();
        if (size != file.size) {
            file.grewAt = now;
        }
        file.size = size;
        if (size < file.position) {
            return Outcome.BEGUN_ANEW;
        }
        if (size == file.position) {
            file.isReady = false;
            file.quietAt = FollowedFile.NEVER;
            return Outcome.DONE;
        }
        if (!file.window.hasRoom()) {
            return fits(file, channel) ? noRoom(file) : Outcome.BEGUN_ANEW;
        }
        int tail = file.tail.length();
        int got = read(file, channel, usual());
        if (got < 0 || !isStillTheSame(file, channel)) {
            return Outcome.BEGUN_ANEW;
        }
        Cut cut = cut(file, channel, got, now);
        if (cut == null) {
            wait(file, now);
            return Outcome.DONE;
        }
        if (!file.window.hasRoomFor(cut.length())) {
            return noRoom(file);
        }
        send(file, tail, cut);
        return Outcome.MORE;
    }

    private record Cut(int length, boolean continues) {}

    /** Reads the tail again, then from the position on; -1 if the tail is not what it was. */
    private int read(FollowedFile file, FileChannel channel, int most) throws IOException {
        int tail = file.tail.length();
        if (buffer.length < tail + most) {
            buffer = new byte[FollowedFile.TAIL + most];
        }
        int got = FileBytes.read(channel, buffer, 0, tail + most, file.position - tail);
        return file.tail.fits(buffer, 0, got) && got > tail ? got - tail : -1;
    }

    /** Asked after the reading, so that what was read before the file began anew is never taken for what came after. */
    private boolean isStillTheSame(FollowedFile file, FileChannel channel) throws IOException {
        Fingerprint head = FileBytes.head(channel, file.head, headScratch);
        if (head == null) {
            return false;
        }
        int known = head.length() < FollowedFile.HEAD ? head.length() : 0;
        if (file.start.length != known) {
            file.start = Arrays.copyOf(headScratch, known);
        }
        file.head = head;
        return true;
    }

    private @Nullable Cut cut(FollowedFile file, FileChannel channel, int usually, long now) throws IOException {
        int from = file.tail.length();
        boolean isWrapped = envelopes.isWrapped(buffer, from, from + usually);
        Ending known = ending(file, usually, now);
        int end = lastEnd(file, isWrapped, from + usually, known);
        if (known == Ending.QUIET && isPatient(file, now)) {
            int surely = lastEnd(file, isWrapped, from + usually, Ending.OPEN);
            end = holdsLines(surely, end) ? surely : end;
        }
        if (end > from) {
            return new Cut(end - from, false);
        }
        if (usually < usual()) {
            return null;
        }
        if (limits.maxEventBytes() > usually) {
            int got = read(file, channel, limits.maxEventBytes());
            if (got < usually) {
                return null;
            }
            end = isWrapped ? from : ChunkCutter.firstEnd(file.joining, buffer, from, from + got);
            if (end == from) {
                Ending ending = ending(file, got, now);
                end = lastEnd(file, isWrapped, from + got, ending == Ending.MORE ? Ending.QUIET : ending);
            }
            if (end > from) {
                return new Cut(end - from, false);
            }
            if (got < limits.maxEventBytes()) {
                return null;
            }
        }
        int most = ChunkCutter.wholeCharacters(buffer, from, from + limits.maxEventBytes());
        return new Cut((isWrapped ? EnvelopeCutter.lastLine(buffer, from, most) : most) - from, true);
    }

    private boolean isPatient(FollowedFile file, long now) {
        return now - file.grewAt
                < ChunkCutter.PATIENCE_WITH_LINES * limits.quietTime().toMillis();
    }

    /** Whether there is more than one line between two ends of lines. */
    private boolean holdsLines(int from, int to) {
        for (int at = from; at < to - 1; at++) {
            if (buffer[at] == '\n') {
                return true;
            }
        }
        return false;
    }

    private int lastEnd(FollowedFile file, boolean isWrapped, int to, Ending ending) {
        int from = file.tail.length();
        return isWrapped
                ? envelopes.lastEnd(file.joining, buffer, from, to, ending)
                : ChunkCutter.lastEnd(file.joining, buffer, from, to, ending);
    }

    private Ending ending(FollowedFile file, int got, long now) {
        if (file.position + got < file.size) {
            return Ending.MORE;
        }
        long quiet = now - file.grewAt;
        if (quiet >= limits.partialLineTime().toMillis()) {
            return Ending.OVER;
        }
        return quiet >= limits.quietTime().toMillis() ? Ending.QUIET : Ending.OPEN;
    }

    private void wait(FollowedFile file, long now) {
        long quiet = limits.quietTime().toMillis();
        long waited = now - file.grewAt;
        long wanted = waited < quiet
                ? quiet
                : waited < ChunkCutter.PATIENCE_WITH_LINES * quiet
                        ? ChunkCutter.PATIENCE_WITH_LINES * quiet
                        : limits.partialLineTime().toMillis();
        file.quietAt = file.grewAt + wanted;
        file.isReady = false;
    }

    /** The quiet time of what it holds may be over, and is nothing to wake up for. */
    private static Outcome noRoom(FollowedFile file) {
        file.isReady = true;
        file.quietAt = FollowedFile.NEVER;
        return Outcome.NO_ROOM;
    }

    private void send(FollowedFile file, int from, Cut cut) {
        byte[] bytes = Arrays.copyOfRange(buffer, from, from + cut.length());
        LogChunk chunk =
                new LogChunk(file.source, file.position, bytes, Framing.LINES, clock.instant(), cut.continues());
        Fingerprint tail = tail(bytes);
        // What fails on its way out is read again.
        file.window.send(chunk);
        file.position += bytes.length;
        file.tail = tail;
        metrics.read(bytes.length);
        metrics.sent();
    }

    static Fingerprint tail(byte[] bytes) {
        int length = Math.min(FollowedFile.TAIL, bytes.length);
        return Fingerprint.of(bytes, bytes.length - length, length);
    }

    private int usual() {
        return Math.min(limits.maxChunkBytes(), limits.maxEventBytes());
    }
}
