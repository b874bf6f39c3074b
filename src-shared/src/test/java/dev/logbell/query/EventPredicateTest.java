package dev.logbell.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.log.LogEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventPredicateTest {
    private static final LogEvent EVENT = new LogEvent(
            Instant.parse("2025-11-05T12:00:01.250Z"),
            Instant.parse("2025-11-05T12:00:01.300Z"),
            18,
            "ERROR",
            "Connection RESET by peer: 50% of Grüße lost 🙂\n\tat shop.Pay.charge(Pay.java:36)",
            Map.of(
                    "status",
                    500L,
                    "ratio",
                    0.25,
                    "text",
                    "500",
                    "user",
                    "Alice",
                    "ok",
                    true,
                    "empty",
                    "",
                    "tags",
                    List.of("Blue", 7L, Map.of("x", 1L)),
                    "http",
                    Map.of("method", "GET", "response", Map.of("size", 12L)),
                    "http.route",
                    "/pay/{id}"),
            Map.of("service.name", "Payments", "host.name", "web-1", "region", "eu", "user", "resource"),
            "0af7651916cd43dd8448eb211c80319c",
            null,
            "file:web-1:1",
            7);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "reset",
                "RESET",
                "\"connection reset\"",
                "onnect",
                "grüße",
                "GRÜSSE OR grÜßE",
                "\"50%\"",
                "c*peer",
                "at*36",
                "conn?ction",
                "🙂",
                "\"lost ?\" OR lost?🙂",
                "/reset by/",
                "/RESET.by/",
                "/charge\\(/",
                "reset -timeout",
                "NOT timeout",
                "NOT nothing:*",
                "service:payments",
                "service:pay*",
                "service:/^pay/",
                "host:web-?",
                "source:\"file:web-1:1\"",
                "trace_id:0AF7651916cd43dd8448eb211c80319c",
                "trace_id:*",
                "-span_id:*",
                "severity:error",
                "severity:ERROR2",
                "severity:18",
                "severity:>=error",
                "severity:>warn",
                "severity:<fatal",
                "severity:<=error",
                "severity:[warn TO error]",
                "NOT severity:>error",
                "level:*",
                "time:2025-11-05",
                "time:\"2025-11-05T12:00:01Z\"",
                "time:[2025-11-05T12:00:01.25Z TO *]",
                "time:>2025-11-04",
                "time:<=2025-11-05",
                "NOT time:<2025-11-05",
                "time:*",
                "status:500",
                "status:500.0",
                "status:5e2",
                "status:>=500",
                "status:>499.5",
                "status:[1 TO 1000]",
                "status:5*",
                "status:/^5..$/",
                "-status:\"five\"",
                "text:500",
                "-text:500.0",
                "text:>5",
                "ratio:0.25",
                "ratio:<1",
                "ratio:.25 OR ratio:0.250",
                "user:ALICE",
                "attributes.user:alice",
                "-user:resource",
                "user:[alice TO bob]",
                "user:>al",
                "ok:true",
                "ok:*",
                "empty:*",
                "empty:\"\"",
                "tags:blue",
                "tags:7",
                "tags:(blue AND 7)",
                "-tags:1",
                "tags:*",
                "tags:>6",
                "http.method:get",
                "http.response.size:12",
                "http.route:\"/PAY/{id}\"",
                "http:*",
                "-http:get",
                "region:eu",
                "resource.region:EU",
                "_exists_:region",
                "host.name:web-1 AND service.name:payments",
                "body:reset",
                "message:*lost*"
            })
    void matches(String query) {
        assertThat(new EventPredicate(QueryParser.parse(query))).accepts(EVENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeout",
                "\"reset connection\"",
                "reset AND timeout",
                "NOT reset",
                "peer*conn*zzz",
                "/^reset/",
                "service:pay",
                "service:ayment*",
                "host:web",
                "span_id:*",
                "severity:warn",
                "severity:>error",
                "severity:17",
                "severity:{error TO fatal}",
                "time:2025-11-06",
                "time:<2025-11-05",
                "time:>2025-11-05",
                "status:501",
                "status:5",
                "status:<500",
                "status:{500 TO 600}",
                "status:five",
                "text:500.0",
                "ratio:>0.25",
                "user:alic",
                "USER:alice",
                "nothing:*",
                "nothing:x",
                "nothing:>0",
                "-nothing:x timeout",
                "tags:green",
                "tags:1",
                "tags:x",
                "http.method:post",
                "http.response:12",
                "http:get",
                "status:[600 TO *]"
            })
    void doesNotMatch(String query) {
        assertThat(new EventPredicate(QueryParser.parse(query))).rejects(EVENT);
    }

    @Test
    void foldsEachCharacterByItself() {
        assertThat(CaseFold.fold("ΣΑΣ İK\u212A Straße")).isEqualTo("σας".replace('ς', 'σ') + " ikk straße");
        assertThat(CaseFold.fold("lower")).isSameAs("lower");
    }

    @Test
    void ordersTextAsUtf8BytesDo() {
        List<String> texts = List.of("", "a", "ab", "b", "é", "\uFF5E", "🙂", "🙂a");
        for (int i = 0; i < texts.size(); i++) {
            for (int j = 0; j < texts.size(); j++) {
                assertThat(Integer.signum(CaseFold.compare(texts.get(i), texts.get(j))))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void writesAPatternForSql() {
        assertThat(new Query.Wildcard(Field.of("user"), "A*b?\\*50%_\\\\").like())
                .isEqualTo("a%b_*50\\%\\_\\\\");
        assertThat(new Query.Wildcard(Field.BODY, "x*").like()).isEqualTo("%x%%");
    }

    @Test
    void saysWhichFieldCannotBeMatchedByAWord() {
        assertThatThrownBy(() -> new EventPredicate(new Query.Match(Field.of("time"), "noon")))
                .hasMessage("time cannot be matched by a word: use a range");
    }

    @Test
    void holdsTheLawsOfLogicForAnyQueryAndEvent() {
        RandomSearches random = new RandomSearches(42);
        List<LogEvent> events = random.events(200);
        int matched = 0;
        for (int i = 0; i < 500; i++) {
            Query left = random.query();
            Query right = random.query();
            EventPredicate both = new EventPredicate(new Query.And(List.of(left, right)));
            EventPredicate neither =
                    new EventPredicate(new Query.Not(new Query.Or(List.of(new Query.Not(left), new Query.Not(right)))));
            for (LogEvent event : events) {
                assertThat(both.test(event)).isEqualTo(neither.test(event));
                matched += both.test(event) ? 1 : 0;
            }
        }
        assertThat(matched).isBetween(10_000, 90_000);
    }

    @Test
    void staysQuickOnPatternsMadeToBeSlow() {
        LogEvent event = with("a".repeat(100_000));
        assertThatCode(() -> {
                    assertThat(new EventPredicate(QueryParser.parse("/(a+)+b$/")).test(event))
                            .isFalse();
                    assertThat(new EventPredicate(QueryParser.parse("a*a*a*a*a*b")).test(event))
                            .isFalse();
                })
                .doesNotThrowAnyException();
    }

    private static LogEvent with(String body) {
        return new LogEvent(
                EVENT.time(), EVENT.observedTime(), 0, "", body, Map.of(), Map.of(), null, null, EVENT.source(), 8);
    }
}
