package dev.logbell.query;

import com.google.re2j.Pattern;
import dev.logbell.log.LogEvent;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A query as a test of events in memory, made once and used for many; thread-safe. */
public final class EventPredicate implements Predicate<LogEvent> {
    private final Predicate<LogEvent> test;

    /**
     * The test that a query is.
     *
     * @throws IllegalArgumentException if a bound of time or severity in it is none; {@link QueryParser} makes no such
     */
    public EventPredicate(Query query) {
        test = compile(query);
    }

    @Override
    public boolean test(LogEvent event) {
        return test.test(event);
    }

    private static Predicate<LogEvent> compile(Query query) {
        return switch (query) {
            case Query.All() -> event -> true;
            case Query.And(List<Query> parts) -> all(parts);
            case Query.Or(List<Query> parts) -> any(parts);
            case Query.Not(Query part) -> compile(part).negate();
            case Query.Exists(Field field) -> event -> FieldValue.isThere(field, event);
            case Query.Match match -> match(match);
            case Query.Wildcard wildcard -> wildcard(wildcard);
            case Query.Regex regex -> regex(regex);
            case Query.Range range -> range(range);
        };
    }

    private static Predicate<LogEvent> all(List<Query> parts) {
        List<Predicate<LogEvent>> tests =
                parts.stream().map(EventPredicate::compile).toList();
        return event -> {
            for (Predicate<LogEvent> test : tests) {
                if (!test.test(event)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Predicate<LogEvent> any(List<Query> parts) {
        List<Predicate<LogEvent>> tests =
                parts.stream().map(EventPredicate::compile).toList();
        return event -> {
            for (Predicate<LogEvent> test : tests) {
                if (test.test(event)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static Predicate<LogEvent> match(Query.Match match) {
        String folded = CaseFold.fold(match.text());
        return switch (match.field().kind()) {
            case BODY -> event -> CaseFold.contains(event.body(), folded);
            case SEVERITY -> severity(SeverityRange.of(match.text()));
            case TIME -> throw untestable(match.field(), "a word");
            case SERVICE, HOST, FILE, SOURCE, TRACE_ID, SPAN_ID, PATTERN, ATTRIBUTE ->
                FieldValue.test(match.field(), new ValueTest.Equal(folded, Numbers.parse(match.text())));
        };
    }

    private static Predicate<LogEvent> wildcard(Query.Wildcard wildcard) {
        Glob glob = Glob.of(wildcard.pattern());
        return switch (wildcard.field().kind()) {
            case BODY -> {
                Glob anywhere = glob.anywhere();
                yield event -> anywhere.matches(event.body());
            }
            case SEVERITY, TIME -> throw untestable(wildcard.field(), "a wildcard");
            case SERVICE, HOST, FILE, SOURCE, TRACE_ID, SPAN_ID, PATTERN, ATTRIBUTE ->
                FieldValue.test(wildcard.field(), (ValueTest.OfText) glob::matches);
        };
    }

    private static Predicate<LogEvent> regex(Query.Regex regex) {
        Pattern pattern = Pattern.compile(regex.pattern(), Pattern.CASE_INSENSITIVE);
        return switch (regex.field().kind()) {
            case SEVERITY, TIME -> throw untestable(regex.field(), "a regular expression");
            case BODY, SERVICE, HOST, FILE, SOURCE, TRACE_ID, SPAN_ID, PATTERN, ATTRIBUTE ->
                FieldValue.test(regex.field(), (ValueTest.OfText)
                        text -> pattern.matcher(text).find());
        };
    }

    private static Predicate<LogEvent> range(Query.Range range) {
        return switch (range.field().kind()) {
            case SEVERITY -> severity(SeverityRange.of(range));
            case TIME -> time(range);
            case BODY, SERVICE, HOST, FILE, SOURCE, TRACE_ID, SPAN_ID, PATTERN, ATTRIBUTE ->
                FieldValue.test(range.field(), ValueTest.Between.of(range));
        };
    }

    private static Predicate<LogEvent> severity(SeverityRange range) {
        return event -> range.holds(event.severityNumber());
    }

    private static Predicate<LogEvent> time(Query.Range range) {
        @Nullable Instant low = range.low() == null ? null : Instant.parse(range.low());
        @Nullable Instant high = range.high() == null ? null : Instant.parse(range.high());
        return event -> (low == null || isOrdered(low, event.time(), range.lowIncluded()))
                && (high == null || isOrdered(event.time(), high, range.highIncluded()));
    }

    private static boolean isOrdered(Instant first, Instant second, boolean orEqual) {
        int order = first.compareTo(second);
        return order < 0 || (orEqual && order == 0);
    }

    private static IllegalArgumentException untestable(Field field, String by) {
        return new IllegalArgumentException("%s cannot be matched by %s: use a range".formatted(field.name(), by));
    }
}
