package dev.logbell.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.OperatingSystemMXBean;
import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Source;
import dev.logbell.processor.parse.ChunkParser;
import dev.logbell.processor.parse.format.FormatFile;
import dev.logbell.processor.parse.format.FormatFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;

/**
 * What parsing alone costs, garbage collection included: chunks of usual lines, and of the samples of each format file,
 * beside dividing the same bytes into lines of text, and beside Jackson's tree of the same JSON.
 */
final class ParseBench {
    private static final int CHUNK = 262_144;
    private static final Instant READ = Instant.parse("2026-03-01T11:00:00Z");
    private static final Duration WARM = Duration.ofSeconds(2);
    private static final Duration RUN = Duration.ofMillis(400);
    private static final int RUNS = 5;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ChunkParser parser = new ChunkParser(ZoneOffset.UTC);
    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private ParseBench() {}

    /** Lines of one format, as a source has them. */
    private record Text(String name, boolean isJson, LogChunk chunk) {
        static Text of(String name, List<String> lines) {
            StringBuilder text = new StringBuilder(CHUNK);
            while (text.length() < CHUNK) {
                lines.forEach(line -> text.append(line).append('\n'));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            Source source = new Source("bench:" + name, Map.of());
            boolean isJson = lines.stream().allMatch(line -> line.startsWith("{") && line.indexOf('\n') < 0);
            return new Text(name, isJson, new LogChunk(source, 0, bytes, Framing.LINES, READ, false));
        }
    }

    /** Median, of so many runs. */
    private record Cost(double cpuSecondsPerMillion, double perSecond) {}

    /**
     * Measures formats.
     *
     * @param wanted the name of one; the empty string for all
     */
    static void run(String wanted) {
        List<Text> texts = new ArrayList<>();
        texts.add(Text.of("(nginx combined)", lines(ParseBench::combined)));
        texts.add(Text.of("(application JSON)", lines(ParseBench::json)));
        for (FormatFile file : FormatFiles.read(null, word -> 9).files()) {
            texts.add(Text.of(
                    file.name(),
                    file.samples().stream().map(FormatFile.Sample::text).toList()));
        }
        ParseBench bench = new ParseBench();
        texts.forEach(text -> repeat(text.chunk(), bench::parse, Duration.ofMillis(100)));
        System.out.printf(
                "CPU s per million, median of %d runs:%n%-20s %6s %10s %7s %7s %7s%n",
                RUNS, "format", "bytes", "events/s", "parse", "lines", "Jackson");
        texts.stream()
                .filter(text -> wanted.isEmpty() || text.name().contains(wanted))
                .forEach(bench::measure);
    }

    private void measure(Text text) {
        long events = parse(text.chunk());
        Cost parse = cost(text.chunk(), this::parse);
        Cost lines = cost(text.chunk(), ParseBench::decode);
        System.out.printf(
                Locale.ROOT,
                "%-20s %6d %,10.0f %7.2f %7.2f %7s%n",
                text.name(),
                text.chunk().bytes().length / events,
                parse.perSecond(),
                parse.cpuSecondsPerMillion(),
                lines.cpuSecondsPerMillion(),
                text.isJson()
                        ? String.format(
                                Locale.ROOT,
                                "%.2f",
                                cost(text.chunk(), ParseBench::tree).cpuSecondsPerMillion())
                        : "");
    }

    private Cost cost(LogChunk chunk, ToLongFunction<LogChunk> work) {
        repeat(chunk, work, WARM);
        double[] cpu = new double[RUNS];
        double[] perSecond = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            long used = process.getProcessCpuTime();
            long start = System.nanoTime();
            long done = repeat(chunk, work, RUN);
            perSecond[run] = done * 1e9 / (System.nanoTime() - start);
            cpu[run] = (process.getProcessCpuTime() - used) / 1e3 / done;
        }
        Arrays.sort(cpu);
        Arrays.sort(perSecond);
        return new Cost(cpu[RUNS / 2], perSecond[RUNS / 2]);
    }

    /** For so much CPU time, which others on the machine do not take away. */
    private static long repeat(LogChunk chunk, ToLongFunction<LogChunk> work, Duration time) {
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long end = thread.getCurrentThreadCpuTime() + time.toNanos();
        long done = 0;
        while (thread.getCurrentThreadCpuTime() < end) {
            done += work.applyAsLong(chunk);
        }
        return done;
    }

    private long parse(LogChunk chunk) {
        return parser.parse(chunk).events().size();
    }

    /** The lines of a chunk as texts; returns how many. */
    private static long decode(LogChunk chunk) {
        return texts(chunk).size();
    }

    private static long tree(LogChunk chunk) {
        List<JsonNode> trees = new ArrayList<>();
        for (String line : texts(chunk)) {
            try {
                trees.add(JSON.readTree(line));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return trees.size();
    }

    private static List<String> texts(LogChunk chunk) {
        byte[] bytes = chunk.bytes();
        List<String> texts = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                texts.add(new String(bytes, from, at - from, StandardCharsets.UTF_8));
                from = at + 1;
            }
        }
        return texts;
    }

    private interface Writer {
        String line(Random random);
    }

    private static List<String> lines(Writer writer) {
        Random random = new Random(4);
        return random.ints(1_000).mapToObj(any -> writer.line(random)).toList();
    }

    private static String combined(Random random) {
        return String.format(
                Locale.ROOT,
                "10.1.%d.%d - - [01/Mar/2026:10:%02d:%02d +0000] \"GET /api/v1/orders/%d?page=%d HTTP/1.1\" %d %d"
                        + " \"https://shop.example.org/cart\" \"Mozilla/5.0 (X11; Linux x86_64; rv:%d.0) Gecko/20100101"
                        + " Firefox/%d.0\"",
                random.nextInt(256),
                random.nextInt(256),
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1_000_000),
                random.nextInt(100),
                random.nextInt(20) == 0 ? 404 : 200,
                random.nextInt(100_000),
                random.nextInt(100),
                random.nextInt(100));
    }

    private static String json(Random random) {
        return String.format(
                Locale.ROOT,
                "{\"timestamp\":\"2026-03-01T10:%02d:%02d.%03dZ\",\"level\":\"%s\",\"logger\":\"dev.shop.order.OrderService\",\"thread\":\"executor-%d\",\"message\":\"order"
                        + " %d of customer %d"
                        + " placed\",\"service\":\"shop\",\"trace_id\":\"%016x%016x\",\"duration_ms\":%d,\"cached\":%b}",
                random.nextInt(60),
                random.nextInt(60),
                random.nextInt(1_000),
                random.nextInt(10) == 0 ? "WARN" : "INFO",
                random.nextInt(8),
                random.nextInt(1_000_000),
                random.nextInt(10_000),
                random.nextLong(),
                random.nextLong() | 1,
                random.nextInt(1_000),
                random.nextBoolean());
    }
}
