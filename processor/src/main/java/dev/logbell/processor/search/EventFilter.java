package dev.logbell.processor.search;

import dev.logbell.log.Severity;
import dev.logbell.processor.store.EventRange;
import dev.logbell.query.Field;
import dev.logbell.query.Query;
import dev.logbell.query.QueryParser;
import dev.logbell.query.QuerySyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Reads the parameters that say which events a call is about; they are the same for all calls. */
final class EventFilter {
    /** Their names, and that of how long the call may take. */
    static final Set<String> NAMES = Set.of("query", "levels", "search", "from", "to", "timeout");

    private EventFilter() {}

    /** The names of these parameters and others. */
    static Set<String> and(String... others) {
        Set<String> names = new TreeSet<>(NAMES);
        names.addAll(List.of(others));
        return names;
    }

    /** The events that all of the parameters are about. */
    static EventRange range(Parameters parameters) {
        Instant from = parameters.time("from");
        Instant to = parameters.time("to");
        if (from != null && to != null && !from.isBefore(to)) {
            throw new BadParameterException(
                    "from", "from must be before to, got from=%s and to=%s: exchange them".formatted(from, to));
        }
        return EventRange.newestFirst(query(parameters), from, to);
    }

    static Query query(Parameters parameters) {
        List<Query> parts = new ArrayList<>();
        try {
            parts.add(QueryParser.parse(parameters.text("query")));
        } catch (QuerySyntaxException e) {
            throw new BadParameterException("query", String.valueOf(e.getMessage()));
        }
        List<Query> levels = new ArrayList<>();
        for (String level : parameters.list("levels")) {
            levels.add(new Query.Match(
                    new Field(Field.Kind.SEVERITY, "severity"), severity(level).name()));
        }
        if (!levels.isEmpty()) {
            parts.add(new Query.Or(levels));
        }
        if (!parameters.text("search").isEmpty()) {
            parts.add(new Query.Match(Field.BODY, parameters.text("search")));
        }
        return parts.size() == 1 ? parts.getFirst() : new Query.And(parts);
    }

    private static Severity severity(String level) {
        String name = level.toUpperCase(Locale.ROOT);
        return switch (name) {
            case "WARNING" -> Severity.WARN;
            case "CRITICAL" -> Severity.FATAL;
            default ->
                Arrays.stream(Severity.values())
                        .filter(severity -> severity.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new BadParameterException(
                                "levels",
                                "levels must be some of %s, separated by commas, got %s"
                                        .formatted(
                                                String.join(
                                                        ", ",
                                                        Arrays.stream(Severity.values())
                                                                .map(Enum::name)
                                                                .toList()),
                                                Shown.quoted(level))));
        };
    }
}
