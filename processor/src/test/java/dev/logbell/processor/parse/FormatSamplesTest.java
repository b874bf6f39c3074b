package dev.logbell.processor.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.parse.format.FormatFile;
import dev.logbell.processor.parse.format.FormatFile.Sample;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reads the samples of each format file, in the order they stand there, from one source. */
class FormatSamplesTest {
    private static final FormatSetup SETUP = FormatSetup.standard();
    private final ObjectMapper mapper = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> everySampleIsReadAsItsFileSays() {
        return SETUP.files().files().stream()
                .map(file -> DynamicTest.dynamicTest(file.name(), () -> {
                    ChunkParser parser = new ChunkParser(ZoneOffset.UTC, SETUP);
                    long offset = 0;
                    for (Sample sample : file.samples()) {
                        LogChunk chunk = chunk(sample, offset);
                        offset += chunk.bytes().length;
                        List<LogEvent> events = parser.parse(chunk).events();
                        assertThat(events).as(where(file, sample)).hasSize(1);
                        assertThat(json(shown(events.getFirst(), sample)))
                                .as(where(file, sample))
                                .isEqualTo(json(sample.event()));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> noOtherFormatTakesASample() {
        Formats formats = new Formats(ZoneOffset.UTC, SETUP);
        return SETUP.files().files().stream()
                .map(file -> DynamicTest.dynamicTest(file.name(), () -> {
                    StreamMemory memory = new StreamMemory(List.of());
                    for (Sample sample : file.samples()) {
                        String head = sample.text().lines().findFirst().orElse("");
                        Formats.Recognised recognised = formats.recognise(head, sample.read(), memory);
                        assertThat(recognised.line().format())
                                .as(where(file, sample))
                                .isEqualTo(file.name());
                        assertThat(others(formats, head, sample, recognised.named()))
                                .as("others that take %s, and are not after it", where(file, sample))
                                .isEmpty();
                    }
                }));
    }

    /** Whatever a source had before, a sample is recognised; a format that takes anything would show here. */
    @Test
    void aSourceMayChangeItsFormatWithEachLine() {
        List<FormatFile> files = SETUP.files().files();
        for (FormatFile before : files) {
            Formats formats = new Formats(ZoneOffset.UTC, SETUP);
            StreamMemory memory = new StreamMemory(List.of());
            for (FormatFile file : files) {
                Sample first = before.samples().getFirst();
                formats.recognise(first.text().lines().findFirst().orElse(""), first.read(), memory);
                Sample sample = file.samples().getFirst();
                String head = sample.text().lines().findFirst().orElse("");
                assertThat(formats.recognise(head, sample.read(), memory).line().format())
                        .as("%s after a line of %s", where(file, sample), before.name())
                        .isEqualTo(file.name());
            }
        }
    }

    @Test
    void everyFileIsInTheIndex() throws IOException, URISyntaxException {
        URL index = FormatSamplesTest.class.getResource("/formats/index");
        assertThat(index).as("the index of the format files").isNotNull();
        Path folder = Path.of(index.toURI());
        List<String> listed = Files.readAllLines(folder).stream().sorted().toList();
        try (Stream<Path> files = Files.list(folder.resolveSibling("."))) {
            assertThat(files.map(path -> String.valueOf(path.getFileName()))
                            .filter(name -> name.endsWith(".yaml"))
                            .map(name -> name.substring(0, name.length() - 5))
                            .sorted())
                    .isEqualTo(listed);
        }
        assertThat(SETUP.files().files().stream().map(FormatFile::name).sorted())
                .as("each file is called like its format")
                .isEqualTo(listed);
    }

    private static List<String> others(Formats formats, String head, Sample sample, NamedFormat own) {
        List<String> others = new ArrayList<>();
        for (NamedFormat format : formats.all()) {
            boolean isOther = !format.equals(own) && !format.before().contains(own);
            if (isOther && format.parse(head, sample.read(), List.of()) != null) {
                others.add(format.name());
            }
        }
        return others;
    }

    private static LogChunk chunk(Sample sample, long offset) {
        byte[] bytes = (sample.text() + "\n").getBytes(StandardCharsets.UTF_8);
        return new LogChunk(new Source("sample", Map.of()), offset, bytes, Framing.LINES, sample.read(), false);
    }

    private static String where(FormatFile file, Sample sample) {
        return "%s, line %d".formatted(file.origin(), sample.line());
    }

    private String json(Map<String, Object> event) throws JsonProcessingException {
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(event);
    }

    private static Map<String, Object> shown(LogEvent event, Sample sample) {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (!event.time().equals(sample.read())) {
            shown.put("time", event.time().toString());
        }
        if (event.severityNumber() != 0) {
            shown.put("severityNumber", event.severityNumber());
        }
        if (!event.severityText().isEmpty()) {
            shown.put("severityText", event.severityText());
        }
        if (!event.body().equals(sample.text())) {
            shown.put("body", event.body());
        }
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
}
