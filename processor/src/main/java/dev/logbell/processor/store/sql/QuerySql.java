package dev.logbell.processor.store.sql;

import dev.logbell.processor.store.EventRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The condition of one statement that finds the events of a search, over the tables {@code events e} and
 * {@code sources s}. It lets through all that the query means, and perhaps more: what is let through is tested with
 * the query itself, which alone knows about Unicode, numbers and regular expressions, so that every store gives the
 * same answer. Values are always parameters.
 */
public final class QuerySql {
    private final Dialect dialect;
    private final List<Object> parameters = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final boolean isExact;
    private final EventRange.Order order;

    public QuerySql(Dialect dialect, EventRange range) {
        this.dialect = dialect;
        this.order = range.order();
        QueryCondition.Fragment query = new QueryCondition(dialect, parameters).of(range.query());
        isExact = query.isExact();
        conditions.add(query.sql());
        if (range.from() != null) {
            from(range.from());
        }
        if (range.to() != null) {
            to(range.to());
        }
        if (range.after() != null) {
            after(range.after());
        }
    }

    /** Adds the condition that events happened at that time or later. */
    public void from(Instant from) {
        StoredTime time = StoredTime.of(from);
        conditions.add("e.time >= " + time(from));
        if (time.nanos() > 0) {
            conditions.add("(e.time, e.time_nanos) >= (%s, %s)".formatted(time(from), parameter(time.nanos())));
        }
    }

    /** Adds the condition that events happened before that time. */
    public void to(Instant to) {
        StoredTime time = StoredTime.of(to);
        if (time.nanos() > 0) {
            conditions.add("e.time <= " + time(to));
            conditions.add("(e.time, e.time_nanos) < (%s, %s)".formatted(time(to), parameter(time.nanos())));
        } else {
            conditions.add("e.time < " + time(to));
        }
    }

    private void after(EventRange.Cursor after) {
        String follows = order == EventRange.Order.OLDEST_FIRST ? ">" : "<";
        conditions.add("e.time %s= %s".formatted(follows, time(after.time())));
        conditions.add("(e.time, e.time_nanos, s.source, e.source_offset) %s (%s, %s, %s, %s)"
                .formatted(
                        follows,
                        time(after.time()),
                        parameter(StoredTime.of(after.time()).nanos()),
                        parameter(after.source()),
                        parameter(after.offset())));
    }

    public String condition() {
        return String.join(" AND ", conditions);
    }

    /** The clause that puts the events into the order of the range; empty for any order. */
    public String order() {
        return switch (order) {
            case NEWEST_FIRST -> "ORDER BY e.time DESC, e.time_nanos DESC, s.source DESC, e.source_offset DESC";
            case OLDEST_FIRST -> "ORDER BY e.time, e.time_nanos, s.source, e.source_offset";
            case ANY -> "";
        };
    }

    public List<Object> parameters() {
        return List.copyOf(parameters);
    }

    /** Whether the condition lets through nothing but what the query means, so that a page can be cut in SQL. */
    public boolean isExact() {
        return isExact;
    }

    private String time(Instant time) {
        return parameter(dialect.time(time));
    }

    private String parameter(Object value) {
        parameters.add(value);
        return dialect.placeholder(parameters.size());
    }
}
