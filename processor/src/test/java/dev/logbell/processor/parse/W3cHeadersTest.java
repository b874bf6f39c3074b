package dev.logbell.processor.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.pattern.Pattern;
import dev.logbell.processor.pattern.PatternMiner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A W3C log is read on by a process that never saw its head: after a restart, or from another processor. */
class W3cHeadersTest {
    private static final Instant OBSERVED = Instant.parse("2025-11-05T13:00:00Z");
    private static final String HEAD = "#Fields: date time c-ip cs-method cs-uri-stem sc-status time-taken\n";
    private static final String LINE = "2025-11-05 12:00:02 203.0.113.7 POST /pay 500 93\n";

    private final FormatSetup setup = FormatSetup.of(null, Map.of());

    @Test
    void readsOnAsTheProcessDidThatSawTheHead() {
        LogEvent before = parse(FormatSetup.of(null, Map.of()), 0, HEAD + LINE).getLast();

        setup.headers().learn(stored(HEAD));
        List<LogEvent> after = parse(setup, HEAD.length(), LINE + LINE);

        assertThat(before.attributes()).containsEntry("http.server.duration_ms", 93L);
        assertThat(after).extracting(LogEvent::attributes).containsExactly(before.attributes(), before.attributes());
        assertThat(after).extracting(LogEvent::time).containsOnly(before.time());
    }

    @Test
    void doesNotGuessBetweenTwoThatFit() {
        setup.headers().learn(stored(HEAD));
        setup.headers().learn(stored("#Fields: date time s-ip cs-method cs-uri-stem sc-status time-taken\n"));

        assertThat(parse(setup, 90, LINE).getFirst().attributes()).isEmpty();
    }

    @Test
    void leavesWordsAlone() {
        setup.headers().learn(stored(HEAD));

        assertThat(parse(setup, 90, "2025-11-05 12:00:02 it went all quite well\n")
                        .getFirst()
                        .attributes())
                .isEmpty();
    }

    /** What the store keeps of a line is the example of its pattern. */
    private static String stored(String line) {
        Pattern pattern = Objects.requireNonNull(new PatternMiner(100).mine(line.strip()));
        return pattern.example();
    }

    private static List<LogEvent> parse(FormatSetup setup, long offset, String text) {
        Source source = new Source("file:iis", Map.of());
        return new ChunkParser(ZoneOffset.UTC, setup)
                .parse(new LogChunk(
                        source, offset, text.getBytes(StandardCharsets.UTF_8), Framing.LINES, OBSERVED, false))
                .events();
    }
}
