package dev.logbell.processor.sql;

import dev.logbell.query.QueryParser;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the times that a statement compares with a time of the view as a view writes them whose times are texts: else
 * {@code time >= '2026-01-31T13:00:00Z'} would leave out that second, as a '.' sorts before a 'Z'.
 */
final class TimeLiterals {
    private static final Set<String> COLUMNS = Set.of("time", "observed_time");
    private static final Set<String> COMPARISONS = Set.of("=", "<", ">", "<=", ">=", "<>", "!=");
    private static final DateTimeFormatter AS_IN_THE_VIEW =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final List<SqlToken> tokens;

    private TimeLiterals(List<SqlToken> tokens) {
        this.tokens = tokens;
    }

    /** The statement, where 2026-01-31 and the like are the instant at which they begin. */
    static String asInTheView(String sql, List<SqlToken> tokens) {
        TimeLiterals literals = new TimeLiterals(tokens);
        StringBuilder written = new StringBuilder();
        int end = 0;
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.kind() == SqlToken.Kind.STRING && literals.isComparedWithTime(i)) {
                written.append(sql, end, token.position()).append(written(token.text()));
                end = token.position() + token.text().length();
            }
        }
        return written.append(sql.substring(end)).toString();
    }

    private boolean isComparedWithTime(int at) {
        boolean isAfter = COMPARISONS.contains(symbol(at - 1)) && isTime(at - 2);
        boolean isLow = isWord(at - 1, "between") && isTime(isWord(at - 2, "not") ? at - 3 : at - 2);
        boolean isHigh = isWord(at - 1, "and") && isWord(at - 3, "between") && isComparedWithTime(at - 2);
        int column = symbol(at + 3).equals(".") ? at + 4 : at + 2;
        return isAfter || isLow || isHigh || (COMPARISONS.contains(symbol(at + 1)) && isTime(column));
    }

    private boolean isTime(int at) {
        return at >= 0
                && at < tokens.size()
                && tokens.get(at).isName()
                && COLUMNS.contains(tokens.get(at).text());
    }

    private boolean isWord(int at, String word) {
        return at >= 0 && tokens.get(at).is(word);
    }

    private String symbol(int at) {
        return at >= 0 && at < tokens.size() && tokens.get(at).kind() == SqlToken.Kind.SYMBOL
                ? tokens.get(at).text()
                : "";
    }

    private static String written(String literal) {
        return instant(literal.substring(1, literal.length() - 1))
                .map(time -> "'" + AS_IN_THE_VIEW.format(time) + "'")
                .orElse(literal);
    }

    private static Optional<Instant> instant(String text) {
        if (!text.matches("[0-9]{4}-.*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(QueryParser.time(text, Clock.systemUTC()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
