package dev.logbell.bench;

import dev.logbell.acceptance.Logbell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** {@code latency|throughput|syslog|idle standalone|distributed [count of lines | megabytes | files]}. */
public final class Main {
    private static final String USAGE = """
            usage: deploy/bench/run latency standalone|distributed [LINES, 300]
                   deploy/bench/run throughput standalone|distributed [MEGABYTES, 1024]
                   deploy/bench/run syslog standalone|distributed [MEGABYTES, 128]
                   deploy/bench/run idle standalone|distributed [FILES, 10000]
            """;

    private Main() {}

    public static void main(String[] args) throws Exception {
        if (args.length < 2 || args.length > 3) {
            System.err.print(USAGE);
            System.exit(2);
        }
        Logbell.Form form = Logbell.Form.valueOf(args[1].toUpperCase(Locale.ROOT));
        Path repository = Path.of(System.getProperty("logbell.repository", ".")).toRealPath();
        Path folder = Files.createTempDirectory("logbell-bench");
        switch (args[0]) {
            case "latency" -> LatencyBench.run(form, count(args, 300), repository, folder);
            case "throughput" -> ThroughputBench.run(form, count(args, 1024), repository, folder);
            case "syslog" -> SyslogBench.run(form, count(args, 128), repository, folder);
            case "idle" -> IdleBench.run(form, count(args, 10_000), repository, folder);
            default -> {
                System.err.print(USAGE);
                System.exit(2);
            }
        }
    }

    private static int count(String[] args, int otherwise) {
        return args.length == 3 ? Integer.parseInt(args[2]) : otherwise;
    }
}
