package dev.logbell.processor.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.alert.Alert;
import dev.logbell.alert.Alert.ContextLine;
import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Skips;
import dev.logbell.log.Source;
import dev.logbell.processor.pattern.Patterns;
import dev.logbell.query.EventPredicate;
import dev.logbell.query.QueryParser;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RuleEngineTest {
    private long offset;

    @Test
    void raisesAnAlertAboutEachEventOfSeverityErrorOrWorse() {
        List<Alert> alerts =
                evaluate(engine(Map.of(), 5), List.of(event(9, "fine"), event(17, "bad"), event(21, "dead")));
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
        evaluate(engine, List.of(event(9, "1"), event(9, "2"), event(9, "3")));
        List<Alert> alerts =
                evaluate(engine, List.of(event(9, "4"), event(17, "5"), event(9, "6"), event(9, "7"), event(9, "8")));
        assertThat(alerts.getFirst().context())
                .containsExactly(
                        new ContextLine("12:00 3", false),
                        new ContextLine("12:00 4", false),
                        new ContextLine("12:00 5", true),
                        new ContextLine("12:00 6", false),
                        new ContextLine("12:00 7", false));
    }

    @Test
    void showsEachLineOnceWhenAllCameInOneChunk() {
        List<Alert> alerts =
                evaluate(engine(Map.of(), 5), List.of(event(9, "a"), event(9, "b"), event(17, "boom"), event(9, "d")));
        assertThat(alerts.getFirst().context())
                .extracting(ContextLine::text)
                .containsExactly("12:00 a", "12:00 b", "12:00 boom", "12:00 d");
    }

    @Test
    void ringsForAPatternThatIsNewAndNotForItsNextEvent() {
        Patterns patterns = new Patterns();
        RuleEngine engine = engine(Map.of("NewError", rule("severity:>=ERROR AND pattern.new:true")), 5);

        List<Alert> first = evaluate(
                engine,
                patterns.mark(
                        List.of(event(9, "job 1 is done"), event(17, "disk 1 is full"), event(17, "disk 2 is full"))));
        List<Alert> second = evaluate(
                engine,
                patterns.mark(List.of(
                        event(17, "disk 3 is full"), event(17, "job 2 is done"), event(21, "no route to 10.0.0.1"))));

        assertThat(first).extracting(alert -> alert.cause().body()).containsExactly("disk 1 is full");
        assertThat(second).extracting(alert -> alert.cause().body()).containsExactly("no route to 10.0.0.1");
        assertThat(first.getFirst().labels()).containsEntry("alertname", "NewError");
    }

    @Test
    void linksToTheSourceAtTheTimeOfTheEvent() {
        Alert alert = evaluate(engine(Map.of(), 5), List.of(event(17, "bad"))).getFirst();
        String query = URLDecoder.decode(alert.generatorUrl().split("query=", 2)[1], StandardCharsets.UTF_8);
        assertThat(new EventPredicate(QueryParser.parse(query)).test(alert.cause()))
                .isTrue();
    }

    @Test
    void givesTheSameEventTheSameAlertHoweverItArrives() {
        LogEvent before = event(9, "before");
        LogEvent cause = event(17, "bad");
        Alert together = evaluate(engine(Map.of(), 5), List.of(before, cause)).getFirst();
        Alert alone = evaluate(engine(Map.of(), 5), List.of(cause)).getFirst();
        assertThat(together.id()).isEqualTo(alone.id());
    }

    @Test
    void holdsTheLineAsItWasWritten() {
        Alert alert = evaluate(engine(Map.of(), 5), List.of(event(9, "Grüße"), event(17, "bad \u0000\n\tat x")))
                .getFirst();
        assertThat(alert.line()).isEqualTo("12:00 bad ␀\n\tat x");
    }

    @Test
    void holdsARecordOfAnotherProducerWhole() {
        LogEvent event = event(17, "bad");
        byte[] bytes = "{\"line\":\"{\\\"msg\\\": \\\"bad\\\"}\"}\n".getBytes(StandardCharsets.UTF_8);
        Alert alert = engine(Map.of(), 5)
                .evaluate(chunk(event.offset(), bytes, Framing.ONE_RECORD), List.of(event))
                .getFirst();
        assertThat(alert.line()).isEqualTo("{\"msg\": \"bad\"}");
    }

    @Test
    void findsTheLineBehindOnesThatWereLeftOut() {
        Skips.Builder skips = new Skips.Builder();
        skips.add(9, 1_000, "dropped");
        byte[] bytes = "12:00 ok\n12:01 bad\n".getBytes(StandardCharsets.UTF_8);
        LogChunk chunk = new LogChunk(
                new Source("file:a", Map.of()), 0, bytes, Framing.LINES, Instant.EPOCH, false, skips.build());
        LogEvent fine = event(9, "ok");
        offset = 1_009;

        Alert alert = engine(Map.of(), 5)
                .evaluate(chunk, List.of(fine, event(17, "bad")))
                .getFirst();

        assertThat(alert.line()).isEqualTo("12:01 bad");
        assertThat(alert.context().getFirst().text()).isEqualTo("12:00 ok");
    }

    @Test
    void holdsTheLineThatARecordCarriesOrItsMessage() {
        byte[] line = "{\"line\":\"12:00 ERROR bad\"}\n".getBytes(StandardCharsets.UTF_8);
        byte[] body = "{\"severityNumber\":17,\"body\":\"bad\"}\n".getBytes(StandardCharsets.UTF_8);
        LogEvent event = event(17, "bad");

        for (var expected : Map.of(line, "12:00 ERROR bad", body, "bad").entrySet()) {
            Alert alert = engine(Map.of(), 5)
                    .evaluate(chunk(event.offset(), expected.getKey(), Framing.RECORDS), List.of(event))
                    .getFirst();
            assertThat(alert.line()).isEqualTo(expected.getValue());
        }
    }

    @Test
    void cutsALineBetweenItsCharacters() {
        for (String character : List.of("é", "€", "😀", "ab😀")) {
            Alert alert = evaluate(engine(Map.of(), 5), List.of(event(17, character.repeat(3_000))))
                    .getFirst();
            assertThat(alert.line()).hasSizeBetween(1_998, 2_000).endsWith("…").doesNotContain("\uFFFD");
            assertThat(alert.line().codePoints().allMatch(c -> Character.getType(c) != Character.SURROGATE))
                    .isTrue();
        }
    }

    @Test
    void cutsAHugeEventInItsAlert() {
        Alert alert = evaluate(engine(Map.of(), 5), List.of(event(17, "x".repeat(5_000_000))))
                .getFirst();
        assertThat(alert.cause().body()).hasSize(16_384).endsWith("…");
        assertThat(alert.line()).hasSize(2_000).startsWith("12:00 xxx").endsWith("…");
        assertThat(alert.annotations().get("summary")).hasSize(200);
    }

    @Test
    void refusesARuleWhoseQueryCannotBeRead() {
        assertThatThrownBy(() -> engine(Map.of("Odd", rule("severity:(")), 5))
                .hasMessageStartingWith(
                        "processor.rules.Odd.query must be a query, got \"severity:(\": character 10: ");
    }

    @Test
    void raisesByItsOwnRulesWithTheirLabels() {
        List<Alert> alerts =
                evaluate(engine(Map.of("Slow", rule("slow")), 5), List.of(event(9, "so slow"), event(17, "bad")));
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
        return new RuleEngine(
                new RulesConfig() {
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
                },
                new Patterns());
    }

    /** Evaluates events whose lines were written with a time before the body. */
    private static List<Alert> evaluate(RuleEngine engine, List<LogEvent> events) {
        String text = events.stream().map(RuleEngineTest::written).collect(Collectors.joining());
        long first = events.getFirst().offset();
        return engine.evaluate(chunk(first, text.getBytes(StandardCharsets.UTF_8), Framing.LINES), events);
    }

    private static LogChunk chunk(long offset, byte[] bytes, Framing framing) {
        return new LogChunk(new Source("file:a", Map.of()), offset, bytes, framing, Instant.EPOCH, false);
    }

    private static String written(LogEvent event) {
        return "12:00 " + event.body() + "\r\n\r\n";
    }

    private LogEvent event(int severity, String body) {
        LogEvent event = new LogEvent(
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
                offset);
        offset += written(event).getBytes(StandardCharsets.UTF_8).length;
        return event;
    }
}
