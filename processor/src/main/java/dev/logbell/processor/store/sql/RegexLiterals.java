package dev.logbell.processor.store.sql;

/**
 * What every text that a regular expression (RE2 syntax) is found in has in it, as a wildcard: its literal characters in
 * their order, with {@code *} for all else. Gives up, with {@code *} alone, where that cannot be told easily.
 */
public final class RegexLiterals {
    private static final String ANYTHING = "*";
    private static final String ESCAPES_OF_ONE = "dDwWsSbBAznrtfv";

    private final String pattern;
    private final StringBuilder wildcard = new StringBuilder(ANYTHING);
    private int at;

    private RegexLiterals(String pattern) {
        this.pattern = pattern;
    }

    /** That wildcard. */
    public static String of(String pattern) {
        RegexLiterals reading = new RegexLiterals(pattern);
        while (reading.at < pattern.length()) {
            if (!reading.next()) {
                return ANYTHING;
            }
        }
        reading.addOpen();
        return reading.wildcard.toString();
    }

    /** Takes the next part; false to give up. */
    private boolean next() {
        char first = pattern.charAt(at);
        return switch (first) {
            case '|' -> false;
            case '(' -> group();
            case '[' -> open(endOfClass(at));
            case '\\' -> escape();
            case '.', '^', '$' -> open(at + 1);
            default -> literal(first, at + 1);
        };
    }

    private boolean escape() {
        if (at + 1 == pattern.length()) {
            return false;
        }
        char escaped = pattern.charAt(at + 1);
        if (Character.isLetterOrDigit(escaped)) {
            return ESCAPES_OF_ONE.indexOf(escaped) >= 0 && open(at + 2);
        }
        return literal(escaped, at + 2);
    }

    private boolean group() {
        int depth = 0;
        for (int i = at; i >= 0 && i < pattern.length(); ) {
            char character = pattern.charAt(i);
            if (character == '\\') {
                if (i + 1 < pattern.length() && "QE".indexOf(pattern.charAt(i + 1)) >= 0) {
                    return false;
                }
                i += 2;
            } else if (character == '[') {
                i = endOfClass(i);
            } else {
                depth += character == '(' ? 1 : character == ')' ? -1 : 0;
                i++;
                if (depth == 0) {
                    return open(i);
                }
            }
        }
        return false;
    }

    /** After the class that starts there; -1 if it has no end. */
    private int endOfClass(int start) {
        int i = start + 1;
        if (i < pattern.length() && pattern.charAt(i) == '^') {
            i++;
        }
        boolean isFirst = true;
        while (i < pattern.length()) {
            char character = pattern.charAt(i);
            if (character == ']' && !isFirst) {
                return i + 1;
            }
            if (pattern.startsWith("[:", i) && pattern.indexOf(":]", i) > 0) {
                i = pattern.indexOf(":]", i) + 2;
            } else {
                i += character == '\\' ? 2 : 1;
            }
            isFirst = false;
        }
        return -1;
    }

    /** A part that says nothing, and how often it is there. */
    private boolean open(int end) {
        if (end < 0) {
            return false;
        }
        at = endOfRepetition(end);
        addOpen();
        return true;
    }

    private boolean literal(char character, int end) {
        boolean mayBeMissing = end < pattern.length() && "*?{".indexOf(pattern.charAt(end)) >= 0;
        boolean isRepeated = end < pattern.length() && pattern.charAt(end) == '+';
        at = endOfRepetition(end);
        if (mayBeMissing || character == '*' || character == '?' || character == '\\') {
            addOpen();
        } else {
            wildcard.append(character);
            if (isRepeated) {
                addOpen();
            }
        }
        return true;
    }

    private int endOfRepetition(int end) {
        int i = end;
        while (i < pattern.length() && "*+?{".indexOf(pattern.charAt(i)) >= 0) {
            int brace = pattern.charAt(i) == '{' ? pattern.indexOf('}', i) : -1;
            i = brace > 0 ? brace + 1 : i + 1;
        }
        return i;
    }

    private void addOpen() {
        if (wildcard.charAt(wildcard.length() - 1) != '*') {
            wildcard.append('*');
        }
    }
}
