package dev.logbell.processor.store.sql;

import dev.logbell.processor.store.EventRange;
import dev.logbell.query.Field;
import dev.logbell.query.Query;
import dev.logbell.query.SeverityRange;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The condition of one statement that finds the events of a search, over the tables {@code events e} and
 * {@code sources s}. It lets through all that the query means, and perhaps more: what is let through is tested with
 * the query itself, which alone knows about Unicode, numbers and regular expressions, so that every store gives the
 * same answer. Values are always parameters.
 */
public final class QuerySql {
    private static final Fragment ANYTHING = new Fragment("TRUE", false);
    private static final int MOST_PARTS = 100;

    private final Dialect dialect;
    private final List<Object> parameters = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final boolean isExact;
    private final EventRange.Order order;
    private int parts;

    private record Fragment(String sql, boolean isExact) {}

    public QuerySql(Dialect dialect, EventRange range) {
        this.dialect = dialect;
        this.order = range.order();
        Fragment query = translate(range.query());
        if (parts > MOST_PARTS) {
            parameters.clear();
            query = ANYTHING;
        }
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

    private Fragment translate(Query query) {
        parts++;
        if (parts > MOST_PARTS) {
            return ANYTHING;
        }
        return switch (query) {
            case Query.All() -> new Fragment("TRUE", true);
            case Query.And(List<Query> all) -> join(all, " AND ", "TRUE");
            case Query.Or(List<Query> any) -> join(any, " OR ", "FALSE");
            case Query.Not(Query part) -> not(part);
            case Query.Exists(Field field) -> named(field);
            case Query.Match(Field field, String text) -> match(field, text);
            case Query.Wildcard(Field field, String pattern) ->
                canBeNumber(field, pattern) ? named(field) : like(field, LikePattern.ofWildcard(pattern));
            case Query.Regex(Field field, String ignored) -> named(field);
            case Query.Range range -> range(range);
        };
    }

    private Fragment not(Query part) {
        int before = parameters.size();
        Fragment fragment = translate(part);
        if (fragment.isExact()) {
            return new Fragment("NOT " + fragment.sql(), true);
        }
        parameters.subList(before, parameters.size()).clear();
        return ANYTHING;
    }

    private Fragment join(List<Query> queries, String operator, String ifNone) {
        List<Fragment> fragments = queries.stream().map(this::translate).toList();
        String sql = fragments.isEmpty()
                ? ifNone
                : String.join(operator, fragments.stream().map(Fragment::sql).toList());
        return new Fragment("(" + sql + ")", fragments.stream().allMatch(Fragment::isExact));
    }

    private Fragment match(Field field, String text) {
        if (field.kind() == Field.Kind.SEVERITY) {
            return severity(SeverityRange.of(text));
        }
        return canBeNumber(field, text) ? named(field) : like(field, LikePattern.ofText(text));
    }

    private Fragment like(Field field, String pattern) {
        if (LikePattern.isAnything(pattern)) {
            return named(field);
        }
        return switch (field.kind()) {
            case BODY -> anyOf(pattern, "e.body");
            case SERVICE -> anyOf(pattern, "coalesce(e.service, %s)".formatted(text("s.resource")));
            case HOST, FILE -> anyOf(pattern, "s.resource", "e.resource");
            case SOURCE -> anyOf(pattern, "s.source");
            case TRACE_ID -> anyOf(pattern, "e.trace_id");
            case SPAN_ID -> anyOf(pattern, "e.span_id");
            case ATTRIBUTE -> anyOf(pattern, "e.attributes", "e.resource", "s.resource", "e.service");
            case TIME, SEVERITY -> ANYTHING;
        };
    }

    /** What an event needs so that it can have the field at all. */
    private Fragment named(Field field) {
        return switch (field.kind()) {
            case TRACE_ID -> new Fragment("e.trace_id IS NOT NULL", false);
            case SPAN_ID -> new Fragment("e.span_id IS NOT NULL", false);
            case ATTRIBUTE -> {
                String pattern =
                        LikePattern.ofText(field.name().substring(field.name().lastIndexOf('.') + 1));
                yield LikePattern.isAnything(pattern)
                        ? ANYTHING
                        : anyOf(pattern, "e.attributes", "e.resource", "s.resource");
            }
            case BODY, TIME, SEVERITY, SERVICE, HOST, FILE, SOURCE -> ANYTHING;
        };
    }

    private Fragment range(Query.Range range) {
        return switch (range.field().kind()) {
            case SEVERITY -> severity(SeverityRange.of(range));
            case TIME ->
                bounds(
                        "e.time",
                        bound(range.low(), QuerySql::instant, dialect::time),
                        bound(range.high(), QuerySql::instant, dialect::time));
            default -> named(range.field());
        };
    }

    private Fragment bounds(String column, @Nullable Object low, @Nullable Object high) {
        List<String> sql = new ArrayList<>();
        if (low != null) {
            sql.add(column + " >= " + parameter(low));
        }
        if (high != null) {
            sql.add(column + " <= " + parameter(high));
        }
        return sql.isEmpty() ? ANYTHING : new Fragment("(" + String.join(" AND ", sql) + ")", false);
    }

    private static <T> @Nullable Object bound(
            @Nullable String text, Function<String, @Nullable T> read, Function<T, Object> value) {
        T bound = text == null ? null : read.apply(text);
        return bound == null ? null : value.apply(bound);
    }

    private Fragment anyOf(String pattern, String... columns) {
        String placeholder = parameter(pattern);
        List<String> sql = new ArrayList<>();
        for (String column : columns) {
            sql.add(dialect.like(column, placeholder));
        }
        return new Fragment("(" + String.join(" OR ", sql) + ")", false);
    }

    private String text(String column) {
        return switch (dialect) {
            case POSTGRES -> column + "::text";
            case SQLITE -> column;
        };
    }

    private String time(Instant time) {
        return parameter(dialect.time(time));
    }

    private String parameter(Object value) {
        parameters.add(value);
        return dialect.placeholder(parameters.size());
    }

    private Fragment severity(SeverityRange range) {
        return new Fragment(
                "(e.severity_number BETWEEN %s AND %s)"
                        .formatted(parameter(range.lowest()), parameter(range.highest())),
                true);
    }

    private static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Numbers compare as numbers, and JSON may write them in another way. */
    private static boolean canBeNumber(Field field, String text) {
        return field.kind() == Field.Kind.ATTRIBUTE && text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }
}
