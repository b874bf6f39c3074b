package dev.logbell.collector.edge;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.query.EventPredicate;
import dev.logbell.query.Field;
import dev.logbell.query.Query;
import dev.logbell.query.QueryParser;
import dev.logbell.query.QuerySyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Queries as they can be asked before a line is parsed: about its text, its severity word, and its source. */
public final class EdgeQuery {
    private static final Query NOTHING = new Query.Not(new Query.All());
    private static final String RESOURCE = "resource.";

    private EdgeQuery() {}

    /**
     * Reads a query.
     *
     * @throws IllegalArgumentException if it cannot be read, or asks for what only the processor knows
     */
    public static Query parse(String text) {
        try {
            Query query = QueryParser.parse(text);
            check(query);
            return query;
        } catch (QuerySyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static void check(Query query) {
        switch (query) {
            case Query.All() -> {}
            case Query.And(List<Query> parts) -> parts.forEach(EdgeQuery::check);
            case Query.Or(List<Query> parts) -> parts.forEach(EdgeQuery::check);
            case Query.Not(Query part) -> check(part);
            case Query.Exists(Field field) -> check(field);
            case Query.Match match -> check(match.field());
            case Query.Wildcard wildcard -> check(wildcard.field());
            case Query.Regex regex -> check(regex.field());
            case Query.Range range -> check(range.field());
        }
    }

    private static void check(Field field) {
        boolean isKnown = switch (field.kind()) {
            case BODY, SEVERITY, SERVICE, HOST, FILE, SOURCE -> true;
            case ATTRIBUTE -> field.name().startsWith(RESOURCE);
            case TIME, TRACE_ID, SPAN_ID, PATTERN -> false;
        };
        if (!isKnown) {
            throw new IllegalArgumentException(
                    "%s is not known before the line is parsed: ask for words of the line, severity, file, host, service, source or resource.<name>"
                            .formatted(field.name()));
        }
    }

    /** The query as it is for the events of one source: what is the same for all of them is decided. */
    static Query of(Query query, Source source) {
        return fold(query, event(source, 0, "", 0));
    }

    static boolean isNothing(Query query) {
        return query.equals(NOTHING);
    }

    static boolean asksSeverity(Query query) {
        return switch (query) {
            case Query.All() -> false;
            case Query.And(List<Query> parts) -> parts.stream().anyMatch(EdgeQuery::asksSeverity);
            case Query.Or(List<Query> parts) -> parts.stream().anyMatch(EdgeQuery::asksSeverity);
            case Query.Not(Query part) -> asksSeverity(part);
            case Query.Exists(Field field) -> isSeverity(field);
            case Query.Match match -> isSeverity(match.field());
            case Query.Wildcard wildcard -> isSeverity(wildcard.field());
            case Query.Regex regex -> isSeverity(regex.field());
            case Query.Range range -> isSeverity(range.field());
        };
    }

    private static boolean isSeverity(Field field) {
        return field.kind() == Field.Kind.SEVERITY;
    }

    static LogEvent event(Source source, long offset, String text, int severity) {
        return new LogEvent(
                Instant.EPOCH,
                Instant.EPOCH,
                severity,
                "",
                text,
                Map.of(),
                source.resource(),
                null,
                null,
                source.id(),
                offset);
    }

    private static Query fold(Query query, LogEvent any) {
        return switch (query) {
            case Query.All() -> query;
            case Query.And(List<Query> parts) -> {
                List<Query> left = new ArrayList<>();
                for (Query part : parts) {
                    Query folded = fold(part, any);
                    if (isNothing(folded)) {
                        yield NOTHING;
                    }
                    if (!(folded instanceof Query.All)) {
                        left.add(folded);
                    }
                }
                yield left.isEmpty() ? new Query.All() : new Query.And(left);
            }
            case Query.Or(List<Query> parts) -> {
                List<Query> left = new ArrayList<>();
                for (Query part : parts) {
                    Query folded = fold(part, any);
                    if (folded instanceof Query.All) {
                        yield folded;
                    }
                    if (!isNothing(folded)) {
                        left.add(folded);
                    }
                }
                yield left.isEmpty() ? NOTHING : new Query.Or(left);
            }
            case Query.Not(Query part) -> {
                Query folded = fold(part, any);
                yield isNothing(folded)
                        ? new Query.All()
                        : folded instanceof Query.All ? NOTHING : new Query.Not(folded);
            }
            case Query.Exists(Field field) -> decide(query, field, any);
            case Query.Match match -> decide(query, match.field(), any);
            case Query.Wildcard wildcard -> decide(query, wildcard.field(), any);
            case Query.Regex regex -> decide(query, regex.field(), any);
            case Query.Range range -> decide(query, range.field(), any);
        };
    }

    private static Query decide(Query query, Field field, LogEvent any) {
        return switch (field.kind()) {
            case BODY, SEVERITY -> query;
            case SERVICE, HOST, FILE, SOURCE, ATTRIBUTE, TIME, TRACE_ID, SPAN_ID, PATTERN ->
                new EventPredicate(query).test(any) ? new Query.All() : NOTHING;
        };
    }
}
