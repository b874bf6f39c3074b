package dev.logbell.processor.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.parse.format.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnFormatsTest {
    private static final Instant OBSERVED = Instant.parse("2025-11-05T13:00:00Z");
    private static final String TILL = """
            name: till
            about: the tills of our shops
            starts: T
            pattern: 'T%{INT:till.number:int} %{TILLTIME:time} %{WORD:severity} (?<user.name>[a-z]+): %{GREEDYDATA:body}'
            patterns: {TILLTIME: '[0-9.]+ [0-9]+h[0-9]+'}
            time: {format: 'd.M.yyyy H''h''mm', zone: Europe/Berlin}
            severity: {STOP: FATAL}
            set: {resource.service.name: till}
            samples:
              - text: 'T7 5.11.2025 13h05 STOP ann: no paper'
                event: {body: no paper}
            """;

    @TempDir
    Path folder;

    @Test
    void readsFormatsOfAFolder() throws IOException {
        LogEvent event = parse(setup(TILL, Map.of()), "T7 5.11.2025 13h05 STOP ann: no paper");

        assertThat(event.time()).isEqualTo("2025-11-05T12:05:00Z");
        assertThat(event.severityNumber()).isEqualTo(21);
        assertThat(event.body()).isEqualTo("no paper");
        assertThat(event.attributes()).isEqualTo(Map.of("till.number", 7L, "user.name", "ann"));
        assertThat(event.resource()).containsEntry("service.name", "till");
    }

    @Test
    void triesThemBeforeItsOwn() throws IOException {
        FormatSetup setup = setup("""
                name: mine
                about: all that is in braces
                starts: '{'
                pattern: '\\{%{GREEDYDATA:mine}\\}'
                samples:
                  - text: '{}'
                """, Map.of());

        List<LogEvent> events = new ChunkParser(ZoneOffset.UTC, setup)
                .parse(chunk("{\"msg\":1}\n{\"msg\":2}"))
                .events();

        assertThat(events)
                .extracting(event -> event.attributes().get("mine"))
                .containsExactly("\"msg\":1", "\"msg\":2");
    }

    @Test
    void takesTheFormatsOfTheSettingsInTheirOrderAndSaysWhenNoneFits() throws IOException {
        FormatSetup setup = setup(TILL, Map.of("a", own("file:*till*", "till", "logfmt")));

        assertThat(parse(setup, "level=warn msg=x").body()).isEqualTo("x");
        LogEvent other = parse(setup, "{\"msg\":\"x\",\"level\":\"error\"}");
        assertThat(other.body()).isEqualTo("{\"msg\":\"x\",\"level\":\"error\"}");
        assertThat(other.attributes()).containsEntry("log.record.unparsed", "is of none of [till, logfmt]");
    }

    @Test
    void leavesOtherSourcesToBeFoundOut() throws IOException {
        FormatSetup setup = setup(TILL, Map.of("a", own("file:*other*", "till")));

        assertThat(parse(setup, "{\"msg\":\"x\"}").body()).isEqualTo("x");
    }

    @Test
    void refusesSettingsThatNameNoFormatOrNoQuery() throws IOException {
        assertThatThrownBy(() -> parse(setup(TILL, Map.of("a", own("file:*", "tiller"))), "x"))
                .hasMessageStartingWith("processor.parse.a.formats names tiller, which is no format: known are till,");
        assertThatThrownBy(() -> parse(setup(TILL, Map.of("a", own("file:(", "till"))), "x"))
                .hasMessageStartingWith("processor.parse.a.where cannot be read: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: till                       | name: Till                   | line 1: name: must be of small letters, digits and dashes, got Till
            about: the tills of our shops    | colour: red                  | line 1: about: is missing
            starts: T                        | start: T                     | line 3: start: is not known here; known are about, after, at, builtin, contains, fields, in, json, lines, name, pattern, patterns, samples, service, set, severity, starts, time
            severity: {STOP: FATAL}          | severity: {STOP: LOUD}       | line 7: severity: LOUD is no severity
            %{WORD:severity}                 | %{WORT:severity}             | line 4: pattern: %{WORT} is not known
            %{WORD:severity}                 | %{WORD:severity:number}      | line 4: pattern: severity:number has the type number
            T%{INT                           | (?=T)%{INT                   | line 4: pattern: this is no regular expression of RE2
            T%{INT                           | ((a{1000}){1000})%{INT       | line 4: pattern: the pattern is too large
            zone: Europe/Berlin              | zone: Berlin                 | line 6: time: is no format
            starts: T                        | starts: [T                   | line 4: this is no YAML
            starts: T                        | name: other                  | line 3: name: stands there twice
            starts: T                        | builtin: json                | line 1: name: a format needs one of pattern, json and builtin, got 2
            starts: T                        | after: nothing               | after: there is no format nothing
            """)
    void saysWhatIsWrongWithAFileAndWhere(String right, String wrong, String message) {
        assertThatThrownBy(() -> setup(TILL.replace(right, wrong), Map.of()))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith(folder.resolve("till.yaml").toString())
                .hasMessageContaining(message);
    }

    @Test
    void refusesAFolderThatIsNone() {
        assertThatThrownBy(() -> FormatSetup.of(folder.resolve("none"), Map.of()))
                .hasMessageStartingWith("processor.formats: the folder ");
    }

    private FormatSetup setup(String file, Map<String, FormatSettings.OwnFormat> own) throws IOException {
        Files.writeString(folder.resolve("till.yaml"), file);
        return FormatSetup.of(folder, own);
    }

    private static FormatSettings.OwnFormat own(String where, String... formats) {
        return new FormatSettings.OwnFormat() {
            @Override
            public String where() {
                return where;
            }

            @Override
            public List<String> formats() {
                return List.of(formats);
            }
        };
    }

    private static LogEvent parse(FormatSetup setup, String line) {
        return new ChunkParser(ZoneOffset.UTC, setup)
                .parse(chunk(line))
                .events()
                .getFirst();
    }

    private static LogChunk chunk(String lines) {
        Source source = new Source("file:till", Map.of("log.file.path", "/var/log/till.log"));
        return new LogChunk(source, 0, lines.getBytes(StandardCharsets.UTF_8), Framing.LINES, OBSERVED, false);
    }
}
