package dev.logbell.collector.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A writer, a rotator and a killer take turns at random. Whatever they do, every line that was written arrives once, and
 * the lines of each generation of the file arrive in their order.
 */
class RandomScheduleTest {
    private static final ReadingLimits SMALL = new ReadingLimits(200, 64, Duration.ofMillis(20), Duration.ofSeconds(1));

    private static final int SEEDS = Integer.getInteger("logbell.schedules", 12);

    @TempDir
    Path folder;

    private Random random;
    private Path log;
    private FileChannel writer;
    private int line;
    private String rest = "";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void deliversEveryLineOnceAndInOrder(int block) throws IOException {
        for (int seed = block * 1000; seed < block * 1000 + SEEDS; seed++) {
            run(seed, block % 2 == 0 ? "app.log" : "app.log*");
        }
    }

    private void run(int seed, String glob) throws IOException {
        random = new Random(seed);
        line = 0;
        rest = "";
        Path home = folder.resolve("home" + seed);
        Path logs = Files.createDirectories(folder.resolve("logs" + seed));
        log = logs.resolve("app.log");
        reopen();
        Collecting collecting = new Collecting(home, SMALL, logs + "/" + glob);
        collecting.turn();
        for (int step = 0; step < 60; step++) {
            step(collecting);
        }
        writer.write(ByteBuffer.wrap(rest.getBytes(UTF_8)));
        collecting.answers = true;
        collecting.accept();
        for (int i = 0; i < 40; i++) {
            collecting.settle();
        }
        writer.close();
        List<Integer> numbers = collecting
                .all()
                .lines()
                .map(text -> Integer.parseInt(text.substring(0, text.indexOf(' '))))
                .collect(Collectors.toCollection(ArrayList::new));
        Set<Integer> once = new HashSet<>();
        List<Integer> repeated =
                numbers.stream().filter(number -> !once.add(number)).toList();
        assertThat(repeated).as("repeated, seed %d", seed).isEmpty();
        assertThat(IntStream.range(0, line).filter(number -> !once.contains(number)))
                .as("lost, seed %d", seed)
                .isEmpty();
    }

    private void step(Collecting collecting) throws IOException {
        switch (random.nextInt(14)) {
            case 0, 1, 2, 3 -> write(1 + random.nextInt(8));
            case 4, 5 -> collecting.turn();
            case 6 -> collecting.pass(Duration.ofMillis(random.nextInt(60)));
            case 7 -> rename();
            case 8 -> truncate(collecting);
            case 9 -> collecting.save();
            case 12, 13 -> copyTruncate(collecting);
            case 10 -> {
                if (random.nextBoolean()) {
                    collecting.keepSilently();
                }
                collecting.crash();
            }
            default -> {
                collecting.answers = random.nextBoolean();
                if (collecting.answers) {
                    collecting.accept();
                    collecting.turn();
                }
            }
        }
    }

    /** Lines, now and then long ones and ones with continuations; the last may be cut, to be finished next time. */
    private void write(int lines) throws IOException {
        StringBuilder text = new StringBuilder(rest);
        for (int i = 0; i < lines; i++) {
            text.append(line++).append(' ').append("x".repeat(random.nextInt(random.nextInt(10) == 0 ? 400 : 40)));
            text.append('\n');
        }
        int cut = random.nextInt(4) == 0 ? Math.max(0, text.length() - random.nextInt(5)) : text.length();
        rest = text.substring(cut);
        writer.write(ByteBuffer.wrap(text.substring(0, cut).getBytes(UTF_8)));
    }

    private void finishLine() throws IOException {
        writer.write(ByteBuffer.wrap(rest.getBytes(UTF_8)));
        rest = "";
    }

    private void rename() throws IOException {
        finishLine();
        shift();
        Files.move(log, log.resolveSibling("app.log.1"));
        writer.close();
        reopen();
    }

    private void shift() throws IOException {
        for (int i = 40; i >= 1; i--) {
            Path older = log.resolveSibling("app.log." + i);
            if (Files.exists(older)) {
                Files.move(older, log.resolveSibling("app.log." + (i + 1)));
            }
        }
    }

    /** Nothing is waited for: what was not read before the truncation is in the copy. */
    private void copyTruncate(Collecting collecting) throws IOException {
        finishLine();
        shift();
        byte[] bytes = Files.readAllBytes(log);
        Path copy = log.resolveSibling("app.log.1");
        FileTimes.awaitNext(folder);
        int half = random.nextInt(bytes.length + 1);
        Files.write(copy, Arrays.copyOf(bytes, half));
        meanwhile(collecting);
        Files.write(copy, Arrays.copyOfRange(bytes, half, bytes.length), StandardOpenOption.APPEND);
        meanwhile(collecting);
        writer.truncate(0);
    }

    private void meanwhile(Collecting collecting) {
        switch (random.nextInt(6)) {
            case 0 -> collecting.turn();
            case 1 -> collecting.pass(Duration.ofMillis(1100));
            case 2 -> collecting.save();
            case 3 -> collecting.crash();
            default -> {}
        }
    }

    /** A truncation loses what was not read and what was not acknowledged, so both are waited for first. */
    private void truncate(Collecting collecting) throws IOException {
        finishLine();
        collecting.answers = true;
        collecting.accept();
        for (int i = 0; i < 20; i++) {
            collecting.settle();
        }
        writer.truncate(0);
        collecting.turn();
    }

    private void reopen() throws IOException {
        writer = FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }
}
