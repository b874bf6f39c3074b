package dev.logbell.collector.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * A log of numbered lines and what rotations do to it, and what has arrived of it, each byte of a source once as in a
 * store.
 */
final class RotatedLog implements AutoCloseable {
    /** How far the clock of a file system may be behind. */
    private static final Duration TICK = Duration.ofMillis(20);

    private final Path folder;
    private final String name;
    private final String mark;
    private FileChannel writer;
    private int line;
    private String rest = "";
    private long written;
    private final Map<String, ByteArrayOutputStream> received = new LinkedHashMap<>();
    private final Map<String, Long> starts = new LinkedHashMap<>();
    private final List<String> holes = new ArrayList<>();

    /**
     * A log that is not there yet.
     *
     * @param mark stands in each line, so that no two logs have lines in common
     */
    RotatedLog(Path folder, String name, String mark) throws IOException {
        this.mark = mark;
        this.folder = Files.createDirectories(folder);
        this.name = name;
    }

    Path at(String other) {
        return folder.resolve(other);
    }

    private Path log() {
        return at(name);
    }

    /** Opens what the path leads to now, and makes it if there is nothing. */
    void open() throws IOException {
        open(StandardOpenOption.APPEND);
    }

    /** Opens it as one who writes where he is, wherever the file ends. */
    void openAtPosition() throws IOException {
        open(StandardOpenOption.WRITE);
    }

    private void open(StandardOpenOption how) throws IOException {
        close();
        writer = FileChannel.open(log(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    }

    /** Adds lines, after finishing the last one. */
    void write(int lines) throws IOException {
        StringBuilder text = new StringBuilder(rest);
        for (int i = 0; i < lines; i++) {
            text.append(line)
                    .append(' ')
                    .append(mark)
                    .append("x".repeat(line * 7 % 60))
                    .append('\n');
            line++;
        }
        rest = "";
        put(text.toString());
    }

    /** Adds a line that has no end yet. */
    void writeHalf() throws IOException {
        String text = line++ + " half of a line, and its end\n";
        put(rest + text.substring(0, 9));
        rest = text.substring(9);
    }

    private void put(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        writer.write(ByteBuffer.wrap(bytes));
        written += bytes.length;
    }

    /** Writes a first line that is the same in every generation. */
    void writeBanner() throws IOException {
        put("banner " + mark + "=".repeat(1500) + "\n");
    }

    void rename(String to) throws IOException {
        Files.move(log(), at(to));
    }

    void move(String from, String to) throws IOException {
        Path target = at(to);
        Files.createDirectories(target.getParent());
        Files.move(at(from), target, StandardCopyOption.ATOMIC_MOVE);
    }

    void renameFolder(String to) throws IOException {
        Files.move(folder, folder.resolveSibling(to));
    }

    /** Renames as logrotate does, and begins a new file. */
    void rotate() throws IOException {
        for (int i = 9; i >= 1; i--) {
            if (Files.exists(at(name + "." + i))) {
                Files.move(at(name + "." + i), at(name + "." + (i + 1)));
            }
        }
        rename(name + ".1");
        open();
    }

    /** Copies its first bytes; births have to be apart to be told apart. */
    void copy(String to, double share) throws IOException {
        Instant born = Files.readAttributes(log(), BasicFileAttributes.class)
                .creationTime()
                .toInstant();
        if (!Files.exists(at(to)) && born.plus(TICK).isAfter(Instant.now())) {
            FileTimes.awaitNext(folder);
        }
        byte[] bytes = Files.readAllBytes(log());
        int had = Files.exists(at(to)) ? (int) Files.size(at(to)) : 0;
        byte[] part = Arrays.copyOfRange(bytes, had, (int) (bytes.length * share));
        Files.write(at(to), part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void truncate() throws IOException {
        try (FileChannel other = FileChannel.open(log(), StandardOpenOption.WRITE)) {
            other.truncate(0);
        }
    }

    void delete(String file) throws IOException {
        Files.delete(at(file));
    }

    /** A file that is written beside and moved over this one. */
    void replace() throws IOException {
        close();
        writer = FileChannel.open(at("draft"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        write(4);
        Files.move(at("draft"), log(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void link(String target) throws IOException {
        Path to = at(target);
        Files.createDirectories(to.getParent());
        Path draft = at("link-draft");
        Files.createSymbolicLink(draft, to);
        Files.move(draft, log(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void create(String file) throws IOException {
        Files.createDirectories(at(file).getParent());
        Files.createFile(at(file));
    }

    void hardLink(String other) throws IOException {
        Files.createLink(at(other), log());
    }

    void gzip(String file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(Files.readAllBytes(at(file)));
        }
        Files.write(at(file + ".gz"), bytes.toByteArray());
    }

    void zstd(String file) throws IOException {
        Files.write(at(file + ".zst"), Zstd.compress(Files.readAllBytes(at(file))));
    }

    void permit(String mode) throws IOException {
        Files.setPosixFilePermissions(log(), PosixFilePermissions.fromString(mode));
    }

    /** What has arrived; a byte below the watermark of its source is there already. */
    void arrived(String source, long offset, byte[] bytes) {
        ByteArrayOutputStream text = received.computeIfAbsent(source, any -> new ByteArrayOutputStream());
        long watermark = starts.computeIfAbsent(source, any -> offset) + text.size();
        if (offset > watermark) {
            holes.add("%s jumps from %d to %d".formatted(source, watermark, offset));
            return;
        }
        int known = (int) Math.min(bytes.length, watermark - offset);
        text.write(bytes, known, bytes.length - known);
    }

    /** Whether something of its first generation has arrived. */
    boolean isKnown() {
        return received.values().stream().anyMatch(text -> text.toString(UTF_8).startsWith("0 "));
    }

    /** Whether as many bytes have arrived as were written. */
    boolean isAllRead() {
        return received.values().stream().mapToLong(ByteArrayOutputStream::size).sum() >= written;
    }

    /** What is wrong with what has arrived; empty if each line has, once, and each source is in order. */
    String complaint() {
        List<String> wrong = new ArrayList<>(holes);
        Map<Integer, Integer> counts = new TreeMap<>();
        received.forEach((source, text) -> {
            int before = -1;
            for (String one : text.toString(UTF_8).lines().toList()) {
                if (!one.startsWith("banner ")) {
                    int space = one.indexOf(' ');
                    int number = space < 1 || !one.substring(0, space).chars().allMatch(Character::isDigit)
                            ? -1
                            : Integer.parseInt(one.substring(0, space));
                    if (number <= before) {
                        wrong.add("%d after %d in %s".formatted(number, before, source));
                    }
                    before = number;
                    counts.merge(number, 1, Integer::sum);
                }
            }
        });
        counts.forEach((number, count) -> {
            if (count > 1) {
                wrong.add("%d came %d times".formatted(number, count));
            }
        });
        List<Integer> lost = IntStream.range(0, line)
                .filter(number -> !counts.containsKey(number))
                .boxed()
                .toList();
        if (!lost.isEmpty()) {
            wrong.add("of %d lines these are lost: %s".formatted(line, lost));
        }
        return String.join("; ", wrong);
    }

    @Override
    public void close() throws IOException {
        FileChannel open = writer;
        if (open != null) {
            open.close();
        }
    }
}
