package dev.logbell.collector.source.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
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

    /** Each generation makes all later looks dearer, so that most schedules are short. */
    private static final int FEW_STEPS = 24;

    private static final int STEPS = 60;
    private static final int LONG = 10;
    private static final int MOST_LOOKS = 160;
    /** One in so many is of another encoding. */
    private static final int TRANSCODED = 7;

    private static final String MARK = "\uFEFF";

    /** All that the README names; among the bytes of their letters are those of line ends, backslashes and digits. */
    private static final List<Encoding> OTHERS = List.of(
            new Encoding(UTF_16LE, "ä上ਊ尊😀𐐊"),
            new Encoding(UTF_16BE, "ä上ਊ尊😀𐐊"),
            new Encoding(ISO_8859_1, "äÿþ\u0085\\"),
            new Encoding(Charset.forName("windows-1252"), "ä€–…ÿ\\"),
            new Encoding(Charset.forName("Shift_JIS"), "ソ表能ー漢ｱ\\"),
            new Encoding(Charset.forName("GB18030"), "乗腬ä漢€😀\\"),
            new Encoding(UTF_8, "xä漢😀"));

    private record Encoding(Charset charset, String letters) {}

    private final int steps;
    private final Path folder;
    private final Random random;
    private final Path log;
    private final Collecting collecting;
    /** Whether the system tells what happens; everything is looked at once a minute, then. */
    private final boolean isWatched;

    private final Charset charset;
    private final int[] letters;
    /** Whether a new file begins with a byte order mark; one that was truncated does not. */
    private final boolean isMarked;

    private final List<String> lines = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    /** Lines that nobody looked at between the copying and the truncation. */
    private final BitSet lost = new BitSet();

    private FileChannel writer;
    private int rotated;
    /** As UTF-8, and without what is lost. */
    private long written;
    /** What has been written of a character that has not ended. */
    private byte[] half = {};
    /** Of the last line, what has not been written. */
    private byte[] rest = {};

    /**
     * A schedule.
     *
     * @param folder of its own, for the log
     * @param home of its own, for the checkpoints
     */
    RandomSchedule(int seed, Path folder, Path home) throws IOException {
        this.folder = folder;
        this.random = new Random(seed);
        this.steps = seed % LONG == 0 ? STEPS : FEW_STEPS;
        Path logs = Files.createDirectories(folder.resolve("logs"));
        this.log = logs.resolve("app.log");
        String glob = logs + "/" + (seed % 2 == 0 ? "app.log" : "app.log*");
        Encoding encoding = encoding(seed);
        this.charset = encoding.charset();
        this.letters = encoding.letters().codePoints().toArray();
        this.isMarked = charset.name().startsWith("UTF") && letters.length > 1 && seed % 3 == 0;
        PathRules rules = charset.equals(UTF_8)
                ? PathRules.none()
                : new PathRules(List.of(), List.of(new PathRules.Encoding(List.of(logs + "/*"), charset)));
        this.collecting = new Collecting(home, SMALL, rules, glob);
        this.isWatched = seed % 5 >= 3;
        collecting.isWatched = isWatched;
    }

    private static Encoding encoding(int seed) {
        boolean isOther = Boolean.getBoolean("logbell.transcoded") || seed % TRANSCODED == 3;
        return isOther ? OTHERS.get(seed / TRANSCODED % OTHERS.size()) : new Encoding(UTF_8, "x");
    }

    void run() throws IOException {
        open();
        collecting.turn();
        for (int i = 0; i < steps; i++) {
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
            String plain =
                    charset.equals(UTF_8) && text.startsWith(MARK) ? text.substring(1) : text; // it goes on as it is
            for (String one : plain.lines().toList()) {
                int number = Integer.parseInt(one.substring(0, one.indexOf(' ')));
                if (number <= before) {
                    throw new AssertionError("%d after %d in one source".formatted(number, before));
                }
                if (arrived.get(number)) {
                    throw new AssertionError("repeated: %d".formatted(number));
                }
                if (lost.get(number)) {
                    throw new AssertionError("nobody can have read %d".formatted(number));
                }
                if (!one.equals(lines.get(number))) {
                    throw new AssertionError("changed: %s is now %s".formatted(lines.get(number), one));
                }
                arrived.set(number);
                before = number;
            }
        }
        arrived.or(lost);
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

    /** Lines, now and then long ones; the last may be cut, to be finished next time. */
    private void write(int count) throws IOException {
        byte[] text = added(count).getBytes(charset);
        int cut = random.nextInt(4) == 0 ? Math.max(0, text.length - random.nextInt(5)) : text.length;
        tell("write up to %d%s".formatted(lines.size() - 1, cut < text.length ? ", cut" : ""));
        put(rest);
        rest = Arrays.copyOfRange(text, cut, text.length);
        put(Arrays.copyOf(text, cut));
        tellOfChange(log);
    }

    private String added(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(random.nextInt(10) == 0 ? 400 : 40);
            StringBuilder line = new StringBuilder().append(lines.size()).append(' ');
            for (int letter = 0; letter < length; letter++) {
                line.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            lines.add(line.toString());
            text.append(line).append('\n');
        }
        return text.toString();
    }

    private void finishLine() throws IOException {
        put(rest);
        rest = new byte[0];
        tellOfChange(log);
    }

    private void put(byte[] bytes) throws IOException {
        writer.write(ByteBuffer.wrap(bytes));
        byte[] all = Arrays.copyOf(half, half.length + bytes.length);
        System.arraycopy(bytes, 0, all, half.length, bytes.length);
        ByteBuffer in = ByteBuffer.wrap(all);
        CharBuffer text = CharBuffer.allocate(all.length);
        charset.newDecoder().decode(in, text, false);
        written += text.flip().toString().getBytes(UTF_8).length;
        half = Arrays.copyOfRange(all, in.position(), all.length);
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
        int between = random.nextInt(6);
        while (between == 0 && Files.size(log) < 2 * FollowedFile.HEAD) {
            write(8); // a copy that is smaller than what was read cannot be told after a crash, if it is that small
        }
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
        if (between <= 1) {
            writeBetween(between == 0);
        }
        tell("truncate");
        writer.truncate(0);
        tellOfChange(log);
    }

    /** What no copy has arrives if it is read before the truncation, and does not if nobody looks until then. */
    private void writeBetween(boolean isRead) throws IOException {
        int first = lines.size();
        long before = written;
        put(added(1 + random.nextInt(3)).getBytes(charset));
        tellOfChange(log);
        if (isRead) {
            tell("write up to %d after the copy".formatted(lines.size() - 1));
            settle();
        } else {
            tell("write %d to %d after the copy, which nobody reads".formatted(first, lines.size() - 1));
            lost.set(first, lines.size());
            written = before;
        }
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
        if (isMarked) {
            writer.write(ByteBuffer.wrap(MARK.getBytes(charset)));
            written += charset.equals(UTF_8) ? MARK.getBytes(UTF_8).length : 0;
        }
        tellOf(log);
    }
}
