package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A file of another encoding as UTF-8, so that its positions count the bytes of UTF-8. It remembers some places that
 * belong together, however long the file is, and those of the last read, where the next one begins; any other it finds
 * from the nearest before it. A file that was opened anew is walked over once from its start. What is not text in its encoding stays as it is, and is told as invalid UTF-8 by who reads it.
 */
final class TranscodedChannel extends ReadOnlyChannel {
    private static final int PIECE = 8192;
    private static final int MOST_PLACES = 256;
    private static final int TAIL = 64;

    private final Transcoding transcoding;
    private final byte[] mark;
    private final byte[] piece = new byte[PIECE];
    /** Positions in UTF-8 with the positions in the file that they are at. */
    private final NavigableMap<Long, Long> places = new TreeMap<>();

    /** The same, of what was read last. */
    private final NavigableMap<Long, Long> recent = new TreeMap<>();

    private long start;
    private long end;
    private long rawEnd;
    private Fingerprint rawHead = Fingerprint.NONE;
    private Fingerprint rawTail = Fingerprint.NONE;

    /**
     * A file.
     *
     * @param mark how many bytes its byte order mark has, while it has one: after a truncation it may have none
     */
    TranscodedChannel(FileChannel raw, Charset charset, int mark) throws IOException {
        super(raw);
        this.transcoding = new Transcoding(charset);
        this.mark = Arrays.copyOf("\uFEFF".getBytes(charset), mark);
        forget();
    }

    Charset charset() {
        return transcoding.charset();
    }

    /** Where in the file the text at a position comes from. */
    long rawAt(long position) throws IOException {
        Map.Entry<Long, Long> place = placeBefore(position);
        long at = place.getKey();
        long rawAt = place.getValue();
        int got = step(rawAt);
        while (got > 0 && at + transcoding.length() <= position) {
            at += transcoding.length();
            rawAt += transcoding.consumed();
            got = step(rawAt);
        }
        int least = 0;
        int most = at == position ? 0 : got;
        while (least < most) {
            int middle = (least + most) / 2;
            transcoding.transcode(piece, middle);
            if (at + transcoding.length() < position) {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        return rawAt + least;
    }

    /** The position of the text that is at a place in the file. */
    long positionOf(long raw) throws IOException {
        long at = 0;
        long rawAt = start;
        while (rawAt < raw) {
            int got = FileBytes.read(raw(), piece, 0, (int) Math.min(PIECE, raw - rawAt), rawAt);
            if (got == 0 || transcoding.transcode(piece, got) == 0) {
                return at;
            }
            at += transcoding.length();
            rawAt += transcoding.consumed();
        }
        return at;
    }

    private Map.Entry<Long, Long> placeBefore(long position) {
        Map.Entry<Long, Long> place = places.floorEntry(position);
        Map.Entry<Long, Long> late = recent.floorEntry(position);
        if (late != null && (place == null || late.getKey() > place.getKey())) {
            return late;
        }
        return place == null ? Map.entry(0L, start) : place;
    }

    private void forget() throws IOException {
        byte[] first = new byte[mark.length];
        int got = FileBytes.read(raw(), first, 0, first.length, 0);
        start = got == mark.length && Arrays.equals(first, mark) ? mark.length : 0;
        places.clear();
        recent.clear();
        places.put(0L, start);
        end = 0;
        rawEnd = start;
        rawHead = Fingerprint.NONE;
        rawTail = Fingerprint.NONE;
    }

    /** Walks on to its end. A character that is not complete yet does not count. */
    @Override
    public long size() throws IOException {
        if (end == 0 || !FileBytes.fits(raw(), rawHead, rawEnd, rawTail, piece)) {
            forget();
        }
        growHead(); // before the walk: if it begins anew meanwhile, that shows next time
        long before = rawEnd;
        while (step(rawEnd) > 0) {
            advance();
        }
        if (rawEnd > before) {
            rawTail = tail();
        }
        return end;
    }

    /** Moves the end over the piece that was transcoded there. */
    private void advance() {
        end += transcoding.length();
        rawEnd += transcoding.consumed();
        places.put(end, rawEnd);
        if (places.size() > MOST_PLACES) {
            boolean[] isKept = {true};
            places.keySet().removeIf(place -> {
                isKept[0] = !isKept[0];
                return isKept[0] && place > 0 && place < end;
            });
        }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        Map.Entry<Long, Long> place = placeBefore(position);
        long at = place.getKey();
        long rawAt = place.getValue();
        int got = 0;
        recent.clear();
        while (into.hasRemaining() && step(rawAt) > 0) {
            int skipped = (int) Math.min(transcoding.length(), Math.max(0, position - at));
            int length = Math.min(into.remaining(), transcoding.length() - skipped);
            if (length > 0) {
                recent.put(at, rawAt);
            }
            into.put(transcoding.bytes(), skipped, length);
            got += length;
            if (rawAt == rawEnd) {
                advance();
                rawTail = tail();
            }
            at += transcoding.length();
            rawAt += transcoding.consumed();
        }
        return got == 0 ? -1 : got;
    }

    /** How many places it remembers. */
    int places() {
        return places.size() + recent.size();
    }

    /** Transcodes the piece at a position of the file; returns how many bytes of it were taken. */
    private int step(long rawAt) throws IOException {
        int got = FileBytes.read(raw(), piece, 0, PIECE, rawAt);
        return got == 0 ? 0 : transcoding.transcode(piece, got);
    }

    private Fingerprint tail() throws IOException {
        byte[] bytes = new byte[(int) Math.min(TAIL, rawEnd)];
        int got = FileBytes.read(raw(), bytes, 0, bytes.length, rawEnd - bytes.length);
        return Fingerprint.of(bytes, 0, got);
    }

    /** A file that was truncated and has grown again has other first bytes, even if those at its former end are the same. */
    private void growHead() throws IOException {
        Fingerprint head = FileBytes.head(raw(), rawHead, piece);
        rawHead = head == null ? rawHead : head;
    }
}
