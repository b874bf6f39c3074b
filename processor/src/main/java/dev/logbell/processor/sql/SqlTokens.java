package dev.logbell.processor.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes a statement apart into the tokens that PostgreSQL and SQLite both see. Whatever the two read in different ways,
 * or that could hide something, is refused: comments, dollar quotes, backslashes, prefixed strings, other brackets.
 */
final class SqlTokens {
    private static final int LONGEST = 8_192;
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern STRING = Pattern.compile("'(?:[^']++|'')*+'");
    private static final Pattern QUOTED = Pattern.compile("\"([A-Za-z0-9_. -]{1,64})\"");
    private static final Pattern SYMBOL = Pattern.compile("->>|->|::|<=|>=|<>|!=|!~\\*|!~|~\\*|[-+*/%=<>(),.~]");

    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;

    private SqlTokens(String sql) {
        this.sql = sql;
    }

    static List<SqlToken> of(String sql) {
        if (sql.length() > LONGEST) {
            throw new SqlRefusedException(
                    "a statement must be at most %d characters, got %d".formatted(LONGEST, sql.length()), LONGEST);
        }
        SqlTokens reading = new SqlTokens(sql);
        while (reading.at < sql.length()) {
            reading.next();
        }
        reading.tokens.add(new SqlToken(SqlToken.Kind.END, "", sql.length()));
        return List.copyOf(reading.tokens);
    }

    private void next() {
        char first = sql.charAt(at);
        if (" \t\r\n".indexOf(first) >= 0) {
            at++;
        } else if (sql.startsWith("--", at) || sql.startsWith("/*", at)) {
            throw refused("comments are not allowed here: leave them out");
        } else if (first == ';') {
            throw refused("one statement is allowed, and no ';' but at its end");
        } else if (!(word() || number() || string() || quoted() || symbol())) {
            throw refused("the character '%s' is not allowed outside of strings"
                    .formatted(Character.toString(sql.codePointAt(at))));
        }
    }

    private boolean word() {
        Matcher word = at(WORD);
        if (!word.lookingAt()) {
            return false;
        }
        if (word.end() < sql.length() && "'\"$".indexOf(sql.charAt(word.end())) >= 0) {
            throw refused("'%s' right before a quote is not allowed: put a blank between them".formatted(word.group()));
        }
        return add(SqlToken.Kind.WORD, word.group().toLowerCase(Locale.ROOT), word.end());
    }

    private boolean number() {
        Matcher number = at(NUMBER);
        if (!number.lookingAt()) {
            return false;
        }
        if (number.end() < sql.length()
                && WORD.matcher(sql.substring(number.end(), number.end() + 1)).matches()) {
            throw refused("a number must not run into a word: put a blank between them");
        }
        return add(SqlToken.Kind.NUMBER, number.group(), number.end());
    }

    private boolean string() {
        if (sql.charAt(at) != '\'') {
            return false;
        }
        Matcher string = at(STRING);
        if (!string.lookingAt()) {
            throw refused("the quote is never closed");
        }
        if (string.group().indexOf('\0') >= 0) {
            throw refused("a string must not contain the character 0");
        }
        return add(SqlToken.Kind.STRING, string.group(), string.end());
    }

    private boolean quoted() {
        if (sql.charAt(at) != '"') {
            return false;
        }
        Matcher quoted = at(QUOTED);
        if (!quoted.lookingAt()) {
            throw refused("a name in double quotes has 1 to 64 letters, digits, blanks or any of _.-");
        }
        return add(SqlToken.Kind.QUOTED, quoted.group(1), quoted.end());
    }

    private boolean symbol() {
        Matcher symbol = at(SYMBOL);
        return symbol.lookingAt() && add(SqlToken.Kind.SYMBOL, symbol.group(), symbol.end());
    }

    private Matcher at(Pattern pattern) {
        return pattern.matcher(sql).region(at, sql.length());
    }

    private boolean add(SqlToken.Kind kind, String text, int end) {
        tokens.add(new SqlToken(kind, text, at));
        at = end;
        return true;
    }

    private SqlRefusedException refused(String message) {
        return new SqlRefusedException(message, at);
    }
}
