package dev.logbell.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoLogTest {
    private static final int TICKS_IN_FIVE_SECONDS = 25;
    private static final Clock NOON = Clock.fixed(Instant.parse("2025-11-05T12:00:01.250Z"), ZoneOffset.UTC);

    private final DemoTraffic traffic = new DemoTraffic(new Random(1), NOON);

    @Test
    void failsOnceWithinTheFirstFiveSeconds() {
        List<String> lines = lines(TICKS_IN_FIVE_SECONDS);

        assertThat(lines).filteredOn(line -> line.contains("ERROR")).hasSize(1);
        assertThat(lines).anyMatch(line -> line.startsWith("\tat "));
    }

    @Test
    void writesEveryFormatThatTheReadmeNames() {
        List<String> lines = lines(1_300);

        assertThat(lines)
                .anyMatch(line -> line.startsWith("{\"time\":\"2025-11-05T12:00:01.250Z\",\"level\":\"ERROR\""))
                .anyMatch(line -> line.startsWith("ERROR: 2025/11/05 12:00:01 mailer.go:77: "))
                .anyMatch(line -> line.startsWith("2025-11-05 12:00:01,250 ERROR [d.s.inventory.Stock]"))
                .anyMatch(line -> line.matches(
                        "192\\.0\\.2\\.\\d+ - - \\[05/Nov/2025:12:00:01 \\+0000] \"POST /checkout HTTP/1.1\" 502 .*"))
                .anyMatch(line ->
                        line.startsWith("time=2025-11-05T12:00:01.250Z level=info service=worker msg=\"job finished\""))
                .anyMatch(line -> line.startsWith("<38>1 2025-11-05T12:00:01.250Z web-1 auth "));
    }

    @Test
    void isMostlyQuiet() {
        List<String> lines = lines(6_000);

        assertThat(lines.stream().filter(line -> line.contains("ERROR"))).hasSizeBetween(30, 150);
    }

    @Test
    void renamesTheFileWhenItIsFull(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("demo.log");
        try (DemoLog log = new DemoLog(file, traffic, 10)) {
            log.write(List.of("one", "two", "three"));
            log.write(List.of("four"));
            log.write(List.of("five", "six"));
            log.write(List.of("seven"));
        }

        assertThat(folder.resolve("demo.log.1")).hasContent("four\nfive\nsix\n");
        assertThat(file).hasContent("seven\n");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    private List<String> lines(int ticks) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ticks; i++) {
            lines.addAll(traffic.next());
        }
        return lines;
    }
}
