package dev.logbell.alerter.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatcherTest {
    private static final Map<String, String> LABELS =
            Map.of("alertname", "ErrorLine", "severity", "error", "service", "pay,ments", "quote", "say \"hi\"\n");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "severity=\"error\" ; true",
                "severity=error ; true",
                " severity = \"error\" ; true",
                "severity=\"err\" ; false",
                "severity!=\"error\" ; false",
                "severity!=fatal ; true",
                "severity=~\"error|fatal\" ; true",
                "severity=~\"err\" ; false",
                "severity=~\"err.*\" ; true",
                "severity!~\"error|fatal\" ; false",
                "severity!~\"debug\" ; true",
                "{severity=~\"error|fatal\", service!=\"test\"} ; true",
                "severity=~\"error|fatal\", service=\"test\" ; false",
                "service=\"pay,ments\",severity=error, ; true",
                "quote=\"say \\\"hi\\\"\\n\" ; true",
                "missing=\"\" ; true",
                "missing!=\"\" ; false",
                "missing=~\".*\" ; true",
                "{} ; true",
                "service=~\"pay\\\\W.*\" ; true",
            })
    void matchesAsAlertmanagerDoes(String matchers, boolean isMatch) {
        assertThat(Matcher.allMatch(Matcher.parseAll(matchers), LABELS)).isEqualTo(isMatch);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "severity ; must be a label, one of = != =~ !~",
                "=error ; must be a label",
                "severity=\"error ; must end with its quote",
                "severity=\"error\"x ; must end with its quote",
                "severity=err\"or ; stray quote",
                "severity=~\"(\" ; the regular expression of the matcher severity=~\"(\" is wrong",
                "{severity=error ; must be closed as they were opened",
                "a=b,,c=d ; must be a label",
            })
    void saysWhatIsWrong(String matchers, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Matcher.parseAll(matchers))
                .withMessageContaining(message);
    }

    @Test
    void aRouterPicksEveryChannelThatMatches() {
        Router router = new Router(Map.of(
                "all", List.of(),
                "errors", Matcher.parseAll("severity=error"),
                "others", Matcher.parseAll("severity!=error")));

        assertThat(router.channelsFor(LABELS)).containsExactlyInAnyOrder("all", "errors");
    }
}
