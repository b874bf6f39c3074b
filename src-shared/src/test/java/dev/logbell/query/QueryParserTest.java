package dev.logbell.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.log.Repetitions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2025-11-05T12:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "queries.txt", delimiter = '→', quoteCharacter = '\u0000', numLinesToSkip = 1)
    void readsQueries(String query, String meaning) {
        assertThat(written(QueryParser.parse(query, NOON))).isEqualTo(meaning);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "wrong-queries.txt", delimiter = '→', quoteCharacter = '\u0000', numLinesToSkip = 1)
    void saysWhatIsWrongAndWhere(String query, String message) {
        assertThatThrownBy(() -> QueryParser.parse(query, NOON))
                .isInstanceOfSatisfying(
                        QuerySyntaxException.class,
                        e -> assertThat(e.getMessage()).startsWith("character %d: ".formatted(e.position() + 1)))
                .hasMessage(message);
    }

    @Test
    void takesABlankQueryForAll() {
        assertThat(QueryParser.parse("")).isEqualTo(new Query.All());
        assertThat(QueryParser.parse(" \t\n ")).isEqualTo(new Query.All());
    }

    @Test
    void refusesAQueryThatIsTooLong() {
        assertThatThrownBy(() -> QueryParser.parse("x".repeat(8193)))
                .isInstanceOf(QuerySyntaxException.class)
                .hasMessage("a query must be at most 8192 characters, got 8193");
        assertThat(QueryParser.parse("x ".repeat(4096))).isInstanceOf(Query.And.class);
    }

    @Test
    void refusesDeepNestingInsteadOfOverflowingTheStack() {
        assertThat(QueryParser.parse("(".repeat(200) + "x" + ")".repeat(200)))
                .isEqualTo(new Query.Match(Field.BODY, "x"));
        assertThatThrownBy(() -> QueryParser.parse("(".repeat(4000) + "x" + ")".repeat(4000)))
                .isInstanceOf(QuerySyntaxException.class)
                .hasMessage("character 201: parentheses are nested deeper than 200");
        assertThat(QueryParser.parse("a OR b AND ".repeat(700) + "x")).isInstanceOf(Query.Or.class);
    }

    @Test
    void refusesARegularExpressionThatGrowsLarge() {
        assertThatThrownBy(() -> QueryParser.parse("/((((x{30}){30}){30}){30}){30}/"))
                .isInstanceOf(QuerySyntaxException.class)
                .hasMessageStartingWith("character 1: the regular expression ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "abc -> 3",
                "(x{30}){30} -> 900",
                "(ab|c{2,5}){10,} -> 80",
                "[{](a{2}b){3} -> 10",
                "a\\{99}b -> 6",
                "{{{ -> 3",
                "((((x{999}){999}){999}){999}) -> 2147483647",
            })
    void tellsHowLargeARegularExpressionGrowsBeforeItDoes(String pattern, long size) {
        assertThat(Repetitions.expanded(pattern)).isEqualTo(size);
    }

    @Test
    void readsOrRefusesWhateverIsTyped() {
        RandomSearches random = new RandomSearches(7);
        for (int i = 0; i < 20_000; i++) {
            String typed = random.typed();
            try {
                assertThat(QueryParser.parse(typed, NOON)).isNotNull();
            } catch (QuerySyntaxException e) {
                assertThat(e.position()).as(typed).isBetween(0, typed.length());
                assertThat(e).as(typed).hasMessageNotContaining("cannot be read: put");
            }
        }
    }

    /** The tree as a person would read it. */
    private static String written(Query query) {
        return switch (query) {
            case Query.All() -> "ALL";
            case Query.And(List<Query> parts) -> written(parts, " & ");
            case Query.Or(List<Query> parts) -> written(parts, " | ");
            case Query.Not(Query part) -> "not " + written(part);
            case Query.Exists(Field field) -> "exists " + field.name();
            case Query.Match(Field field, String text) -> "%s is <%s>".formatted(field.name(), text);
            case Query.Wildcard(Field field, String pattern) -> "%s like <%s>".formatted(field.name(), pattern);
            case Query.Regex(Field field, String pattern) -> "%s matches <%s>".formatted(field.name(), pattern);
            case Query.Range range ->
                "%s in %s%s, %s%s"
                        .formatted(
                                range.field().name(),
                                range.lowIncluded() ? "[" : "(",
                                range.low() == null ? "" : range.low(),
                                range.high() == null ? "" : range.high(),
                                range.highIncluded() ? "]" : ")");
        };
    }

    private static String written(List<Query> parts, String operator) {
        return parts.stream().map(QueryParserTest::written).collect(Collectors.joining(operator, "(", ")"));
    }
}
