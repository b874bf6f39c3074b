package dev.logbell.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.logbell.log.Repetitions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.queryparser.flexible.core.nodes.AndQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.BooleanQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.FieldQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.GroupQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.ModifierQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.OrQueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.QueryNode;
import org.apache.lucene.queryparser.flexible.core.nodes.QuotedFieldQueryNode;
import org.apache.lucene.queryparser.flexible.core.util.UnescapedCharSequence;
import org.apache.lucene.queryparser.flexible.standard.nodes.RegexpQueryNode;
import org.apache.lucene.queryparser.flexible.standard.nodes.TermRangeQueryNode;
import org.jspecify.annotations.Nullable;

/** Turns the tree of Lucene's parser into ours, and checks the values that have rules: severities, times, expressions. */
final class LuceneTree {
    private static final String EXISTS = "_exists_";
    private static final int MAXIMUM_REGEX_SIZE = 20_000;

    private final QueryText text;
    private final Instant now;
    private final Iterator<Integer> regexes;

    LuceneTree(QueryText text, Instant now) {
        this.text = text;
        this.now = now;
        regexes = text.regexes().iterator();
    }

    Query read(QueryNode node) {
        return switch (node) {
            case GroupQueryNode group -> read(group.getChild());
            case OrQueryNode or -> join(or, Query.Or::new);
            case AndQueryNode and -> join(and, Query.And::new);
            case BooleanQueryNode sideBySide -> join(sideBySide, Query.And::new);
            case ModifierQueryNode modifier
            when modifier.getModifier() == ModifierQueryNode.Modifier.MOD_NOT ->
                new Query.Not(read(modifier.getChild()));
            case ModifierQueryNode modifier -> read(modifier.getChild());
            case QuotedFieldQueryNode phrase -> match(phrase, phrase.getTextAsString());
            case FieldQueryNode word -> word(word);
            case RegexpQueryNode regex -> regex(regex);
            case TermRangeQueryNode range -> range(range);
            default -> throw QueryText.error("this kind of search is not known here", 0);
        };
    }

    private Query join(QueryNode node, Function<List<Query>, Query> joined) {
        List<Query> parts = new ArrayList<>();
        for (QueryNode child : node.getChildren()) {
            parts.add(read(child));
        }
        return parts.size() == 1 ? parts.getFirst() : joined.apply(parts);
    }

    private Query word(FieldQueryNode node) {
        String pattern = pattern(node.getText());
        if (pattern == null) {
            return match(node, node.getTextAsString());
        }
        if (pattern.equals("*")) {
            boolean isEverything =
                    node.getFieldAsString().isEmpty() || node.getFieldAsString().equals("*");
            return isEverything ? new Query.All() : new Query.Exists(Field.of(node.getFieldAsString()));
        }
        Field field = searched(node.getFieldAsString());
        refuseOrdered(field, position(node));
        return new Query.Wildcard(field, pattern);
    }

    private Query match(FieldQueryNode node, String value) {
        if (node.getFieldAsString().equals(EXISTS)) {
            return new Query.Exists(Field.of(value));
        }
        Field field = searched(node.getFieldAsString());
        return switch (field.kind()) {
            case SEVERITY -> new Query.Match(field, severity(value, position(node)));
            case TIME -> {
                TimeSpan span = time(value, position(node));
                yield new Query.Range(
                        field, span.start().toString(), true, span.end().toString(), false);
            }
            case BODY, SERVICE, HOST, FILE, SOURCE, TRACE_ID, SPAN_ID, PATTERN, ATTRIBUTE ->
                new Query.Match(field, value);
        };
    }

    private Query regex(RegexpQueryNode node) {
        int position = regexes.hasNext() ? regexes.next() : 0;
        Field field = searched(node.getFieldAsString());
        refuseOrdered(field, position);
        String pattern = node.getText().toString();
        try {
            if (Repetitions.expanded(pattern) > MAXIMUM_REGEX_SIZE
                    || Pattern.compile(pattern).programSize() > MAXIMUM_REGEX_SIZE) {
                throw QueryText.error("the regular expression is too large: repeat less", position);
            }
        } catch (PatternSyntaxException e) {
            QuerySyntaxException error = QueryText.error(
                    "the regular expression cannot be read (RE2 syntax): %s: %s"
                            .formatted(e.getDescription(), e.getPattern()),
                    position);
            error.initCause(e);
            throw error;
        }
        return new Query.Regex(field, pattern);
    }

    private Query range(TermRangeQueryNode node) {
        FieldQueryNode low = node.getLowerBound();
        FieldQueryNode high = node.getUpperBound();
        Field field = searched(low.getFieldAsString());
        String from = bound(low);
        String to = bound(high);
        if (from == null && to == null) {
            return new Query.Exists(field);
        }
        return switch (field.kind()) {
            case TIME -> {
                TimeSpan first = from == null ? null : time(from, position(low));
                TimeSpan last = to == null ? null : time(to, position(high));
                yield new Query.Range(
                        field,
                        first == null ? null : (node.isLowerInclusive() ? first.start() : first.end()).toString(),
                        true,
                        last == null ? null : (node.isUpperInclusive() ? last.end() : last.start()).toString(),
                        false);
            }
            case SEVERITY ->
                new Query.Range(
                        field,
                        from == null ? null : severity(from, position(low)),
                        node.isLowerInclusive(),
                        to == null ? null : severity(to, position(high)),
                        node.isUpperInclusive());
            case BODY, SERVICE, HOST, FILE, SOURCE, TRACE_ID, SPAN_ID, PATTERN, ATTRIBUTE ->
                new Query.Range(field, from, node.isLowerInclusive(), to, node.isUpperInclusive());
        };
    }

    private static Field searched(String name) {
        return name.isEmpty() ? Field.BODY : Field.of(name);
    }

    private static @Nullable String bound(FieldQueryNode node) {
        return "*".equals(pattern(node.getText())) ? null : node.getTextAsString();
    }

    /** The word as a wildcard's pattern, or null if it has no unescaped {@code *} or {@code ?}. */
    private static @Nullable String pattern(CharSequence word) {
        StringBuilder pattern = new StringBuilder();
        boolean isPattern = false;
        for (int i = 0; i < word.length(); i++) {
            char character = word.charAt(i);
            boolean isWild = character == '*' || character == '?';
            if (isWild && !UnescapedCharSequence.wasEscaped(word, i)) {
                isPattern = true;
            } else if (isWild || character == '\\') {
                pattern.append('\\');
            }
            pattern.append(character);
        }
        return isPattern ? pattern.toString() : null;
    }

    private static String severity(String value, int position) {
        try {
            SeverityRange.of(value);
            return value;
        } catch (IllegalArgumentException e) {
            throw QueryText.error(String.valueOf(e.getMessage()), position);
        }
    }

    private TimeSpan time(String value, int position) {
        try {
            return TimeSpan.of(value, now);
        } catch (IllegalArgumentException e) {
            throw QueryText.error(String.valueOf(e.getMessage()), position);
        }
    }

    private static void refuseOrdered(Field field, int position) {
        if (field.kind() == Field.Kind.TIME || field.kind() == Field.Kind.SEVERITY) {
            throw QueryText.error(
                    "%s has no patterns: write a range, such as %s"
                            .formatted(
                                    field.name(),
                                    field.kind() == Field.Kind.TIME
                                            ? "time:[2025-01-01 TO 2025-01-31]"
                                            : "severity:>=WARN"),
                    position);
        }
    }

    private int position(FieldQueryNode node) {
        return text.position(node.getBegin());
    }
}
