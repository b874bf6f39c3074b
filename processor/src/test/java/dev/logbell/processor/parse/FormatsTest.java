package dev.logbell.processor.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Parses the cases in {@code src/test/resources/parse}: a sentence, the lines of a chunk read at 2025-11-05 13:00 UTC,
 * and after {@code -----} one JSON object for each event, in which what is absent is empty or the time of reading.
 */
class FormatsTest {
    private static final Instant OBSERVED = Instant.parse("2025-11-05T13:00:00Z");
    private final ObjectMapper mapper = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> parsesEachCaseOfEachFormat() {
        return Stream.of("json", "access", "syslog", "java", "go", "logfmt", "plain")
                .flatMap(format -> cases(format).stream());
    }

    private List<DynamicTest> cases(String format) {
        List<DynamicTest> tests = new ArrayList<>();
        for (String block : read("/parse/" + format + ".txt").split("=====\n", -1)) {
            if (block.isBlank()) {
                continue;
            }
            int title = block.indexOf('\n');
            String[] parts = block.substring(title + 1).split("-----\n", -1);
            tests.add(DynamicTest.dynamicTest(
                    format + ": " + block.substring(2, title), () -> check(parts[0], parts[1])));
        }
        return tests;
    }

    private void check(String lines, String expected) throws IOException {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        LogChunk chunk = new LogChunk(new Source("case", Map.of()), 0, bytes, Framing.LINES, OBSERVED, false);
        List<String> actual = new ArrayList<>();
        for (LogEvent event : new ChunkParser(ZoneOffset.UTC).parse(chunk).events()) {
            actual.add(mapper.writeValueAsString(shown(event)));
        }
        assertThat(String.join("\n", actual)).isEqualTo(expected.stripTrailing());
    }

    private static Map<String, Object> shown(LogEvent event) {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (!event.time().equals(OBSERVED)) {
            shown.put("time", event.time().toString());
        }
        if (event.severityNumber() != 0) {
            shown.put("severityNumber", event.severityNumber());
        }
        if (!event.severityText().isEmpty()) {
            shown.put("severityText", event.severityText());
        }
        shown.put("body", event.body());
        if (!event.attributes().isEmpty()) {
            shown.put("attributes", event.attributes());
        }
        if (!event.resource().isEmpty()) {
            shown.put("resource", event.resource());
        }
        if (event.traceId() != null) {
            shown.put("traceId", event.traceId());
        }
        if (event.spanId() != null) {
            shown.put("spanId", event.spanId());
        }
        return shown;
    }

    private static String read(String resource) {
        try (InputStream stream = FormatsTest.class.getResourceAsStream(resource)) {
            assertThat(stream).as("test resource %s", resource).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new IllegalStateException("reading " + resource, broken);
        }
    }
}
