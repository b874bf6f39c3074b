package dev.logbell.collector.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writer, a rotator and a killer take turns at random, on systems that tell what changes and on those that do not.
 * Whatever they do, every line that was written arrives once, and the lines of each generation of the file arrive in
 * their order; but for those that are written between a copy and the truncation and that nobody reads until then.
 *
 * <p>One schedule again, step by step: {@code -Dlogbell.first-schedule=70 -Dlogbell.schedules=1}. One file in seven is
 * of another encoding, or UTF-8 with letters of several bytes; with {@code -Dlogbell.transcoded=true} all are.
 */
class RandomScheduleIT {
    private static final int SCHEDULES = Integer.getInteger("logbell.schedules", 2000);
    private static final int FIRST = Integer.getInteger("logbell.first-schedule", 0);
    private static final int THREADS = 4;
    private static final int MOST_FAILURES = 10;
    /** One in so many is on the disk, where inodes are given out again; the others, and all checkpoints, are in memory. */
    private static final int ON_DISK = 12;

    private static final Path MEMORY = Path.of("/dev/shm");

    @TempDir
    Path disk;

    @Test
    void deliversEveryLineOnceAndInOrder() throws IOException, InterruptedException {
        Path memory = Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "logbell") : disk;
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger seeds = new AtomicInteger(FIRST);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int thread = 0; thread < THREADS; thread++) {
                threads.execute(() -> {
                    for (int seed = seeds.getAndIncrement();
                            seed < FIRST + SCHEDULES && failures.size() < MOST_FAILURES;
                            seed = seeds.getAndIncrement()) {
                        run(seed, seed % ON_DISK == 0 ? disk : memory, memory, failures);
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(2, TimeUnit.HOURS)).isTrue();
        } finally {
            delete(memory);
        }
        assertThat(failures).isEmpty();
    }

    private static void run(int seed, Path folder, Path homes, Queue<String> failures) {
        try {
            Path own = Files.createDirectories(folder.resolve("schedule" + seed));
            Path home = Files.createDirectories(homes.resolve("home" + seed));
            RandomSchedule schedule = new RandomSchedule(seed, own, home);
            try {
                schedule.run();
            } catch (IOException | RuntimeException | AssertionError e) {
                failures.add("-Dlogbell.first-schedule=%d: %s%n%s".formatted(seed, e, schedule.story()));
            }
            delete(own);
            delete(home);
        } catch (IOException e) {
            failures.add("-Dlogbell.first-schedule=%d: %s".formatted(seed, e));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
