package dev.logbell.processor.rule;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.pattern.PatternPredicate;
import dev.logbell.processor.pattern.Patterns;
import dev.logbell.query.QueryParser;
import dev.logbell.query.QuerySyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Raises one alert about each event that it matches.
 *
 * @param name becomes the label {@code alertname}
 * @param matches whether an event is one to raise an alert about
 * @param labels that its alerts carry besides those taken from the event
 */
record Rule(String name, Predicate<LogEvent> matches, Map<String, String> labels) {
    private static final String DEFAULT_QUERY = "severity:>=ERROR";

    static List<Rule> from(RulesConfig config, Patterns patterns) {
        if (config.rules().isEmpty()) {
            return List.of(new Rule("ErrorLine", predicate("ErrorLine", DEFAULT_QUERY, patterns), Map.of()));
        }
        List<Rule> rules = new ArrayList<>();
        config.rules()
                .forEach((name, rule) ->
                        rules.add(new Rule(name, predicate(name, rule.query(), patterns), rule.labels())));
        return List.copyOf(rules);
    }

    private static Predicate<LogEvent> predicate(String name, String query, Patterns patterns) {
        try {
            return PatternPredicate.of(QueryParser.parse(query), patterns);
        } catch (QuerySyntaxException e) {
            throw new IllegalArgumentException(
                    "processor.rules.%s.query must be a query, got \"%s\": %s".formatted(name, query, e.getMessage()),
                    e);
        }
    }
}
