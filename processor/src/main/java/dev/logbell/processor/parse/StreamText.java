package dev.logbell.processor.parse;

import dev.logbell.log.EnvelopeReader;
import dev.logbell.log.IoStream;
import dev.logbell.log.LogChunk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a program wrote to one of its outputs, taken out of the lines that a container runtime has made of it. */
final class StreamText implements TextRun {
    private final LogChunk chunk;
    private final IoStream stream;
    private final List<@Nullable String> labels = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private byte[] bytes = new byte[1024];
    private int length;
    /** For each piece: where it starts in this text, where its line starts in the chunk, and how long that is. */
    private int[] pieces = new int[48];

    private int count;
    private boolean isCut;

    StreamText(LogChunk chunk, IoStream stream) {
        this.chunk = chunk;
        this.stream = stream;
    }

    /** Divides a chunk among the streams; empty if it was not wrapped. */
    static List<StreamText> of(LogChunk chunk) {
        byte[] bytes = chunk.bytes();
        EnvelopeReader reader = new EnvelopeReader();
        if (!reader.isWrapped(bytes, 0, bytes.length)) {
            return List.of();
        }
        Map<IoStream, StreamText> streams = new EnumMap<>(IoStream.class);
        int at = 0;
        while (at < bytes.length) {
            int end = at;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            int next = Math.min(end + 1, bytes.length);
            reader.read(bytes, at, end);
            streams.computeIfAbsent(reader.stream(), stream -> new StreamText(chunk, stream))
                    .add(reader, at, next - at);
            at = next;
        }
        return List.copyOf(streams.values());
    }

    private void add(EnvelopeReader line, int at, int outerLength) {
        int size = line.to() - line.from();
        if (length + size + 1 > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + size + 1, 2 * bytes.length));
        }
        if (3 * count + 3 > pieces.length) {
            pieces = Arrays.copyOf(pieces, 2 * pieces.length);
        }
        pieces[3 * count] = length;
        pieces[3 * count + 1] = at;
        pieces[3 * count + 2] = outerLength;
        count++;
        Instant collected = chunk.observedTime();
        times.add(stream == IoStream.NONE ? collected : GivenFields.believable(line.time(), collected));
        labels.add(line.attributes());
        System.arraycopy(line.bytes(), line.from(), bytes, length, size);
        length += size;
        isCut = line.isPartial();
        if (!isCut) {
            bytes[length++] = '\n';
        }
    }

    IoStream stream() {
        return stream;
    }

    /** Whether its last line goes on in the next chunk. */
    boolean isCut() {
        return isCut;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long offset(int index) {
        return chunk.offsetAt(pieces[3 * piece(index) + 1]);
    }

    /** What was left out may have been of the other stream; a line of this one that starts an event shows it. */
    @Override
    public boolean isAfterSkip(int index) {
        return false;
    }

    @Override
    public boolean hasSkipped(int index) {
        return chunk.skips().before(pieces[3 * piece(index) + 1]) > 0;
    }

    @Override
    public int chunkBytes(int from, int to) {
        int sum = 0;
        for (int i = piece(from); i < count && pieces[3 * i] < to; i++) {
            sum += pieces[3 * i + 2];
        }
        return sum;
    }

    @Override
    public Instant observed(int index) {
        return times.get(piece(index));
    }

    @Override
    public void describe(int index, ParsedLine into) {
        into.read(chunk.observedTime());
        if (stream != IoStream.NONE) {
            into.attribute("log.iostream", stream.text());
        }
        String json = labels.get(piece(index));
        if (json != null) {
            JsonFields.of(json).forEach(into::attribute);
        }
    }

    /** A runtime that writes JSON has replaced what was not text. */
    @Override
    public boolean isOriginal() {
        return chunk.bytes()[0] != '{';
    }

    /** The piece that an index lies in; of empty ones that start there, the last. */
    private int piece(int index) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (pieces[3 * middle] <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
