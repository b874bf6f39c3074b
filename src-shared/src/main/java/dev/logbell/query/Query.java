package dev.logbell.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to look for in events. The same tree becomes a predicate in memory ({@link EventPredicate}) and SQL in either
 * store, with one meaning. Text compares without regard to case everywhere.
 */
public sealed interface Query {
    /** Every event. */
    record All() implements Query {}

    /** Events that all of the parts hold for; at least one part. */
    record And(List<Query> parts) implements Query {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** Events that any of the parts holds for; at least one part. */
    record Or(List<Query> parts) implements Query {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** Events that the part does not hold for, those without its field among them. */
    record Not(Query part) implements Query {}

    /** Events whose field is there. */
    record Exists(Field field) implements Query {}

    /**
     * A word or a phrase. In the body it is a substring of it; in any other field it is the whole value. Numbers
     * compare as numbers where the value is one. Severity compares by range: {@code severity:error} is 17 to 20.
     */
    record Match(Field field, String text) implements Query {}

    /**
     * A pattern: {@code *} is any run of characters, {@code ?} any one. In the body it is looked for anywhere; in any
     * other field it must fit the whole value.
     */
    record Wildcard(Field field, String pattern) implements Query {}

    /** A regular expression (RE2 syntax), found anywhere in the value. */
    record Regex(Field field, String pattern) implements Query {}

    /**
     * Values between two bounds, compared as time for {@code time}, as severity numbers for {@code severity}, as
     * numbers where bound and value are numbers, and as text otherwise.
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
}
