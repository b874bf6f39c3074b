package dev.logbell.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.collector.edge.EdgeRule;
import dev.logbell.collector.edge.EdgeRules;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesFileTest {
    @TempDir
    Path folder;

    @Test
    void readsRulesOverTheRestOfTheConfiguration() throws IOException {
        EdgeRules rules = read("""
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
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(text);
    }

    @Test
    void saysThatTheFileIsNotThere() {
        Path missing = folder.resolve("none.properties");
        assertThatThrownBy(() -> new RulesFile(missing, List.of()).read())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(missing + ", which collector.rules-file names, cannot be read");
    }

    private EdgeRules read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("rules.properties"), text);
        PropertiesConfigSource base = new PropertiesConfigSource(
                Map.of("collector.files", "/x", "collector.data", "/tmp/none", "collector.attributes.team", "shop"),
                "base",
                100);
        return new RulesFile(file, List.of(base)).read();
    }
}
