package dev.logbell.collector.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkFilterTest {
    private static final Source SOURCE =
            new Source("file:a", Map.of("log.file.path", "/var/log/shop.log", "k8s.namespace.name", "kube-system"));

    private final List<String> dropped = new ArrayList<>();
    private final ChunkFilter filter = new ChunkFilter(dropped::add);
    private long millis;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "GET /health"                          | b
            severity:DEBUG                         | c
            severity:>=INFO                        | a
            NOT "GET"                              | acd
            file:*shop* AND "health"               | b
            file:*nginx* AND "health"              | -
            resource.k8s.namespace.name:kube-system | abcd
            /order [0-9]+ placed/                  | a
            "at dev.shop.Cart"                     | d
            """)
    void leavesOutWhatAQueryMatches(String query, String expected) {
        String text = """
                x INFO order 12 placed
                GET /health 200
                x DEBUG tick
                x java.io.IOException
                \tat dev.shop.Cart.run(Cart.java:7)
                """;
        LogChunk chunk = apply(chunk(100, text, false), new EdgeRule.Drop(EdgeQuery.parse(query)));
        String kept = "abcd".replaceAll(expected.equals("-") ? "#" : "[" + expected + "]", "");
        StringBuilder left = new StringBuilder();
        String all = new String(chunk.bytes(), UTF_8);
        left.append(all.contains("order") ? "a" : "").append(all.contains("health") ? "b" : "");
        left.append(all.contains("tick") ? "c" : "").append(all.contains("\tat dev") && all.contains("IOE") ? "d" : "");
        assertThat(left).hasToString(kept);
        assertThat(chunk.endOffset()).isEqualTo(100 + text.length());
        assertThat(chunk.skips().total() + chunk.bytes().length).isEqualTo(text.length());
        if (!kept.equals("abcd")) {
            assertThat(chunk.skips().byReason()).containsOnlyKeys("filtered");
            assertThat(dropped).hasSize(4 - kept.length());
        }
    }

    @Test
    void leavesOutTheLinesOfAContainersEventTogether() {
        String head = "2025-11-05T12:00:01.123456789Z stdout F ";
        String other = "2025-11-05T12:00:01.123456789Z stderr F ";
        String text = head + "x DEBUG one\n" + other + "kept\n" + head + "\tat of one\n" + head + "x INFO two\n";
        LogChunk chunk = apply(chunk(0, text, false), new EdgeRule.Drop(EdgeQuery.parse("severity:debug")));
        assertThat(new String(chunk.bytes(), UTF_8)).isEqualTo(other + "kept\n" + head + "x INFO two\n");
        assertThat(chunk.offsetAt(0)).isEqualTo((head + "x DEBUG one\n").length());
    }

    @Test
    void samplesTheSameEventsWheneverTheyAreRead() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            text.append("event ").append(i).append('\n');
        }
        EdgeRule one = new EdgeRule.Sample(EdgeQuery.parse("event"), 10);
        LogChunk whole = apply(chunk(0, text.toString(), false), one);
        long lines = new String(whole.bytes(), UTF_8).lines().count();
        assertThat(lines).isBetween(60L, 140L);
        int half = text.indexOf("event 500\n");
        LogChunk first = apply(chunk(0, text.substring(0, half), false), one);
        LogChunk second = apply(chunk(half, text.substring(half), false), one);
        assertThat(new String(first.bytes(), UTF_8) + new String(second.bytes(), UTF_8))
                .isEqualTo(new String(whole.bytes(), UTF_8));
        assertThat(whole.skips().byReason()).containsOnlyKeys("sampled");
    }

    @Test
    void letsThroughSoManyASecondAndABurst() {
        SourceRules rules = rules(new EdgeRule.Limit(EdgeQuery.parse(""), 2, 3));
        LogChunk flood = filter.apply(chunk(0, "a\nb\nc\nd\ne\n", false), rules);
        assertThat(new String(flood.bytes(), UTF_8)).isEqualTo("a\nb\nc\n");
        assertThat(flood.skips().byReason()).containsExactly(Map.entry("rate-limited", 4L));
        millis = 500;
        assertThat(new String(filter.apply(chunk(10, "f\ng\n", false), rules).bytes(), UTF_8))
                .isEqualTo("f\n");
    }

    @Test
    void leavesOutTheRestOfAnEventThatWasCut() {
        SourceRules rules = rules(new EdgeRule.Drop(EdgeQuery.parse("secret")));
        LogChunk first = filter.apply(chunk(0, "kept\nsecret par", true), rules);
        LogChunk second = filter.apply(chunk(15, "t two\nkept too\n", false), rules);
        assertThat(first.continues()).isFalse();
        assertThat(new String(first.bytes(), UTF_8)).isEqualTo("kept\n");
        assertThat(new String(second.bytes(), UTF_8)).isEqualTo("kept too\n");
        assertThat(second.offset()).isEqualTo(first.endOffset());
        assertThat(dropped).containsExactly("filtered");
    }

    /** What a record says is asked, not how it is written. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "say \\"no\\""              | b
            /path.to/                  | c
            "second line"              | c
            severity:>=ERROR           | bd
            severity:INFO              | a
            service:payments           | d
            service:shop               | abc
            "severityNumber"           | -
            resource.zone:north        | d
            """)
    void asksWhatARecordSays(String query, String expected) {
        Source shop = new Source("http:a", Map.of("service.name", "shop"));
        String text = """
                {"severityNumber":9,"body":"first"}
                {"severityText":"fatal","line":"say \\"no\\""}
                {"body":"\\u0070ath\\/to\\nsecond line"}
                {"severityNumber":17,"body":{"error":true},"resource":{"service.name":"payments","zone":"north"}}
                """;
        LogChunk chunk = new LogChunk(shop, 100, text.getBytes(UTF_8), Framing.RECORDS, Instant.EPOCH, false);
        EdgeRule rule = new EdgeRule.Drop(EdgeQuery.parse(query));
        LogChunk kept = filter.apply(chunk, new SourceRules(List.of(rule), shop, true, () -> millis));
        String all = new String(kept.bytes(), UTF_8);
        String left = (all.contains("first") ? "a" : "")
                + (all.contains("say") ? "b" : "")
                + (all.contains("second") ? "c" : "")
                + (all.contains("north") ? "d" : "");
        assertThat(left).isEqualTo("abcd".replaceAll(expected.equals("-") ? "#" : "[" + expected + "]", ""));
        assertThat(kept.endOffset()).isEqualTo(100 + text.length());
        assertThat(kept.skips().total() + kept.bytes().length).isEqualTo(text.length());
    }

    @Test
    void changesNothingOfAChunkThatLeavesWhole() {
        LogChunk chunk = chunk(0, "a\nb\n", true);
        assertThat(apply(chunk, new EdgeRule.Drop(EdgeQuery.parse("x")))).isSameAs(chunk);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:42", "time:>now-1h", "trace:abc", "a AND NOT status:200"})
    void refusesToAskForWhatOnlyTheProcessorKnows(String query) {
        assertThatThrownBy(() -> EdgeQuery.parse(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not known before the line is parsed");
    }

    private LogChunk apply(LogChunk chunk, EdgeRule rule) {
        return filter.apply(chunk, rules(rule));
    }

    private SourceRules rules(EdgeRule rule) {
        return new SourceRules(List.of(rule), SOURCE, false, () -> millis);
    }

    private static LogChunk chunk(long offset, String text, boolean continues) {
        return new LogChunk(SOURCE, offset, text.getBytes(UTF_8), Framing.LINES, Instant.EPOCH, continues);
    }
}
