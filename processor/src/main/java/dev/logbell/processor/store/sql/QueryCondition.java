package dev.logbell.processor.store.sql;

import dev.logbell.query.Field;
import dev.logbell.query.Numbers;
import dev.logbell.query.Query;
import dev.logbell.query.SeverityRange;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns a query into a condition that lets through all that it means, and perhaps more. */
final class QueryCondition {
    private static final Fragment ANYTHING = new Fragment("TRUE", false);
    private static final int MOST_PARTS = 100;
    private static final Pattern PATTERN_ID = Pattern.compile("[0-9a-fA-F]{16}");

    private final Dialect dialect;
    private final List<Object> parameters;
    private int parts;

    /** A condition, and whether it lets through nothing but what is meant. */
    record Fragment(String sql, boolean isExact) {}

    /**
     * A translation.
     *
     * @param parameters to which those of the condition are added
     */
    QueryCondition(Dialect dialect, List<Object> parameters) {
        this.dialect = dialect;
        this.parameters = parameters;
    }

    Fragment of(Query query) {
        Fragment fragment = translate(query);
        if (parts > MOST_PARTS) {
            parameters.clear();
            return ANYTHING;
        }
        return fragment;
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
            case Query.Regex(Field field, String pattern) -> regex(field, RegexLiterals.of(pattern));
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
        if (field.kind() == Field.Kind.PATTERN) {
            return pattern(text);
        }
        return canBeNumber(field, text) ? number(field, text) : like(field, LikePattern.ofText(text));
    }

    private Fragment pattern(String id) {
        return PATTERN_ID.matcher(id).matches()
                ? new Fragment("e.pattern = " + parameter(Long.parseUnsignedLong(id, 16)), true)
                : new Fragment("FALSE", true);
    }

    private Fragment regex(Field field, String wildcard) {
        return canBeNumber(field, wildcard) ? named(field) : like(field, LikePattern.ofWildcard(wildcard));
    }

    /** A value that may be a number in JSON: as it is in the query, or as a whole number or a fraction is written. */
    private Fragment number(Field field, String text) {
        Set<String> spellings = new LinkedHashSet<>(List.of(text));
        BigDecimal number = Numbers.parse(text);
        if (number != null) {
            spellings.add(Double.toString(number.doubleValue()));
            if (number.stripTrailingZeros().scale() <= 0) {
                spellings.add(number.toBigInteger().toString());
            }
        }
        List<String> sql = spellings.stream()
                .map(spelling -> like(field, LikePattern.ofText(spelling)).sql())
                .toList();
        return new Fragment("(" + String.join(" OR ", sql) + ")", false);
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
            case PATTERN -> named(field);
            case ATTRIBUTE -> attribute(field.name(), pattern);
            case TIME, SEVERITY -> ANYTHING;
        };
    }

    /** In JSON, the value stands after its name. */
    private Fragment attribute(String name, String value) {
        String last = LikePattern.ofText(name.substring(name.lastIndexOf('.') + 1));
        Fragment inJson = anyOf(LikePattern.inOrder(last, value), "e.attributes", "e.resource", "s.resource");
        return name.endsWith("service.name")
                ? new Fragment(
                        "(%s OR %s)"
                                .formatted(
                                        inJson.sql(), anyOf(value, "e.service").sql()),
                        false)
                : inJson;
    }

    /** What an event needs so that it can have the field at all. */
    private Fragment named(Field field) {
        return switch (field.kind()) {
            case TRACE_ID -> new Fragment("e.trace_id IS NOT NULL", false);
            case SPAN_ID -> new Fragment("e.span_id IS NOT NULL", false);
            case PATTERN -> new Fragment("e.pattern <> 0", false);
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
                        bound(range.low(), QueryCondition::instant, dialect::time),
                        bound(range.high(), QueryCondition::instant, dialect::time));
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

    private String parameter(Object value) {
        parameters.add(value);
        return dialect.placeholder(parameters.size());
    }
}
