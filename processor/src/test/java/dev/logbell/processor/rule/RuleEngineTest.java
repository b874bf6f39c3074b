package dev.logbell.processor.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.alert.Alert;
import dev.logbell.alert.Alert.ContextLine;
import dev.logbell.log.LogEvent;
import dev.logbell.query.EventPredicate;
import dev.logbell.query.QueryParser;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleEngineTest {
    private long offset;

    @Test
    void raisesAnAlertAboutEachEventOfSeverityErrorOrWorse() {
        List<Alert> alerts =
                engine(Map.of(), 5).evaluate(List.of(event(9, "fine"), event(17, "bad"), event(21, "dead")));
        assertThat(alerts).extracting(alert -> alert.cause().body()).containsExactly("bad", "dead");
        assertThat(alerts.getFirst().labels())
                .containsOnly(
                        Map.entry("alertname", "ErrorLine"),
                        Map.entry("severity", "error"),
                        Map.entry("service", "shop"),
                        Map.entry("host", "web-1"));
        assertThat(alerts.getLast().labels()).containsEntry("severity", "fatal");
    }

    @Test
    void showsTheLinesAroundAlsoThoseOfTheChunkBefore() {
        RuleEngine engine = engine(Map.of(), 2);
        engine.evaluate(List.of(event(9, "1"), event(9, "2"), event(9, "3")));
        List<Alert> alerts =
                engine.evaluate(List.of(event(9, "4"), event(17, "5"), event(9, "6"), event(9, "7"), event(9, "8")));
        assertThat(alerts.getFirst().context())
                .containsExactly(
                        new ContextLine("3", false),
                        new ContextLine("4", false),
                        new ContextLine("5", true),
                        new ContextLine("6", false),
                        new ContextLine("7", false));
    }

    @Test
    void showsEachLineOnceWhenAllCameInOneChunk() {
        List<Alert> alerts =
                engine(Map.of(), 5).evaluate(List.of(event(9, "a"), event(9, "b"), event(17, "boom"), event(9, "d")));
        assertThat(alerts.getFirst().context()).extracting(ContextLine::text).containsExactly("a", "b", "boom", "d");
    }

    @Test
    void linksToTheSourceAtTheTimeOfTheEvent() {
        Alert alert = engine(Map.of(), 5).evaluate(List.of(event(17, "bad"))).getFirst();
        String query = URLDecoder.decode(alert.generatorUrl().split("query=", 2)[1], StandardCharsets.UTF_8);
        assertThat(new EventPredicate(QueryParser.parse(query)).test(alert.cause()))
                .isTrue();
    }

    @Test
    void givesTheSameEventTheSameAlertHoweverItArrives() {
        LogEvent before = event(9, "before");
        LogEvent cause = event(17, "bad");
        Alert together = engine(Map.of(), 5).evaluate(List.of(before, cause)).getFirst();
        Alert alone = engine(Map.of(), 5).evaluate(List.of(cause)).getFirst();
        assertThat(together.id()).isEqualTo(alone.id());
    }

    @Test
    void cutsAHugeEventInItsAlert() {
        Alert alert = engine(Map.of(), 5)
                .evaluate(List.of(event(17, "x".repeat(5_000_000))))
                .getFirst();
        assertThat(alert.cause().body()).hasSize(16_384).endsWith("…");
        assertThat(alert.annotations().get("summary")).hasSize(200);
    }

    @Test
    void refusesARuleWhoseQueryCannotBeRead() {
        assertThatThrownBy(() -> engine(Map.of("Odd", rule("severity:(")), 5))
                .hasMessageStartingWith("processor.rules.Odd.query cannot be read: ");
    }

    @Test
    void raisesByItsOwnRulesWithTheirLabels() {
        List<Alert> alerts =
                engine(Map.of("Slow", rule("slow")), 5).evaluate(List.of(event(9, "so slow"), event(17, "bad")));
        assertThat(alerts).hasSize(1);
        assertThat(alerts.getFirst().labels())
                .containsEntry("alertname", "Slow")
                .containsEntry("team", "shop");
    }

    private static RulesConfig.RuleConfig rule(String query) {
        return new RulesConfig.RuleConfig() {
            @Override
            public String query() {
                return query;
            }

            @Override
            public Map<String, String> labels() {
                return Map.of("team", "shop");
            }
        };
    }

    private static RuleEngine engine(Map<String, RulesConfig.RuleConfig> rules, int contextLines) {
        return new RuleEngine(new RulesConfig() {
            @Override
            public Map<String, RuleConfig> rules() {
                return rules;
            }

            @Override
            public String url() {
                return "http://localhost:8090";
            }

            @Override
            public int contextLines() {
                return contextLines;
            }
        });
    }

    private LogEvent event(int severity, String body) {
        return new LogEvent(
                Instant.EPOCH,
                Instant.EPOCH,
                severity,
                "",
                body,
                Map.of(),
                Map.of("service.name", "shop", "host.name", "web-1"),
                null,
                null,
                "file:a",
                offset += 100);
    }
}
