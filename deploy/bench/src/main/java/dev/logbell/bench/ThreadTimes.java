package dev.logbell.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU seconds of a process's threads by their names, of which Linux keeps the first 15 characters. (proc(5).)
 *
 * @param seconds user and system; threads of one name together
 */
record ThreadTimes(Map<String, Double> seconds) {
    private static final double TICKS_PER_SECOND = 100;
    /** What is below, in either report, is not told. */
    private static final double LEAST = 0.005;

    static ThreadTimes of(long pid) {
        Map<String, Double> seconds = new TreeMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/%d/task".formatted(pid)))) {
            for (Path task : tasks) {
                add(task.resolve("stat"), seconds);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ThreadTimes(seconds);
    }

    private static void add(Path file, Map<String, Double> seconds) throws IOException {
        try {
            String stat = Files.readString(file);
            int nameEnd = stat.lastIndexOf(')');
            String[] fields = stat.substring(nameEnd + 2).split(" ", -1);
            double used = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
            seconds.merge(stat.substring(stat.indexOf('(') + 1, nameEnd), used, Double::sum);
        } catch (NoSuchFileException e) {
            return; // the thread has ended meanwhile
        }
    }

    ThreadTimes since(ThreadTimes before) {
        Map<String, Double> used = new TreeMap<>();
        seconds.forEach((name, now) -> used.put(name, now - before.seconds.getOrDefault(name, 0.0)));
        return new ThreadTimes(used);
    }

    /** What each thread used for a million lines, the busiest first. */
    void report(long lines) {
        report("%.2f", 1e6 / lines);
    }

    /** Which share of a core each thread used, the busiest first. */
    void reportShares(Duration time) {
        report("%.2f %%", 100.0 / time.toSeconds());
    }

    private void report(String format, double factor) {
        seconds.entrySet().stream()
                .filter(thread -> thread.getValue() * factor >= LEAST)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(thread -> System.out.printf(
                        Locale.ROOT, "  %-18s " + format + "%n", thread.getKey(), thread.getValue() * factor));
    }
}
