package dev.logbell.processor.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.LogEvent;
import dev.logbell.query.Field;
import dev.logbell.query.Query;
import dev.logbell.query.QueryParser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PatternsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String[] USERS = {"alice", "bob", "carol"};

    private final Patterns patterns = new Patterns();

    @Test
    void marksTheEventThatIsLikeNoneBefore() {
        List<LogEvent> marked = patterns.mark(List.of(event("disk 1 full"), event("disk 2 full"), event("")));

        assertThat(marked.get(0).pattern()).isEqualTo(marked.get(1).pattern()).hasSize(16);
        assertThat(marked.get(0).attributes()).isEqualTo(Map.of("pattern.new", true));
        assertThat(marked.get(1).attributes()).isEmpty();
        assertThat(marked.get(2).pattern()).isNull();
    }

    @Test
    void doesNotCallNewWhatAnotherProcessFound() {
        Patterns other = new Patterns();
        other.mark(List.of(event("disk 1 full")));
        patterns.restore(other.takeChanged());

        assertThat(patterns.mark(List.of(event("disk 2 full"))).getFirst().attributes())
                .isEmpty();
    }

    @Test
    void findsAllPartsOfAPatternByAnyOfTheirIds() {
        Patterns other = new Patterns();
        List<String> ids = Stream.of(USERS)
                .map(user -> patterns.mark(List.of(event("session opened for " + user)))
                        .getFirst()
                        .pattern())
                .toList();
        List<KnownPattern> changed = patterns.takeChanged();
        other.restore(changed);
        String root = ids.getLast();

        Query expected = patterns.expand(match(root));

        assertThat(expected).isInstanceOf(Query.Or.class);
        for (String id : ids) {
            assertThat(patterns.expand(match(id))).isEqualTo(expected);
            assertThat(other.expand(match(id))).isEqualTo(expected);
            assertThat(patterns.root(id)).isEqualTo(root);
        }
        assertThat(patterns.expand(match("0000000000000001"))).isEqualTo(match("0000000000000001"));
    }

    @Test
    void keepsRulesMeaningAPatternThatBecomesAPartOfAnother() {
        LogEvent first =
                patterns.mark(List.of(event("session opened for alice"))).getFirst();
        PatternPredicate rule = PatternPredicate.of(QueryParser.parse("pattern:" + first.pattern()), patterns);
        assertThat(rule.test(first)).isTrue();

        patterns.mark(List.of(event("session opened for bob"), event("session opened for carol")));
        patterns.takeChanged();

        LogEvent later =
                patterns.mark(List.of(event("session opened for dave"))).getFirst();
        assertThat(later.pattern()).isNotEqualTo(first.pattern());
        assertThat(rule.test(later)).isTrue();
        assertThat(rule.test(first)).isTrue();
    }

    private static Query match(String id) {
        return new Query.Match(new Field(Field.Kind.PATTERN, "pattern"), id);
    }

    private static LogEvent event(String body) {
        return new LogEvent(NOON, NOON, 9, "INFO", body, Map.of(), Map.of(), null, null, "file:a", 0);
    }
}
