package dev.logbell.processor.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A statement that reads the view {@code logs} and nothing else: one SELECT, which may begin with WITH. Tables, and
 * functions, are those of a short list; all other ways to reach something are refused by the tokens that they need.
 * The databases guard themselves as well: with a transaction or a connection that cannot write, limits of time and
 * rows, and in PostgreSQL a search path that has the view only.
 */
public final class CheckedSql {
    /** The one table there is. */
    public static final String VIEW = "logs";

    private static final int DEEPEST = 50;
    private static final SqlToken END = new SqlToken(SqlToken.Kind.END, "", 0);

    private final String sql;
    private final List<SqlToken> tokens;
    private final Set<String> tables = new HashSet<>(Set.of(VIEW));
    private final Deque<Level> levels = new ArrayDeque<>();
    private int at;

    /** What is open: a parenthesis, or the statement itself. */
    private static final class Level {
        private final String opener;
        private boolean isInFrom;
        private boolean isInWith;
        private String defining = "";

        private Level(String opener) {
            this.opener = opener;
        }
    }

    private CheckedSql(String sql) {
        this.sql = sql;
        this.tokens = SqlTokens.of(sql);
    }

    /**
     * Checks a statement.
     *
     * @throws SqlRefusedException if it is not one that only reads events
     */
    public static CheckedSql of(String statement) {
        String sql = statement.strip();
        CheckedSql checked = new CheckedSql(
                sql.endsWith(";") ? sql.substring(0, sql.length() - 1).strip() : sql);
        checked.check();
        return checked;
    }

    /** The statement, without a ';' at its end. */
    public String text() {
        return sql;
    }

    /** The statement for a view whose times are texts. */
    public String textWithTimes() {
        return TimeLiterals.asInTheView(sql, tokens);
    }

    private void check() {
        SqlToken first = tokens.getFirst();
        if (!first.is("select") && !first.is("with")) {
            throw refused("a statement must begin with SELECT or WITH");
        }
        levels.push(new Level(""));
        top().isInWith = first.is("with");
        for (; token(0).kind() != SqlToken.Kind.END; at++) {
            step(token(0));
        }
        if (levels.size() > 1) {
            throw refused("a parenthesis is never closed");
        }
    }

    private void step(SqlToken token) {
        switch (token.kind()) {
            case WORD -> word(token);
            case QUOTED -> name(token);
            case SYMBOL -> symbol(token);
            case NUMBER, STRING, END -> {}
        }
    }

    private void word(SqlToken word) {
        String text = word.text();
        if (SqlWords.REFUSED.contains(text)) {
            throw refused("'%s' is not allowed here: this only reads the view logs".formatted(text));
        }
        boolean isAfterDot = token(-1).is(".");
        if (token(1).is("(") && (isAfterDot || !isBeforeParenthesis(text))) {
            throw refused("the function '%s' is not allowed here".formatted(text));
        }
        if (text.equals("with") && at > 0) {
            throw refused("WITH is allowed at the beginning only");
        }
        if (text.equals("in") && !token(1).is("(")) {
            throw refused("IN needs a list in parentheses");
        }
        if (isAfterDot) {
            name(word);
        } else if (text.equals("join") || (text.equals("from") && !isArgument())) {
            top().isInFrom = true;
            table();
        } else if (SqlWords.AFTER_FROM.contains(text) && !isOrderWithin(text)) {
            top().isInFrom = false;
            top().isInWith = top().isInWith && !text.equals("select");
        } else {
            name(word);
        }
    }

    private boolean isBeforeParenthesis(String text) {
        boolean isFunction = SqlWords.FUNCTIONS.contains(text)
                && !token(-1).is("from")
                && !token(-1).is("join");
        return isFunction || SqlWords.BEFORE_PARENTHESIS.contains(text);
    }

    /** {@code WITHIN GROUP}, which begins no clause. */
    private boolean isOrderWithin(String text) {
        return (text.equals("group") || text.equals("order")) && !token(1).is("by");
    }

    /** Whether this FROM stands within the arguments of a function, or in IS DISTINCT FROM. */
    private boolean isArgument() {
        boolean isDistinctFrom =
                token(-1).is("distinct") && (token(-2).is("is") || token(-2).is("not"));
        return isDistinctFrom || SqlWords.WITH_FROM.contains(top().opener);
    }

    /** What follows FROM or JOIN. */
    private void table() {
        SqlToken next = token(1);
        if (next.is("(")) {
            if (!token(2).is("select")) {
                throw refusedAt(token(2), "SELECT must follow here");
            }
            return;
        }
        if (!next.isName() || !tables.contains(next.text())) {
            throw refusedAt(next, "only the view logs can be read, and what WITH defines before");
        }
        if (token(2).is(".") || token(2).is("(")) {
            throw refusedAt(token(2), "a table has no schema here, and is no function");
        }
    }

    private void name(SqlToken name) {
        if (SqlWords.isOfTheSystem(name.text().toLowerCase(Locale.ROOT))) {
            throw refused("names that begin as '%s' does are not allowed here".formatted(name.text()));
        }
        if (name.kind() == SqlToken.Kind.QUOTED && token(1).is("(")) {
            throw refused("a function has no quotes here");
        }
        boolean isDefinition = levels.size() == 1 && top().isInWith && token(1).is("as") && token(2).is("(");
        if (isDefinition) {
            if (!token(-1).is("with") && !token(-1).is(",")) {
                throw refused("WITH is: name AS (SELECT ...)");
            }
            if (!token(3).is("select")) {
                throw refusedAt(token(3), "SELECT must follow here");
            }
            top().defining = name.text();
        }
    }

    private void symbol(SqlToken symbol) {
        switch (symbol.text()) {
            case "(" -> {
                if (levels.size() > DEEPEST) {
                    throw refused("parentheses are nested deeper than " + DEEPEST);
                }
                String opener =
                        token(-1).kind() == SqlToken.Kind.WORD ? token(-1).text() : "";
                if (SqlWords.FUNCTIONS.contains(opener) && token(1).is("select")) {
                    throw refusedAt(token(1), "put a SELECT that is an argument into parentheses of its own");
                }
                levels.push(new Level(opener));
            }
            case ")" -> close();
            case "," -> {
                if (top().isInFrom) {
                    throw refused("write JOIN ... ON instead of a comma between tables");
                }
            }
            case "." -> {
                if (!token(-1).isName() || !(token(1).isName() || token(1).is("*"))) {
                    throw refused("a '.' stands between an alias and a column here");
                }
            }
            default -> {}
        }
    }

    private void close() {
        if (levels.size() == 1) {
            throw refused("the parenthesis was never opened");
        }
        levels.pop();
        if (levels.size() == 1 && !top().defining.isEmpty()) {
            tables.add(top().defining);
            top().defining = "";
        }
    }

    private Level top() {
        return levels.element();
    }

    private SqlToken token(int ahead) {
        int index = at + ahead;
        return index < 0 || index >= tokens.size() ? END : tokens.get(index);
    }

    private SqlRefusedException refused(String message) {
        return refusedAt(token(0), message);
    }

    private static SqlRefusedException refusedAt(SqlToken token, String message) {
        return new SqlRefusedException(message, token.position());
    }
}
