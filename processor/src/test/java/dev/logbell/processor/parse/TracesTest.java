package dev.logbell.processor.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.Continuation;
import dev.logbell.log.Continuation.Before;
import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The samples in {@code dev/logbell/log/traces} of the shared tests: {@code +} before a line that starts an event,
 * {@code |} before one that goes on it, {@code .} before a blank one between two events.
 */
class TracesTest {
    private static final Instant OBSERVED = Instant.parse("2025-11-05T13:00:00Z");
    private static final String[] LANGUAGES = {"java", "python", "go", "node", "dotnet", "ruby", "php", "rust"};

    @ParameterizedTest
    @ValueSource(strings = {"java", "python", "go", "node", "dotnet", "ruby", "php", "rust"})
    void makesOneEventOfATrace(String language) {
        List<String> sample = sample(language);
        assertThat(bodies(events("file", lines(sample)))).isEqualTo(starts(sample));
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "python", "go", "node", "dotnet", "ruby", "php", "rust"})
    void makesOneEventOfATraceThatAContainerWrote(String language) {
        List<String> sample = sample(language);
        StringBuilder cri = new StringBuilder();
        StringBuilder docker = new StringBuilder();
        for (String line : lines(sample).split("\n", -1)) {
            cri.append("2025-11-05T12:00:00.123456789Z stderr F ").append(line).append('\n');
            cri.append("2025-11-05T12:00:00.123456789Z stdout F GET / 200\n");
            docker.append(docker(line + "\n", "stdout"));
        }
        List<LogEvent> events = events("cri", cri.toString());
        assertThat(bodies(events.stream().filter(TracesTest::isOfStderr).toList()))
                .isEqualTo(starts(sample));
        assertThat(events.stream().filter(event -> !isOfStderr(event)))
                .allMatch(event -> event.body().equals("GET / 200"));
        assertThat(events).extracting(LogEvent::offset).isSorted();
        assertThat(bodies(events("docker", docker.toString()))).isEqualTo(starts(sample));
    }

    /** Where the collector may end a chunk, the processor has to begin an event, or the cut would change it. */
    @Test
    void beginsAnEventWhereverAChunkMayEnd() {
        Random random = new Random(20_251_105);
        List<String> all = new ArrayList<>();
        for (String language : LANGUAGES) {
            all.addAll(sample(language));
        }
        ChunkParser parser = new ChunkParser(ZoneOffset.UTC);
        for (int round = 0; round < 1500; round++) {
            StringBuilder text = new StringBuilder();
            int from = random.nextInt(all.size() - 12);
            for (int i = 0; i < 12; i++) {
                String line = random.nextInt(4) == 0 ? all.get(random.nextInt(all.size())) : all.get(from + i);
                text.append(line.substring(1)).append('\n');
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            Map<Long, LogEvent> whole = byOffset(parser, "whole " + round, bytes, 0);
            for (int cut : cuts(bytes)) {
                String source = "cut " + round + " at " + cut;
                assertThat(byOffset(parser, source, bytes, cut))
                        .as("round %d, cut at %d of%n%s", round, cut, text)
                        .isEqualTo(whole);
            }
        }
    }

    /** The events of a source in two chunks, without its name, since the parser remembers what it learnt of each. */
    private static Map<Long, LogEvent> byOffset(ChunkParser parser, String source, byte[] bytes, int cut) {
        Map<Long, LogEvent> events = new TreeMap<>();
        for (LogChunk chunk : List.of(
                chunk(source, 0, java.util.Arrays.copyOf(bytes, cut)),
                chunk(source, cut, java.util.Arrays.copyOfRange(bytes, cut, bytes.length)))) {
            for (LogEvent e : parser.parse(chunk).events()) {
                events.put(
                        e.offset(),
                        new LogEvent(
                                e.time(),
                                e.observedTime(),
                                e.severityNumber(),
                                e.severityText(),
                                e.body(),
                                e.attributes(),
                                e.resource(),
                                e.traceId(),
                                e.spanId(),
                                "",
                                e.offset()));
            }
        }
        return events;
    }

    @Test
    void cutsAnEventOfVeryManyLines() {
        List<LogEvent> events = events("file", "boom\n" + "\tat a.B.c(B.java:1)\n".repeat(25_000));

        assertThat(events).extracting(event -> event.body().lines().count()).containsExactly(10_000L, 10_000L, 5_001L);
        assertThat(events.get(1).attributes()).containsEntry("log.record.continued", true);
    }

    @Test
    void joinsWhatDoesNotMatchTheConfiguredStart() {
        byte[] bytes = "[1] one\n{\"a\":1}\nINFO two\n[2] ERROR three\nfour\n".getBytes(StandardCharsets.UTF_8);
        Source source = new Source("file", Map.of(), "^\\[\\d+\\]");
        List<LogEvent> events = new ChunkParser(ZoneOffset.UTC)
                .parse(new LogChunk(source, 0, bytes, Framing.LINES, OBSERVED, false))
                .events();

        assertThat(bodies(events)).containsExactly("[1] one\n{\"a\":1}\nINFO two", "[2] ERROR three\nfour");
    }

    @Test
    void joinsThePiecesOfLongLinesOfBothStreams() {
        List<LogEvent> events = events("cri", """
                2025-11-05T12:00:00.1Z stdout P {"level":"info","msg":"one\s
                2025-11-05T12:00:00.2Z stderr P ERROR two\s
                2025-11-05T12:00:00.3Z stdout F and one"}
                2025-11-05T12:00:00.4Z stderr F and two
                2025-11-05T12:00:00.5Z stderr F \tat a.B.c(B.java:1)
                2025-11-05T12:00:00.6Z stdout F\s
                2025-11-05T12:00:00.7Z stdout F 2025-11-05 11:00:00,000 INFO [main] a.B - with a time of its own
                """);

        assertThat(bodies(events))
                .containsExactly("one and one", "ERROR two and two\n\tat a.B.c(B.java:1)", "with a time of its own");
        assertThat(events)
                .extracting(event -> event.time().toString())
                .containsExactly("2025-11-05T12:00:00.100Z", "2025-11-05T12:00:00.200Z", "2025-11-05T11:00:00Z");
        assertThat(events).extracting(LogEvent::observedTime).containsOnly(OBSERVED);
        assertThat(events)
                .extracting(event -> event.attributes().get("log.iostream"))
                .containsExactly("stdout", "stderr", "stdout");
    }

    @Test
    void keepsTheLabelsThatDockerAdds() {
        LogEvent event = events(
                        "docker",
                        "{\"log\":\"x\\n\",\"stream\":\"stdout\",\"attrs\":{\"tag\":\"web\"},\"time\":\"2025-11-05T12:00:00.1Z\"}\n")
                .getFirst();

        assertThat(event.attributes()).isEqualTo(Map.of("log.iostream", "stdout", "tag", "web"));
    }

    @Test
    void goesOnWithALineOfAStreamThatWasCut() {
        ChunkParser parser = new ChunkParser(ZoneOffset.UTC);
        byte[] head = "2025-11-05T12:00:00.1Z stdout P ERROR on\n".getBytes(StandardCharsets.UTF_8);
        byte[] rest = "2025-11-05T12:00:00.1Z stderr F ERROR x\n2025-11-05T12:00:00.1Z stdout F e\n"
                .getBytes(StandardCharsets.UTF_8);
        LogEvent cut = parser.parse(new LogChunk(new Source("s", Map.of()), 0, head, Framing.LINES, OBSERVED, true))
                .events()
                .getFirst();
        List<LogEvent> next = parser.parse(chunk("s", head.length, rest)).events();

        assertThat(cut.attributes()).containsEntry("log.record.truncated", true);
        assertThat(next.getFirst().severityText()).isEqualTo("ERROR");
        assertThat(next.getLast().attributes()).containsEntry("log.record.continued", true);
    }

    private static boolean isOfStderr(LogEvent event) {
        return "stderr".equals(event.attributes().get("log.iostream"));
    }

    /** Ends of lines after which the next one does not go on, as the collector finds them. */
    private static List<Integer> cuts(byte[] bytes) {
        List<Integer> cuts = new ArrayList<>();
        Before before = Before.OTHER;
        int start = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                if (start > 0 && !Continuation.isContinuation(before, bytes, start, at)) {
                    cuts.add(start);
                }
                if (!new String(bytes, start, at - start, StandardCharsets.UTF_8).isBlank()) {
                    before = Continuation.before(bytes, start, at);
                }
                start = at + 1;
            }
        }
        return cuts;
    }

    private static String docker(String text, String stream) {
        String escaped = text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("<", "\\u003c");
        return "{\"log\":\"%s\",\"stream\":\"%s\",\"time\":\"2025-11-05T12:00:00.123456789Z\"}\n"
                .formatted(escaped, stream);
    }

    private static List<LogEvent> events(String source, String text) {
        return new ChunkParser(ZoneOffset.UTC)
                .parse(chunk(source, 0, text.getBytes(StandardCharsets.UTF_8)))
                .events();
    }

    private static LogChunk chunk(String source, long offset, byte[] bytes) {
        return new LogChunk(new Source(source, Map.of()), offset, bytes, Framing.LINES, OBSERVED, false);
    }

    private static List<String> bodies(List<LogEvent> events) {
        return events.stream().map(LogEvent::body).toList();
    }

    private static String lines(List<String> sample) {
        return String.join("\n", sample.stream().map(line -> line.substring(1)).toList()) + "\n";
    }

    /** The bodies that the sample should give: each event parsed by itself, further lines as they are. */
    private static List<String> starts(List<String> sample) {
        List<String> bodies = new ArrayList<>();
        StringBuilder event = new StringBuilder();
        for (String line : sample) {
            if (line.startsWith("+") && !event.isEmpty()) {
                bodies.add(message(event.toString()));
                event.setLength(0);
            }
            if (!line.startsWith(".")) {
                event.append(line.substring(1)).append('\n');
            }
        }
        bodies.add(message(event.toString()));
        return bodies;
    }

    /** What the body of an event is: of .NET's console, what stands below its first line. */
    private static String message(String event) {
        return body(event.replaceFirst("^(?:info|fail): \\S+\\[\\d+]\\s+", ""));
    }

    private static String body(String event) {
        String text = event.replaceFirst("\\n+$", "");
        int newline = text.indexOf('\n');
        String head = newline < 0 ? text : text.substring(0, newline);
        LogEvent parsed = events("one", head + "\n").getFirst();
        return newline < 0 ? parsed.body() : parsed.body() + text.substring(newline);
    }

    private static List<String> sample(String language) {
        String resource = "/dev/logbell/log/traces/" + language + ".txt";
        try (InputStream stream = Continuation.class.getResourceAsStream(resource)) {
            assertThat(stream).as("test resource %s of src-shared", resource).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException broken) {
            throw new IllegalStateException("reading " + resource, broken);
        }
    }
}
