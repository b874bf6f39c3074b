package dev.logbell.processor.search;

import dev.logbell.log.Severity;
import dev.logbell.processor.store.EventSearch;
import dev.logbell.processor.store.SearchTimeoutException;
import dev.logbell.processor.store.StoreUnavailableException;
import dev.logbell.query.Field;
import dev.logbell.query.Query;
import dev.logbell.query.QueryParser;
import dev.logbell.query.QuerySyntaxException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the parameters of a search for events. */
public final class SearchRequest {
    static final int MOST_EVENTS = 10_000;
    static final int FARTHEST_OFFSET = 1_000_000;
    private static final int USUAL_EVENTS = 100;
    private static final Set<String> KNOWN =
            Set.of("query", "levels", "search", "from", "to", "limit", "offset", "cursor");

    private SearchRequest() {}

    static EventSearch parse(MultivaluedMap<String, String> given) {
        return parse(given, USUAL_EVENTS);
    }

    /** Reads parameters, with as many events as given if they do not say how many. */
    public static EventSearch parse(MultivaluedMap<String, String> given, int usualEvents) {
        Parameters parameters = new Parameters(given, KNOWN);
        Instant from = parameters.time("from");
        Instant to = parameters.time("to");
        if (from != null && to != null && !from.isBefore(to)) {
            throw new BadParameterException(
                    "from", "from must be before to, got from=%s and to=%s: exchange them".formatted(from, to));
        }
        String cursor = parameters.text("cursor").strip();
        return new EventSearch(
                query(parameters),
                from,
                to,
                parameters.number("limit", 1, MOST_EVENTS, usualEvents),
                parameters.number("offset", 0, FARTHEST_OFFSET, 0),
                cursor.isEmpty() ? null : CursorCodec.decode(cursor));
    }

    /** What {@code cursor=} has to be for the page that starts there. */
    public static String cursor(EventSearch.Cursor cursor) {
        return CursorCodec.encode(cursor);
    }

    /** Whether a failure's message says to the one who asked what to do. */
    public static boolean saysWhatToDo(Throwable failure) {
        return failure instanceof BadParameterException
                || failure instanceof SearchTimeoutException
                || failure instanceof StoreUnavailableException;
    }

    private static Query query(Parameters parameters) {
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
