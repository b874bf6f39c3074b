package dev.logbell.processor.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventSearch;
import dev.logbell.query.Field;
import dev.logbell.query.Query;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchRequestTest {
    @Test
    void isForTheNewestHundredWhenNothingIsAsked() {
        assertThat(SearchRequest.parse(parameters()))
                .isEqualTo(new EventSearch(new Query.All(), null, null, 100, 0, null));
    }

    @Test
    void joinsAllItsConditions() {
        EventSearch search = SearchRequest.parse(parameters("levels", "ERROR, warning", "search", "time*out"));

        Field severity = new Field(Field.Kind.SEVERITY, "severity");
        assertThat(search.range().query())
                .isEqualTo(new Query.And(List.of(
                        new Query.All(),
                        new Query.Or(List.of(new Query.Match(severity, "ERROR"), new Query.Match(severity, "WARN"))),
                        new Query.Match(Field.BODY, "time*out"))));
    }

    @Test
    void takesTimesOfEveryZone() {
        EventSearch search =
                SearchRequest.parse(parameters("from", "2026-01-31T13:45:00Z", "to", "2026-01-31T14:45:00.250 01:00"));

        assertThat(search.range().from()).isEqualTo(Instant.parse("2026-01-31T13:45:00Z"));
        assertThat(search.range().to()).isEqualTo(Instant.parse("2026-01-31T13:45:00.250Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31, 2026-01-31T00:00:00Z",
        "2026-01-31T13:45, 2026-01-31T13:45:00Z",
        "2026-01-31 13:45:00, 2026-01-31T13:45:00Z",
        "1769867100, 2026-01-31T13:45:00Z",
        "1769867100250, 2026-01-31T13:45:00.250Z",
        "+10000-01-01T00:00:00Z, +10000-01-01T00:00:00Z",
    })
    void takesTimesAsQueriesWriteThem(String text, Instant time) {
        assertThat(SearchRequest.parse(parameters("from", text)).range().from()).isEqualTo(time);
    }

    @Test
    void takesTimesThatAreRelativeToNow() {
        Instant from =
                SearchRequest.parse(parameters("from", "now-15m")).range().from();

        assertThat(from)
                .isBetween(Instant.now().minusSeconds(960), Instant.now().minusSeconds(840));
    }

    @Test
    void readsTheCursorsItWrites() {
        EventRange.Cursor cursor =
                new EventRange.Cursor(Instant.parse("2026-01-31T13:45:00.123456789Z"), "file:ü\n-1:2", 42);

        assertThat(SearchRequest.parse(parameters("cursor", SearchRequest.cursor(cursor)))
                        .range()
                        .after())
                .isEqualTo(cursor);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit  | 0         | limit must be a whole number 1..10000, got '0': change it or leave it out (100)
            limit  | 10001     | limit must be a whole number 1..10000, got '10001': change it or leave it out (100)
            limit  | ten       | limit must be a whole number 1..10000, got 'ten': change it or leave it out (100)
            offset | -1        | offset must be a whole number 0..1000000, got '-1': change it or leave it out (0)
            levels | ERROR,LOUD | levels must be some of UNSPECIFIED, TRACE, DEBUG, INFO, WARN, ERROR, FATAL, separated by commas, got 'LOUD'
            from   | yesterday | from must be a time, got 'yesterday': write it as 2026-01-31T13:45:00Z, 2026-01-31T14:45:00.250%2B01:00, 2026-01-31, now-15m, or seconds since 1970
            order  | up        | order must be desc or asc, got 'up': change it or leave it out (desc)
            cursor | MjAyNi0xMS0yM1QxMDowMDowMFoKNQoA | cursor must be the `next` of an answer, got 'MjAyNi0xMS0yM1QxMDowMDowMFoKNQoA': leave it out to start with the newest
            cursor | xyz       | cursor must be the `next` of an answer, got 'xyz': leave it out to start with the newest
            level  | ERROR     | unknown parameter 'level': known are cursor, fields, from, levels, limit, offset, order, query, search, timeout, to
            """)
    void refusesWhatItCannotUse(String name, String value, String message) {
        assertThatThrownBy(() -> SearchRequest.parse(parameters(name, value)))
                .isInstanceOfSatisfying(
                        BadParameterException.class,
                        e -> assertThat(e.parameter()).isEqualTo(name))
                .hasMessage(message);
    }

    @Test
    void refusesAQueryThatCannotBeRead() {
        assertThatThrownBy(() -> SearchRequest.parse(parameters("query", "(a AND")))
                .isInstanceOfSatisfying(
                        BadParameterException.class,
                        e -> assertThat(e.parameter()).isEqualTo("query"));
    }

    @Test
    void refusesTimesInTheWrongOrder() {
        assertThatThrownBy(() ->
                        SearchRequest.parse(parameters("from", "2026-01-31T13:45:00Z", "to", "2026-01-31T13:45:00Z")))
                .hasMessageContaining("from must be before to");
    }

    @Test
    void refusesAParameterThatIsThereTwice() {
        MultivaluedMap<String, String> twice = parameters("limit", "1");
        twice.add("limit", "2");

        assertThatThrownBy(() -> SearchRequest.parse(twice)).hasMessage("limit is there 2 times: give it once");
    }

    private static MultivaluedMap<String, String> parameters(String... namesAndValues) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return parameters;
    }
}
