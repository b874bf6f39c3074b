package dev.logbell.query;

import java.time.Clock;
import java.time.Instant;
import org.apache.lucene.queryparser.flexible.core.QueryNodeParseException;
import org.apache.lucene.queryparser.flexible.core.nodes.QueryNode;
import org.apache.lucene.queryparser.flexible.standard.parser.ParseException;
import org.apache.lucene.queryparser.flexible.standard.parser.StandardSyntaxParser;
import org.apache.lucene.queryparser.flexible.standard.parser.Token;
import org.jspecify.annotations.Nullable;

/**
 * Reads Lucene syntax into a {@link Query}, with Lucene's own grammar.
 *
 * <ul>
 *   <li>Words are looked for in the body, in any place and without regard to case: {@code timeout}, {@code "connection
 *       reset"}, {@code conn*}, {@code /conn(ection)? reset/}. {@code *} is everything.
 *   <li>Fields: {@code service:payments}, {@code status:(500 OR 502)}, {@code status:>=500}, {@code status:[500 TO
 *       599]}, {@code user:*} or {@code _exists_:user}, {@code severity:>=WARN}, {@code time:>now-15m}, {@code
 *       time:2025-01-31} (all of that day, UTC).
 *   <li>{@code AND}, {@code OR}, {@code NOT}, {@code && || !} and {@code -} in capitals or signs; AND binds tighter than
 *       OR. Beside fields, quotes and parentheses they may be in lower case: {@link SmallOperators}. Words side by side are joined by AND, which binds weaker than both, as Lucene has it: {@code reset timeout
 *       OR refused} is {@code reset AND (timeout OR refused)}. {@code +} changes nothing.
 *   <li>Boosts, fuzzy and proximity searches are refused, as events are not ranked.
 * </ul>
 */
public final class QueryParser {
    private QueryParser() {}

    /**
     * Reads a query.
     *
     * @param text Lucene syntax, e.g. {@code service:payments AND severity:>=ERROR AND "connection reset"}; blank is all
     * @throws QuerySyntaxException if it cannot be read
     */
    public static Query parse(String text) {
        return parse(text, Clock.systemUTC());
    }

    /**
     * Reads a query.
     *
     * @param clock of {@code now}, which becomes an instant here
     * @throws QuerySyntaxException if it cannot be read
     */
    public static Query parse(String text, Clock clock) {
        if (text.isBlank()) {
            return new Query.All();
        }
        QueryText ready = new QueryText(text);
        return new LuceneTree(ready, clock.instant()).read(tree(ready));
    }

    /**
     * Reads a time as queries write it.
     *
     * @param text {@code 2025-01-31}, {@code 2025-01-31T10:30:00Z}, {@code now-1h}; UTC unless it says otherwise
     * @param clock of {@code now}
     * @return where it begins, if it names a day, an hour or the like
     * @throws IllegalArgumentException if it is none; the message says the value and the rule
     */
    public static Instant time(String text, Clock clock) {
        return TimeSpan.of(text, clock.instant()).start();
    }

    private static QueryNode tree(QueryText text) {
        try {
            return new StandardSyntaxParser().parse(text.ready(), "");
        } catch (ParseException e) {
            throw unexpected(text, e.currentToken == null ? null : e.currentToken.next, e);
        } catch (QueryNodeParseException e) {
            throw unexpected(text, null, e);
        }
    }

    private static QuerySyntaxException unexpected(QueryText text, @Nullable Token token, Exception cause) {
        QuerySyntaxException error;
        if (token == null) {
            error = QueryText.error("this cannot be read: put words with special characters in quotes", 0);
        } else if (token.image.isEmpty()) {
            int end = text.position(Integer.MAX_VALUE);
            error = QueryText.error("the query ends where a word or a field was expected", end);
        } else {
            int position = text.position(token.beginColumn);
            error = QueryText.error(
                    "'%s' was not expected here: put words with special characters in quotes".formatted(token.image),
                    position);
        }
        error.initCause(cause);
        return error;
    }
}
