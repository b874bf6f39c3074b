package dev.logbell.bench;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Source;
import dev.logbell.processor.parse.ChunkParser;
import dev.logbell.processor.parse.format.FormatFile;
import dev.logbell.processor.parse.format.FormatFiles;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What parsing alone costs on one core: chunks of the samples of each format file, one format after the other. */
final class ParseBench {
    private static final int CHUNK = 262_144;
    private static final Instant READ = Instant.parse("2025-11-05T13:00:00Z");
    private static final Duration WARM = Duration.ofSeconds(1);
    private static final Duration MEASURED = Duration.ofSeconds(1);

    private ParseBench() {}

    /**
     * Measures formats.
     *
     * @param wanted the name of one; the empty string for all
     */
    static void run(String wanted) {
        List<FormatFile> files = FormatFiles.read(null, word -> 9).files();
        System.out.printf(Locale.ROOT, "%-22s %8s %14s %20s%n", "format", "bytes", "events/s", "CPU s per million");
        for (FormatFile file : files) {
            if (wanted.isEmpty() || wanted.equals(file.name())) {
                measure(file);
            }
        }
    }

    private static void measure(FormatFile file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK);
        while (bytes.size() < CHUNK) {
            file.samples().forEach(sample -> bytes.writeBytes((sample.text() + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        LogChunk chunk = new LogChunk(
                new Source("bench:" + file.name(), Map.of()), 0, bytes.toByteArray(), Framing.LINES, READ, false);
        ChunkParser parser = new ChunkParser(ZoneOffset.UTC);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        parse(parser, chunk, WARM);
        long cpu = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        long events = parse(parser, chunk, MEASURED);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
        int inChunk = parser.parse(chunk).events().size();
        System.out.printf(
                Locale.ROOT,
                "%-22s %8d %,14.0f %20.2f%n",
                file.name(),
                chunk.bytes().length / inChunk,
                events / seconds,
                cpuSeconds * 1e6 / events);
    }

    private static long parse(ChunkParser parser, LogChunk chunk, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        long events = 0;
        while (System.nanoTime() < end) {
            events += parser.parse(chunk).events().size();
        }
        return events;
    }
}
