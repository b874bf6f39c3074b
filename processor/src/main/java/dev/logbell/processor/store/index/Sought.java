package dev.logbell.processor.store.index;

import dev.logbell.processor.store.sql.RegexLiterals;
import dev.logbell.query.Field;
import dev.logbell.query.Numbers;
import dev.logbell.query.Query;
import dev.logbell.query.SeverityRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The marks without which no event of a block can be meant by a query. */
public sealed interface Sought {
    /** How many names of severities are looked for at the most: of more, some are everywhere. */
    int MOST_SEVERITIES = 12;

    /** Nothing can be told by marks. */
    record Anything() implements Sought {}

    /** All of some marks. */
    record Has(List<Integer> marks) implements Sought {}

    /** Every part. */
    record AllOf(List<Sought> parts) implements Sought {}

    /** Any part. */
    record AnyOf(List<Sought> parts) implements Sought {}

    /** Where marks were left: a bit for each block of a segment. */
    @FunctionalInterface
    interface Left {
        long blocks(int mark);
    }

    /** What to look for on behalf of a query. */
    static Sought of(Query query) {
        return switch (query) {
            case Query.All() -> new Anything();
            case Query.Not(Query ignored) -> new Anything();
            case Query.Exists(Field ignored) -> new Anything();
            case Query.And(List<Query> parts) ->
                allOf(parts.stream().map(Sought::of).toList());
            case Query.Or(List<Query> parts) ->
                anyOf(parts.stream().map(Sought::of).toList());
            case Query.Match(Field field, String text) -> match(field, text);
            case Query.Wildcard(Field field, String pattern) -> wildcard(field, pattern);
            case Query.Regex(Field field, String pattern) ->
                field.kind() == Field.Kind.BODY ? runs(literals(pattern)) : new Anything();
            case Query.Range range ->
                range.field().kind() == Field.Kind.SEVERITY ? severity(SeverityRange.of(range)) : new Anything();
        };
    }

    /** What to look for to find the events near a place of a source. */
    static Sought place(String source, long offset) {
        return has(Marks.ofPlace(source, offset));
    }

    /** The blocks that have it. */
    default long in(Left left) {
        return switch (this) {
            case Anything() -> -1L;
            case Has(List<Integer> marks) -> {
                long blocks = -1L;
                for (int i = 0; i < marks.size() && blocks != 0; i++) {
                    blocks &= left.blocks(marks.get(i));
                }
                yield blocks;
            }
            case AllOf(List<Sought> parts) -> {
                long blocks = -1L;
                for (int i = 0; i < parts.size() && blocks != 0; i++) {
                    blocks &= parts.get(i).in(left);
                }
                yield blocks;
            }
            case AnyOf(List<Sought> parts) -> {
                long blocks = 0;
                for (int i = 0; i < parts.size() && blocks != -1L; i++) {
                    blocks |= parts.get(i).in(left);
                }
                yield blocks;
            }
        };
    }

    /** All marks of it. */
    default Set<Integer> all() {
        return switch (this) {
            case Anything() -> Set.of();
            case Has(List<Integer> marks) -> Set.copyOf(marks);
            case AllOf(List<Sought> parts) -> all(parts);
            case AnyOf(List<Sought> parts) -> all(parts);
        };
    }

    private static Set<Integer> all(List<Sought> parts) {
        Set<Integer> marks = new HashSet<>();
        parts.forEach(part -> marks.addAll(part.all()));
        return marks;
    }

    private static Sought match(Field field, String text) {
        return switch (field.kind()) {
            case BODY -> has(Marks.inText(text));
            case SEVERITY -> severity(SeverityRange.of(text));
            case TRACE_ID -> has(Marks.ofId(Marks.Id.TRACE, text));
            case SPAN_ID -> has(Marks.ofId(Marks.Id.SPAN, text));
            case PATTERN -> has(Marks.ofId(Marks.Id.PATTERN, text));
            case SOURCE -> has(Marks.ofId(Marks.Id.SOURCE, text));
            case SERVICE, HOST, FILE -> has(Marks.ofText(field.name(), text));
            case ATTRIBUTE -> {
                Sought asText = has(Marks.ofText(field.name(), text));
                BigDecimal number = Numbers.parse(text);
                yield number == null ? asText : anyOf(List.of(asText, has(Marks.ofNumber(field.name(), number))));
            }
            case TIME -> new Anything();
        };
    }

    private static Sought wildcard(Field field, String pattern) {
        if (field.kind() != Field.Kind.BODY) {
            return new Anything();
        }
        List<String> runs = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*' || c == '?') {
                runs.add(run.toString());
                run.setLength(0);
            } else {
                run.append(c == '\\' && i + 1 < pattern.length() ? pattern.charAt(++i) : c);
            }
        }
        runs.add(run.toString());
        return runs(runs);
    }

    /** What an expression needs in a text: of letters beyond ASCII, it may mean others as well. */
    private static List<String> literals(String regex) {
        return List.of(RegexLiterals.of(regex).split("[*?\\P{ASCII}]", -1));
    }

    private static Sought runs(List<String> runs) {
        return allOf(runs.stream().map(run -> has(Marks.inText(run))).toList());
    }

    private static Sought severity(SeverityRange range) {
        if (range.highest() - range.lowest() >= MOST_SEVERITIES) {
            return new Anything();
        }
        List<Sought> numbers = new ArrayList<>();
        for (int number = range.lowest(); number <= range.highest(); number++) {
            numbers.add(has(Marks.ofSeverity(number)));
        }
        return anyOf(numbers);
    }

    private static Sought has(int[] marks) {
        return marks.length == 0
                ? new Anything()
                : new Has(Arrays.stream(marks).boxed().toList());
    }

    private static Sought allOf(List<Sought> parts) {
        List<Sought> telling =
                parts.stream().filter(part -> !(part instanceof Anything)).toList();
        return telling.isEmpty() ? new Anything() : telling.size() == 1 ? telling.getFirst() : new AllOf(telling);
    }

    private static Sought anyOf(List<Sought> parts) {
        return parts.stream().anyMatch(part -> part instanceof Anything) ? new Anything() : new AnyOf(parts);
    }
}
