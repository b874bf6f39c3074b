package dev.logbell.collector.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** One schedule, which its seed tells: what a writer, a rotator and a killer do to a log and to the one who reads it. */
final class RandomSchedule {
    private static final ReadingLimits SMALL = new ReadingLimits(200, 64, Duration.ofMillis(20), Duration.ofSeconds(1));
    /** After which everything is looked at where the system tells nothing, and where it does. */
    private static final Duration A_LOOK = Duration.ofMillis(1100);

    private static final Duration A_ROUND = Duration.ofSeconds(61);

    private static final int STEPS = 60;
    private static final int MOST_LOOKS = 160;

    private final Path folder;
    private final Random random;
    private final Path log;
    private final Collecting collecting;
    /** Whether the system tells what happens; everything is looked at once a minute, then. */
    private final boolean isWatched;

    private final List<String> lines = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private FileChannel writer;
    private int rotated;
    private long written;
    private String rest = "";

    /**
     * A schedule.
     *
     * @param folder of its own
     */
    RandomSchedule(int seed, Path folder) throws IOException {
        this.folder = folder;
        this.random = new Random(seed);
        Path logs = Files.createDirectories(folder.resolve("logs"));
        this.log = logs.resolve("app.log");
        String glob = seed % 2 == 0 ? "app.log" : "app.log*";
        this.collecting = new Collecting(folder.resolve("home"), SMALL, logs + "/" + glob);
        this.isWatched = seed % 5 >= 3;
        collecting.isWatched = isWatched;
    }

    void run() throws IOException {
        open();
        collecting.turn();
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        finishLine();
        settle();
        collecting.pass(A_ROUND);
        for (int i = 0; i < 3; i++) {
            collecting.pass(A_LOOK);
        }
        writer.close();
        collecting.stop();
        check();
    }

    /** What has happened, step by step. */
    String story() {
        return String.join(System.lineSeparator(), story);
    }

    private void check() {
        BitSet arrived = new BitSet();
        for (String text : collecting.bySource()) {
            int before = -1;
            for (String one : text.lines().toList()) {
                int number = Integer.parseInt(one.substring(0, one.indexOf(' ')));
                if (number <= before) {
                    throw new AssertionError("%d after %d in one source".formatted(number, before));
                }
                if (arrived.get(number)) {
                    throw new AssertionError("repeated: %d".formatted(number));
                }
                if (!one.equals(lines.get(number))) {
                    throw new AssertionError("changed: %s is now %s".formatted(lines.get(number), one));
                }
                arrived.set(number);
                before = number;
            }
        }
        arrived.flip(0, lines.size());
        if (!arrived.isEmpty()) {
            throw new AssertionError("of %d lines these are lost: %s".formatted(lines.size(), arrived));
        }
    }

    private void step() throws IOException {
        switch (random.nextInt(14)) {
            case 0, 1, 2, 3 -> write(1 + random.nextInt(8));
            case 4, 5 -> turn();
            case 6 -> pass(Duration.ofMillis(random.nextInt(60)));
            case 7 -> rename();
            case 8 -> truncate();
            case 9 -> save();
            case 12, 13 -> copyTruncate();
            case 10 -> {
                if (random.nextBoolean()) {
                    tell("what is on its way is kept without an answer");
                    collecting.keepSilently();
                }
                crash();
            }
            default -> {
                collecting.answers = random.nextBoolean();
                tell(collecting.answers ? "answers" : "no answers");
                if (collecting.answers) {
                    collecting.accept();
                    collecting.turn();
                }
            }
        }
    }

    private void tell(String what) {
        story.add(what);
    }

    private void turn() {
        tell("turn");
        collecting.turn();
    }

    private void pass(Duration time) {
        tell("pass " + time);
        collecting.pass(time);
    }

    private void save() {
        tell("save");
        collecting.save();
    }

    private void crash() {
        tell("crash");
        collecting.crash();
    }

    /** Answers everything, until all that was written has arrived. */
    private void settle() {
        tell("settle");
        collecting.answers = true;
        collecting.accept();
        for (int i = 0; i < MOST_LOOKS && (i == 0 || collecting.bytes() < written); i++) {
            collecting.pass(A_LOOK);
        }
    }

    /** Lines, now and then long ones and ones with continuations; the last may be cut, to be finished next time. */
    private void write(int count) throws IOException {
        StringBuilder text = new StringBuilder(rest);
        for (int i = 0; i < count; i++) {
            String one = lines.size() + " " + "x".repeat(random.nextInt(random.nextInt(10) == 0 ? 400 : 40));
            lines.add(one);
            text.append(one).append('\n');
        }
        int cut = random.nextInt(4) == 0 ? Math.max(0, text.length() - random.nextInt(5)) : text.length();
        tell("write up to %d%s".formatted(lines.size() - 1, cut < text.length() ? ", cut" : ""));
        rest = text.substring(cut);
        put(text.substring(0, cut));
    }

    private void finishLine() throws IOException {
        put(rest);
        rest = "";
    }

    private void put(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        writer.write(ByteBuffer.wrap(bytes));
        tellOfChange(log);
        written += bytes.length;
    }

    private void rename() throws IOException {
        tell("rename");
        finishLine();
        shift();
        move(log, rotated(1));
        writer.close();
        open();
    }

    private void shift() throws IOException {
        for (int i = rotated; i >= 1; i--) {
            move(rotated(i), rotated(i + 1));
        }
        rotated++;
    }

    private void move(Path from, Path to) throws IOException {
        Files.move(from, to);
        tellOf(from);
        tellOf(to);
    }

    private void tellOf(Path path) {
        if (isWatched) {
            collecting.hears(path);
        }
    }

    private void tellOfChange(Path path) {
        if (isWatched) {
            collecting.hearsOfChange(path);
        }
    }

    private Path rotated(int number) {
        return log.resolveSibling("app.log." + number);
    }

    /** Nothing is waited for: what was not read before the truncation is in the copy. */
    private void copyTruncate() throws IOException {
        finishLine();
        shift();
        byte[] bytes = Files.readAllBytes(log);
        Path copy = rotated(1);
        FileTimes.awaitNext(folder);
        int half = random.nextInt(bytes.length + 1);
        tell("copy %d of %d bytes".formatted(half, bytes.length));
        Files.write(copy, Arrays.copyOf(bytes, half));
        tellOf(copy);
        tellOfChange(copy);
        meanwhile();
        tell("copy the rest");
        Files.write(copy, Arrays.copyOfRange(bytes, half, bytes.length), StandardOpenOption.APPEND);
        tellOfChange(copy);
        meanwhile();
        tell("truncate");
        writer.truncate(0);
        tellOfChange(log);
    }

    private void meanwhile() {
        switch (random.nextInt(6)) {
            case 0 -> turn();
            case 1 -> pass(A_LOOK);
            case 2 -> save();
            case 3 -> crash();
            default -> {}
        }
    }

    /** A truncation loses what was not read and what was not acknowledged, so both are waited for first. */
    private void truncate() throws IOException {
        finishLine();
        settle();
        tell("truncate");
        writer.truncate(0);
        tellOfChange(log);
        collecting.turn();
    }

    private void open() throws IOException {
        writer = FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        tellOf(log);
    }
}
