package dev.logbell.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.collector.Configuration.Part;
import dev.logbell.collector.edge.EdgeRule;
import dev.logbell.collector.edge.EdgeRules;
import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.PropertiesConfigSourceLoader;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationFilesTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void readsDotEnvOverThePropertiesAndTheEnvironmentOverBoth() throws IOException {
        properties("collector.files=/properties\ncollector.exclude=/properties\ncollector.quiet-time=7ms");
        dotEnv("# where\nexport COLLECTOR_FILES=\"/dot env\" # of it\nCOLLECTOR_EXCLUDE='/dot'");
        environment.put("COLLECTOR_EXCLUDE", "/environment");
        Configuration read = files().read();
        assertThat(read.settings().files()).containsExactly("/dot env");
        assertThat(read.settings().exclude()).containsExactly("/environment");
        assertThat(read.config().quietTime()).hasMillis(7);
    }

    @Test
    void readsDotEnvAgainEvenIfItWasLoadedIntoTheEnvironment() throws IOException {
        dotEnv("COLLECTOR_FILES=\"/one\"\nCOLLECTOR_EXCLUDE=/x");
        environment.put("COLLECTOR_FILES", "/one");
        environment.put("COLLECTOR_EXCLUDE", "/x");
        environment.put("COLLECTOR_READ_FROM", "end");
        ConfigurationFiles files = files();
        Configuration before = files.inForce();
        assertThat(before.settings().files()).containsExactly("/one");
        dotEnv("COLLECTOR_FILES=/two");
        Configuration after = files.read();
        assertThat(after.settings().files()).containsExactly("/two");
        assertThat(after.settings().exclude()).isEmpty();
        assertThat(after.changedSince(before)).containsExactly("collector.exclude", "collector.files");
        assertThat(after.isOther(Part.FILES, before)).isTrue();
        assertThat(after.isOther(Part.EDGE, before)).isFalse();
    }

    @Test
    void tellsWhatWaitsForAStart() throws IOException {
        ConfigurationFiles files = files();
        Configuration before = files.inForce();
        properties("collector.host=other\ncollector.files=/x,-\ncollector.drop.a.query=b\ncollector.syslog.udp-port=0");
        Configuration after = files.read();
        assertThat(after.waitingForStart(before)).containsExactly("collector.host", "collector.stdin");
        assertThat(after.isOther(Part.EDGE, before)).isTrue();
        assertThat(after.isOther(Part.PORTS, before)).isTrue();
    }

    @Test
    void seesThatAFileHasChanged() throws IOException {
        ConfigurationFiles files = files();
        Map<Path, ConfigurationFiles.Stamp> before = files.stamps();
        assertThat(files.stamps()).isEqualTo(before);
        dotEnv("COLLECTOR_FILES=/two");
        assertThat(files.stamps()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            collector.files=/a[             | collector.files must be globs, got /a[: close every [ and {
            collector.fils=/a               | collector.fils in FOLDER/config/application.properties:1 is no setting: write collector.files if that is meant
            collector.quiet-time=long       | must be a duration such as 500ms, 10s, 5m, 24h or 7d, got "long" in FOLDER/config/application.properties:1: change it
            collector.max-open-files=many   | collector.max-open-files
            collector.drop.x.query=(a       | collector.drop.x.query must be a query, got (a:
            collector.multiline.a.files=/x  | collector.multiline.a.start
            collector.files=                | collector.files is empty
            """)
    void refusesWhatIsWrongInOneSentence(String line, String text) throws IOException {
        properties(line);
        assertThatThrownBy(() -> files().read())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(text.replace("FOLDER", folder.toString()))
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("SRCFG");
    }

    @Test
    void readsRulesOverTheRestOfTheConfiguration() throws IOException {
        EdgeRules rules = rules("""
                collector.drop.health.query=/healthz/
                collector.sample.debug.query=severity:DEBUG
                collector.sample.debug.one-in=10
                collector.limit.flood.per-second=100
                collector.mask.enabled=false
                collector.attributes.region=south
                """);
        assertThat(rules.rules()).hasSize(3);
        assertThat(rules.rules().get(2))
                .isInstanceOfSatisfying(
                        EdgeRule.Limit.class, limit -> assertThat(limit.burst()).isEqualTo(100));
        assertThat(rules.masking().isOff()).isTrue();
        assertThat(rules.attributes()).containsOnly(Map.entry("region", "south"), Map.entry("team", "shop"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            collector.files=/tmp/x                 | must hold collector.mask., .drop., .sample., .limit. and .attributes. only, got collector.files
            collector.drop.x.query=user:7          | collector.drop.x.query must be a query, got user:7: user is not known before the line is parsed
            collector.drop.x.query=(a              | collector.drop.x.query must be a query, got (a:
            collector.drop.x.qery=a                | collector.drop.x.qery
            collector.sample.x.query=a             | collector.sample.x.one-in
            collector.limit.x.per-second=0         | collector.limit.x.per-second must be at least 1, got 0: raise it
            collector.mask.rules.x.pattern=(       | collector.mask.rules.x.pattern must be a regular expression (RE2), got (
            collector.mask.presets=cards,cookies   | cookies
            """)
    void refusesRulesThatAreWrong(String line, String text) {
        assertThatThrownBy(() -> rules(line))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(text);
    }

    @Test
    void saysThatTheFileOfRulesIsNotThere() throws IOException {
        Path missing = folder.resolve("none.properties");
        properties("collector.rules-file=" + missing);
        assertThatThrownBy(() -> files().read())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(missing + ", which collector.rules-file names, cannot be read");
    }

    private EdgeRules rules(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("rules.properties"), text);
        properties("collector.rules-file=" + file);
        return files().read().rules();
    }

    private void dotEnv(String text) throws IOException {
        Files.writeString(folder.resolve(".env"), text);
    }

    private void properties(String text) throws IOException {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"), text);
    }

    private ConfigurationFiles files() {
        SmallRyeConfig base = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(
                        new DotEnvConfigSourceProvider(folder.resolve(".env").toString()))
                .withSources(PropertiesConfigSourceLoader.inFileSystem(
                        folder.resolve("config/application.properties").toString(),
                        260,
                        Thread.currentThread().getContextClassLoader()))
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "collector.files",
                                "/x",
                                "collector.data",
                                "/tmp/none",
                                "collector.attributes.team",
                                "shop"),
                        "base",
                        100))
                .build();
        return new ConfigurationFiles(folder, base, environment);
    }
}
