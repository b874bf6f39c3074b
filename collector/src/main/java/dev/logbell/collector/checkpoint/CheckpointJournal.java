package dev.logbell.collector.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints as a file that grows by a line with each save: {@code <CRC-32C of the rest, 8 hex digits>
 * {"put":[...],"removed":["<source>"]}}. The first line of the file holds all of them. A last line that is torn was
 * never relied on, and is passed over.
 */
final class CheckpointJournal {
    private static final int VERSION = 2;
    private static final int PREFIX = 9;
    private static final long SMALL = 1 << 16;
    private static final int GROWTH = 4;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private final Path file;
    private @Nullable FileChannel channel;
    private @Nullable Instant looked;
    private long length;
    private long lengthOfAll;

    CheckpointJournal(Path file) {
        this.file = file;
    }

    /** One line. */
    record Entry(
            @Nullable Integer version,
            List<Checkpoint> put,
            List<String> removed,
            @Nullable Instant looked) {}

    /**
     * Reads the checkpoints.
     *
     * @return empty if there is no file yet
     * @throws IllegalStateException if the file cannot be understood
     */
    Optional<List<Checkpoint>> read() throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Map<String, Checkpoint> bySource = new TreeMap<>();
        boolean isTorn = false;
        for (int from = 0, to; from < bytes.length; from = to) {
            to = lineEnd(bytes, from);
            boolean isWhole = isWhole(bytes, from, to);
            if ((from == 0 && !isWhole) || (isTorn && isWhole)) {
                throw unreadable("it is damaged", null);
            }
            isTorn |= !isWhole;
            if (isWhole) {
                apply(entry(bytes, from, to), from == 0, bySource);
            }
        }
        if (bytes.length == 0) {
            throw unreadable("it is damaged", null);
        }
        return Optional.of(List.copyOf(bySource.values()));
    }

    private void apply(@Nullable Entry entry, boolean isFirst, Map<String, Checkpoint> bySource) {
        if (entry == null || entry.put() == null || entry.removed() == null) {
            throw unreadable("it is damaged", null);
        }
        if (isFirst && (entry.version() == null || entry.version() != VERSION)) {
            throw unreadable("its version is %s, this Logbell knows %d".formatted(entry.version(), VERSION), null);
        }
        entry.put().forEach(checkpoint -> bySource.put(checkpoint.source(), checkpoint));
        entry.removed().forEach(bySource::remove);
        looked = entry.looked() == null ? looked : entry.looked();
    }

    /** When all files were looked at last, as far as that was read. */
    @Nullable
    Instant looked() {
        return looked;
    }

    /** Whether to {@link #rewrite} rather than to {@link #append}: at first, after a failure, and when much is obsolete. */
    boolean isToBeRewritten() {
        return channel == null || length > Math.max(SMALL, GROWTH * lengthOfAll);
    }

    /** Adds what has changed, for good. */
    void append(List<Checkpoint> put, List<String> removed, @Nullable Instant now) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException("the file is not open");
        }
        try {
            length += write(open, line(new Entry(null, put, removed, now)), length);
            open.force(false);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Replaces the file by one that holds these; after a crash at any moment the old or the new one is there. */
    void rewrite(List<Checkpoint> all, @Nullable Instant now) throws IOException {
        close();
        byte[] line = line(new Entry(VERSION, all, List.of(), now));
        DurableFile.replace(file, line);
        length = line.length;
        lengthOfAll = line.length;
        channel = FileChannel.open(file, WRITE);
    }

    void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                length = 0; // it is rewritten before anything is added
            }
        }
    }

    private static int write(FileChannel to, byte[] bytes, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            to.write(buffer, position + buffer.position());
        }
        return bytes.length;
    }

    private static byte[] line(Entry entry) throws IOException {
        byte[] json = JSON.writeValueAsBytes(entry);
        byte[] line = new byte[PREFIX + json.length + 1];
        System.arraycopy(json, 0, line, PREFIX, json.length);
        System.arraycopy("%08x ".formatted(crc(line, PREFIX, json.length)).getBytes(US_ASCII), 0, line, 0, PREFIX);
        line[line.length - 1] = '\n';
        return line;
    }

    private static int lineEnd(byte[] bytes, int from) {
        int to = from;
        while (to < bytes.length && bytes[to] != '\n') {
            to++;
        }
        return Math.min(to + 1, bytes.length);
    }

    private static boolean isWhole(byte[] bytes, int from, int to) {
        int json = to - from - PREFIX - 1;
        return json > 0
                && bytes[to - 1] == '\n'
                && new String(bytes, from, PREFIX, US_ASCII).equals("%08x ".formatted(crc(bytes, from + PREFIX, json)));
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private @Nullable Entry entry(byte[] bytes, int from, int to) throws IOException {
        try {
            return JSON.readValue(bytes, from + PREFIX, to - from - PREFIX, Entry.class);
        } catch (JsonProcessingException e) {
            throw unreadable("it is damaged", e);
        }
    }

    private IllegalStateException unreadable(String why, @Nullable Throwable cause) {
        return new IllegalStateException(
                ("%s, which says how far each file was read, cannot be used: %s. Put back a copy of it from a backup, or"
                                + " delete it to read every file again from collector.read-from on")
                        .formatted(file, why),
                cause);
    }
}
