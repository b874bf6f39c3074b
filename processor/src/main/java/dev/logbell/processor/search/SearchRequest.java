package dev.logbell.processor.search;

import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.EventSearch;
import dev.logbell.processor.store.SearchTimeoutException;
import dev.logbell.processor.store.StoreUnavailableException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Set;

/** Reads the parameters of a search for events. */
public final class SearchRequest {
    static final int MOST_EVENTS = 10_000;
    static final int FARTHEST_OFFSET = 1_000_000;
    private static final int USUAL_EVENTS = 100;
    static final Set<String> KNOWN = EventFilter.and("limit", "offset", "cursor", "order", "fields");

    private SearchRequest() {}

    static EventSearch parse(MultivaluedMap<String, String> given) {
        return parse(given, USUAL_EVENTS);
    }

    /** Reads parameters, with as many events as given if they do not say how many. */
    public static EventSearch parse(MultivaluedMap<String, String> given, int usualEvents) {
        Parameters parameters = new Parameters(given, KNOWN);
        EventRange range = EventFilter.range(parameters);
        String cursor = parameters.text("cursor").strip();
        return new EventSearch(
                new EventRange(
                        range.query(),
                        range.from(),
                        range.to(),
                        order(parameters),
                        cursor.isEmpty() ? null : CursorCodec.decode(cursor)),
                parameters.number("limit", 1, MOST_EVENTS, usualEvents),
                parameters.number("offset", 0, FARTHEST_OFFSET, 0));
    }

    /** Newest first, or else {@code order=asc}. */
    static EventRange.Order order(Parameters parameters) {
        return parameters.oneOf("order", List.of("desc", "asc")).equals("asc")
                ? EventRange.Order.OLDEST_FIRST
                : EventRange.Order.NEWEST_FIRST;
    }

    /** What {@code cursor=} has to be for the page that starts there. */
    public static String cursor(EventRange.Cursor cursor) {
        return CursorCodec.encode(cursor);
    }

    /** Whether a failure's message says to the one who asked what to do. */
    public static boolean saysWhatToDo(Throwable failure) {
        return failure instanceof BadParameterException
                || failure instanceof SearchTimeoutException
                || failure instanceof StoreUnavailableException;
    }
}
