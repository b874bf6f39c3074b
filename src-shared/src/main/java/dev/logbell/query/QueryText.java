package dev.logbell.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A query as its author wrote it, made ready for Lucene's parser: what people write unescaped in log searches is
 * escaped ({@code @timestamp}, {@code path:/var/log}, {@code time:>=10:30}), {@code field:>x} becomes {@code field>x},
 * and mistakes that a grammar reports poorly are found here.
 *
 * <p>Quotes, ranges and regular expressions are passed on as they are.
 */
final class QueryText {
    private static final int MAXIMUM_LENGTH = 8192;
    private static final int MAXIMUM_DEPTH = 200;
    private static final Pattern UNICODE = Pattern.compile("\\\\u[0-9a-fA-F]{4}");

    private final String text;
    private final StringBuilder ready = new StringBuilder();
    private final int[] positions;
    private final List<Integer> regexes = new ArrayList<>();
    private final Deque<Integer> open = new ArrayDeque<>();
    private final SmallOperators operators = new SmallOperators();
    private int at;

    QueryText(String text) {
        if (text.length() > MAXIMUM_LENGTH) {
            throw new QuerySyntaxException(
                    "a query must be at most %d characters, got %d".formatted(MAXIMUM_LENGTH, text.length()),
                    MAXIMUM_LENGTH);
        }
        this.text = text;
        positions = new int[2 * text.length() + 1];
        while (at < text.length()) {
            next();
        }
        if (!open.isEmpty()) {
            throw error("the parenthesis is never closed", open.peek());
        }
        operators.raise(ready);
        Arrays.fill(positions, ready.length(), positions.length, text.length());
    }

    /** For Lucene's parser. */
    String ready() {
        return ready.toString();
    }

    /** Where a character of {@link #ready()} stands in the text as written. */
    int position(int inReady) {
        return positions[Math.clamp(inReady, 0, ready.length())];
    }

    /** Where the regular expressions start in the text as written, in order. */
    List<Integer> regexes() {
        return List.copyOf(regexes);
    }

    /** An error whose message says where it is; people count from 1. */
    static QuerySyntaxException error(String message, int position) {
        return new QuerySyntaxException("character %d: %s".formatted(position + 1, message), position);
    }

    private void next() {
        char character = text.charAt(at);
        switch (character) {
            case '"' -> part(SmallOperators.Kind.VALUE, endOfQuote(at));
            case '[', '{' -> part(SmallOperators.Kind.VALUE, endOfRange());
            case '(' -> {
                open.push(at);
                if (open.size() > MAXIMUM_DEPTH) {
                    throw error("parentheses are nested deeper than " + MAXIMUM_DEPTH, at);
                }
                part(SmallOperators.Kind.OPEN, at + 1);
            }
            case ')' -> {
                if (open.isEmpty()) {
                    throw error("the parenthesis was never opened", at);
                }
                open.pop();
                part(SmallOperators.Kind.CLOSE, at + 1);
            }
            case '^', '~' -> throw ForeignSyntax.sign(text, at);
            case ':', '=', '<', '>' -> comparison();
            case '+', '-', '!' -> part(SmallOperators.Kind.SIGN, at + 1);
            case '/' -> {
                int end = endOfRegex();
                if (end < 0) {
                    bareWord();
                } else {
                    regexes.add(at);
                    part(SmallOperators.Kind.VALUE, end);
                }
            }
            case ' ', '\t', '\n', '\r', '\u3000' -> copyTo(at + 1);
            default -> bareWord();
        }
    }

    private void part(SmallOperators.Kind kind, int end) {
        operators.add(kind, "", ready.length());
        copyTo(end);
    }

    private void bareWord() {
        int start = at;
        int startInReady = ready.length();
        word("@/![]{}");
        operators.add(SmallOperators.Kind.WORD, text.substring(start, at), startInReady);
    }

    /** The {@code :}, {@code >=} and so on after a field's name, and the value if that is a plain word. */
    private void comparison() {
        int operator = at;
        String before = ready.toString().stripTrailing();
        if (before.isEmpty() || before.endsWith("(")) {
            throw error(
                    "the name of a field is missing before '%c'".formatted(text.charAt(at)) + ForeignSyntax.ADVICE, at);
        }
        ForeignSyntax.refuse(text, operators.field(), operator);
        if (text.charAt(at) == ':') {
            int after = skipSpace(at + 1);
            boolean isComparison = after < text.length() && "<>=".indexOf(text.charAt(after)) >= 0;
            put(isComparison && text.charAt(after) != '=' ? ' ' : ':', at);
            at = isComparison ? after : at + 1;
            if (isComparison && text.charAt(after) == '=') {
                at++;
            }
        }
        if (at < text.length() && "<>".indexOf(text.charAt(at)) >= 0) {
            copyTo(at + 1);
            if (at < text.length() && text.charAt(at) == '=') {
                copyTo(at + 1);
            }
        } else if (text.charAt(operator) == '=') {
            copyTo(at + 1);
        }
        copyTo(skipSpace(at));
        value(operator);
    }

    private void value(int operator) {
        if (at == text.length() || text.charAt(at) == ')') {
            throw error("a value is missing after '%c'".formatted(text.charAt(operator)), operator);
        }
        boolean isPlain = "\"([{^~".indexOf(text.charAt(at)) < 0 && (text.charAt(at) != '/' || endOfRegex() < 0);
        if (isPlain) {
            word("@/![]{}:=<>+-");
        }
    }

    /** Copies a word, escaping these characters in it. */
    private void word(String escaped) {
        if (text.startsWith("fn:", at)) {
            put('\\', at);
        }
        while (at < text.length()) {
            char character = text.charAt(at);
            if (character == '\\') {
                if (at + 1 == text.length()) {
                    throw error("nothing follows the '\\'" + ForeignSyntax.ADVICE, at);
                }
                checkEscape(at);
                copyTo(at + 2);
            } else if (isSpace(character) || "\"()^~".indexOf(character) >= 0) {
                return;
            } else if (escaped.indexOf(character) >= 0) {
                put('\\', at);
                copyTo(at + 1);
            } else if (":=<>".indexOf(character) >= 0) {
                return;
            } else {
                copyTo(at + 1);
            }
        }
    }

    /** Lucene reads a backslash, a u and four hex digits as that character, and fails without them. */
    private void checkEscape(int backslash) {
        boolean isUnicode = text.startsWith("\\u", backslash);
        if (isUnicode && !UNICODE.matcher(text).region(backslash, text.length()).lookingAt()) {
            throw error("four hex digits must follow '\\u': write '\\\\' for the character '\\' itself", backslash);
        }
    }

    private int endOfQuote(int start) {
        for (int i = start + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                checkEscape(i++);
            } else if (text.charAt(i) == '"') {
                return i + 1;
            }
        }
        throw error("the quote is never closed", start);
    }

    private int endOfRange() {
        for (int i = at + 1; i < text.length(); i++) {
            if (text.charAt(i) == '"') {
                i = endOfQuote(i) - 1;
            } else if (text.charAt(i) == '\\') {
                throw error("a range has no '\\' outside of quotes: put the bound in quotes", i);
            } else if (text.charAt(i) == ']' || text.charAt(i) == '}') {
                return i + 1;
            }
        }
        throw error("the range is never closed: write [low TO high]" + ForeignSyntax.ADVICE, at);
    }

    /** After the slash that ends the regular expression that starts here, or -1 if this slash starts none. */
    private int endOfRegex() {
        for (int i = at + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '/') {
                boolean isWhole =
                        i + 1 == text.length() || isSpace(text.charAt(i + 1)) || ")^~".indexOf(text.charAt(i + 1)) >= 0;
                return isWhole ? i + 1 : -1;
            }
        }
        return -1;
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < text.length() && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private void copyTo(int end) {
        for (; at < end; at++) {
            put(text.charAt(at), at);
        }
    }

    private void put(char character, int position) {
        positions[ready.length()] = position;
        ready.append(character);
    }

    private static boolean isSpace(char character) {
        return " \t\n\r\u3000".indexOf(character) >= 0;
    }
}
