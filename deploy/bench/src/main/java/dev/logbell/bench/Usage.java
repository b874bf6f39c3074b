package dev.logbell.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process and its children have used, from Linux's {@code /proc} (proc(5)).
 *
 * @param cpuSeconds user and system, of ended children too
 * @param peakMegabytes the sum of the highest resident set sizes
 */
record Usage(double cpuSeconds, double peakMegabytes) {
    private static final double TICKS_PER_SECOND = 100;

    static Usage of(long pid) {
        Usage sum = new Usage(0, 0);
        List<Long> family = ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(ProcessHandle::pid)
                .toList();
        for (long member : family) {
            sum = sum.plus(single(member));
        }
        return sum;
    }

    private static Usage single(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/%d/stat".formatted(pid)));
            List<String> fields = stat.substring(stat.lastIndexOf(')') + 2)
                    .lines()
                    .flatMap(line -> Stream.of(line.split(" ", -1)))
                    .toList();
            long ticks = Long.parseLong(fields.get(11))
                    + Long.parseLong(fields.get(12))
                    + Long.parseLong(fields.get(13))
                    + Long.parseLong(fields.get(14));
            double peak = Files.readAllLines(Path.of("/proc/%d/status".formatted(pid))).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024)
                    .sum();
            return new Usage(ticks / TICKS_PER_SECOND, peak);
        } catch (NoSuchFileException e) {
            return new Usage(0, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a process holds in memory now. */
    static long residentMegabytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/%d/status".formatted(pid))).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) >> 10)
                .sum();
    }

    Usage plus(Usage other) {
        return new Usage(cpuSeconds + other.cpuSeconds, peakMegabytes + other.peakMegabytes);
    }

    /** The CPU used since; the peak is that of the whole life. */
    Usage since(Usage before) {
        return new Usage(cpuSeconds - before.cpuSeconds, peakMegabytes);
    }
}
