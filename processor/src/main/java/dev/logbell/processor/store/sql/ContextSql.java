package dev.logbell.processor.store.sql;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.EventContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Finds an event by its source and offset, and those beside it. No index has the offsets, so they are looked for near
 * the times of the event: when it happened, and when it was read.
 */
public final class ContextSql {
    /** How far from the times of an event those beside it are looked for: the next only if that was too near. */
    public static final List<Duration> REACHES =
            List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1));

    private final Dialect dialect;
    private final List<Object> parameters = new ArrayList<>();

    private ContextSql(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The event itself. */
    public static Statement event(Dialect dialect, EventContext.Place place) {
        return event(dialect, place, parameters -> "events");
    }

    /**
     * The event itself, looked for in a part of the events.
     *
     * @param table what stands in the place of {@code events}; adds its parameters to those it is given
     */
    public static Statement event(Dialect dialect, EventContext.Place place, Function<List<Object>, String> table) {
        return new ContextSql(dialect).one(place, table);
    }

    /**
     * The events beside one, the nearest first.
     *
     * @param isBefore whether those before it are meant, or else those after it
     */
    public static Statement beside(Dialect dialect, LogEvent event, boolean isBefore, int limit, Duration reach) {
        return new ContextSql(dialect).some(event, isBefore, limit, reach);
    }

    private Statement one(EventContext.Place place, Function<List<Object>, String> table) {
        String condition = source(place.source()) + " AND e.source_offset = " + parameter(place.offset());
        if (place.time() != null) {
            condition += " AND e.time = " + parameter(dialect.time(place.time()));
        }
        return statement(table.apply(parameters), condition + " LIMIT 1");
    }

    private Statement some(LogEvent event, boolean isBefore, int limit, Duration reach) {
        return statement(
                "events",
                "%s AND e.source_offset %s %s AND (%s OR %s) ORDER BY e.source_offset %s LIMIT %d"
                        .formatted(
                                source(event.source()),
                                isBefore ? "<" : ">",
                                parameter(event.offset()),
                                near(event.time(), reach),
                                near(event.observedTime(), reach),
                                isBefore ? "DESC" : "ASC",
                                limit));
    }

    private String source(String id) {
        return "e.source_id = (SELECT id FROM sources WHERE source = %s)".formatted(parameter(id));
    }

    private String near(Instant time, Duration reach) {
        return "e.time BETWEEN %s AND %s"
                .formatted(parameter(dialect.time(time.minus(reach))), parameter(dialect.time(time.plus(reach))));
    }

    private Statement statement(String table, String condition) {
        return new Statement(
                "SELECT %s FROM %s e CROSS JOIN sources s WHERE s.id = e.source_id AND %s"
                        .formatted(dialect.columns(), table, condition),
                parameters);
    }

    private String parameter(Object value) {
        parameters.add(value);
        return dialect.placeholder(parameters.size());
    }
}
