package dev.logbell.bench;

import dev.logbell.acceptance.MixedLines;
import dev.logbell.processor.pattern.Pattern;
import dev.logbell.processor.pattern.PatternMiner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What finding the patterns of lines costs, and which it finds: of mixed lines, or of a file. */
final class PatternsBench {
    private static final int MOST_LINES = 1_000_000;
    private static final int MIXED_LINES = 100_000;
    private static final int ROUNDS = 6;
    private static final int SHOWN = 20;
    private static final int MOST_PATTERNS = 10_000;

    private PatternsBench() {}

    static void run(@Nullable Path file) throws IOException {
        List<String> lines = file == null ? mixed() : read(file);
        PatternMiner miner = new PatternMiner(MOST_PATTERNS);
        for (int round = 1; round <= ROUNDS; round++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (String line : lines) {
                Pattern ignored = miner.mine(line);
            }
            double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "round %d of %d: %.3f CPU s per million lines%s%n",
                    round,
                    ROUNDS,
                    seconds / lines.size() * 1e6,
                    round == 1 ? ", with learning them and the JVM's own warming up" : "");
        }
        show(lines, miner);
    }

    private static void show(List<String> lines, PatternMiner miner) {
        Map<Pattern, Integer> counts = new HashMap<>();
        for (String line : lines) {
            Pattern pattern = miner.mine(line);
            if (pattern != null) {
                counts.merge(pattern, 1, Integer::sum);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d lines of %.0f characters, %d patterns, the most frequent:%n",
                lines.size(),
                lines.stream().mapToInt(String::length).average().orElse(0),
                counts.size());
        counts.entrySet().stream()
                .sorted(Map.Entry.<Pattern, Integer>comparingByValue().reversed())
                .limit(SHOWN)
                .forEach(entry -> System.out.printf(
                        Locale.ROOT,
                        "%9d %s %s%n",
                        entry.getValue(),
                        entry.getKey().name(),
                        entry.getKey().text()));
    }

    private static List<String> mixed() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < MIXED_LINES; i++) {
            lines.add(MixedLines.event(i));
        }
        return lines;
    }

    private static List<String> read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.limit(MOST_LINES).toList();
        }
    }
}
