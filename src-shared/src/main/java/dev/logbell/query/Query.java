package dev.logbell.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to look for in events. The same tree becomes a predicate in memory ({@link EventPredicate}) and SQL in either
 * store, with one meaning.
 *
 * <p>Text compares without regard to case everywhere ({@link CaseFold}); names of attributes are exact. An attribute
 * {@code a.b} is the attribute of that very name, or else {@code b} inside of {@code a}, or else the resource
 * attribute of that name. A list matches if any of its elements does. A field that is not there matches nothing, so
 * that {@link Not} of it matches.
 */
public sealed interface Query {
    /** Every event. */
    record All() implements Query {}

    /** Events that all of the parts hold for; at least one part. */
    record And(List<Query> parts) implements Query {
        public And {
            requireParts(parts);
            parts = List.copyOf(parts);
        }
    }

    /** Events that any of the parts holds for; at least one part. */
    record Or(List<Query> parts) implements Query {
        public Or {
            requireParts(parts);
            parts = List.copyOf(parts);
        }
    }

    /** Events that the part does not hold for, those without its field among them. */
    record Not(Query part) implements Query {}

    /**
     * Events whose field is there. A body is there unless it is empty, a severity unless it is 0; time and source
     * always are.
     */
    record Exists(Field field) implements Query {}

    /**
     * A word or a phrase. In the body it is a substring of it; in any other field it is the whole value. Numbers
     * compare as numbers where the value is one ({@link Numbers}). Severity compares by range
     * ({@link SeverityRange}): {@code severity:error} is 17 to 20. Not for time: that is a {@link Range}.
     */
    record Match(Field field, String text) implements Query {}

    /**
     * A pattern: {@code *} is any run of characters, {@code ?} any one, {@code \\} makes the character after it mean
     * itself. In the body it is looked for anywhere; in any other field it must fit the whole value. Not for time and
     * severity.
     */
    record Wildcard(Field field, String pattern) implements Query {
        /** The pattern for SQL's LIKE with ESCAPE '\\', in lower case, with {@code %} around it for the body. */
        public String like() {
            String like = Glob.of(pattern).like();
            return field.equals(Field.BODY) ? "%" + like + "%" : like;
        }
    }

    /** A regular expression (RE2 syntax), found anywhere in the value. Not for time and severity. */
    record Regex(Field field, String pattern) implements Query {}

    /**
     * Values between two bounds, compared as time for {@code time} (the bounds are RFC 3339 in UTC, as {@link
     * java.time.Instant#parse} reads it), as severity numbers for {@code severity} ({@link SeverityRange}), as numbers
     * where bound and value are numbers, and otherwise as text in lower case by code points, which is the order of
     * UTF-8 bytes.
     *
     * @param low null for no lower bound
     * @param high null for no upper bound
     */
    record Range(
            Field field,
            @Nullable String low,
            boolean lowIncluded,
            @Nullable String high,
            boolean highIncluded) implements Query {}

    private static void requireParts(List<Query> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a query of parts needs at least one, got none: use All");
        }
    }
}
