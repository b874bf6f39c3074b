package dev.logbell.bench;

import dev.logbell.acceptance.Logbell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code latency|throughput|syslog|idle|search standalone|distributed [count of lines | megabytes | files]}, or one of the others below. */
public final class Main {
    private static final String USAGE = """
            usage: deploy/bench/run latency standalone|distributed|collector [LINES, 300]
                   deploy/bench/run throughput standalone|distributed [EVENTS, 5000000]
                   deploy/bench/run syslog standalone|distributed [MEGABYTES, 128]
                   deploy/bench/run idle standalone|distributed|collector [FILES, 10000]
                   deploy/bench/run search standalone|distributed [EVENTS, 5000000]
                   deploy/bench/run collector [MEGABYTES, 1024]
                   deploy/bench/run mask
                   deploy/bench/run patterns [FILE]
                   deploy/bench/run parse [FORMAT, all]
            """;

    private Main() {}

    public static void main(String[] args) throws Exception {
        Path repository = Path.of(System.getProperty("logbell.repository", ".")).toRealPath();
        Path folder = Files.createTempDirectory("logbell-bench").toRealPath();
        switch (args.length == 0 ? "" : args[0]) {
            case "latency" -> latency(args, repository, folder);
            case "throughput" -> ThroughputBench.run(form(args), count(args, 2, 5_000_000), repository, folder);
            case "syslog" -> SyslogBench.run(form(args), count(args, 2, 128), repository, folder);
            case "idle" -> idle(args, repository, folder);
            case "search" -> SearchBench.run(form(args), count(args, 2, 5_000_000), repository, folder);
            case "collector" -> CollectorBench.run(count(args, 1, 1024), repository, folder);
            case "mask" -> MaskBench.run();
            case "patterns" -> PatternsBench.run(args.length > 1 ? Path.of(args[1]) : null);
            case "parse" -> ParseBench.run(args.length > 1 ? args[1] : "");
            default -> throw usage();
        }
        delete(folder);
    }

    /** What was measured can be gigabytes. After a failure it stays, to be looked at. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void latency(String[] args, Path repository, Path folder) throws IOException, InterruptedException {
        int lines = count(args, 2, 300);
        if (isCollector(args)) {
            CollectorBench.latency(lines, repository, folder);
        } else {
            LatencyBench.run(form(args), lines, repository, folder);
        }
    }

    private static boolean isCollector(String[] args) {
        return args.length > 1 && args[1].equals("collector");
    }

    private static void idle(String[] args, Path repository, Path folder) throws IOException, InterruptedException {
        int files = count(args, 2, 10_000);
        if (isCollector(args)) {
            IdleBench.runCollector(files, repository, folder);
        } else {
            IdleBench.run(form(args), files, repository, folder);
        }
    }

    private static Logbell.Form form(String[] args) {
        if (args.length < 2) {
            throw usage();
        }
        return Logbell.Form.valueOf(args[1].toUpperCase(Locale.ROOT));
    }

    private static int count(String[] args, int at, int otherwise) {
        return args.length > at ? Integer.parseInt(args[at]) : otherwise;
    }

    private static IllegalArgumentException usage() {
        System.err.print(USAGE);
        System.exit(2);
        return new IllegalArgumentException(USAGE);
    }
}
