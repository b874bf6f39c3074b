package dev.logbell.alerter.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One condition on a label, in Alertmanager's syntax: {@code severity="error"}, {@code service!="test"},
 * {@code severity=~"error|fatal"}, {@code host!~"dev-.*"}. A label that is missing is the empty string, and regular
 * expressions are RE2 and match the whole value.
 */
public sealed interface Matcher {
    String label();

    boolean matches(Map<String, String> labels);

    /** {@code label="value"} and {@code label!="value"}. */
    record Equality(String label, String value, boolean isNegated) implements Matcher {
        @Override
        public boolean matches(Map<String, String> labels) {
            return labels.getOrDefault(label, "").equals(value) != isNegated;
        }
    }

    /** {@code label=~"regex"} and {@code label!~"regex"}. */
    record Regex(String label, Pattern pattern, boolean isNegated) implements Matcher {
        @Override
        public boolean matches(Map<String, String> labels) {
            return pattern.matches(labels.getOrDefault(label, "")) != isNegated;
        }
    }

    /** Whether all matchers match; no matchers match everything. */
    static boolean allMatch(List<Matcher> matchers, Map<String, String> labels) {
        return matchers.stream().allMatch(matcher -> matcher.matches(labels));
    }

    /**
     * Reads a list such as {@code {severity=~"error|fatal", service!=test}}; braces and quotes may be left out.
     *
     * @throws IllegalArgumentException saying what is wrong where
     */
    static List<Matcher> parseAll(String text) {
        String list = text.strip();
        if (list.startsWith("{") != list.endsWith("}") || list.equals("{")) {
            throw new IllegalArgumentException("the matchers %s must be closed as they were opened".formatted(text));
        }
        if (list.startsWith("{")) {
            list = list.substring(1, list.length() - 1);
        }
        List<Matcher> matchers = new ArrayList<>();
        for (String part : split(list)) {
            matchers.add(parse(part));
        }
        return List.copyOf(matchers);
    }

    /**
     * Reads one matcher.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static Matcher parse(String text) {
        String matcher = text.strip();
        int end = 0;
        while (end < matcher.length() && isLabelCharacter(matcher.charAt(end), end)) {
            end++;
        }
        String label = matcher.substring(0, end);
        String rest = matcher.substring(end).strip();
        if (label.isEmpty() || !(rest.startsWith("=") || rest.startsWith("!=") || rest.startsWith("!~"))) {
            throw new IllegalArgumentException(
                    "the matcher %s must be a label, one of = != =~ !~, and a value, such as severity=~\"error|fatal\""
                            .formatted(matcher));
        }
        int operator = rest.startsWith("=~") || rest.startsWith("!") ? 2 : 1;
        String value = unquote(rest.substring(operator).strip(), matcher);
        return switch (rest.substring(0, operator)) {
            case "=" -> new Equality(label, value, false);
            case "!=" -> new Equality(label, value, true);
            case "=~" -> new Regex(label, compile(value, matcher), false);
            case "!~" -> new Regex(label, compile(value, matcher), true);
            default -> throw new IllegalStateException("no operator of a matcher: " + rest);
        };
    }

    private static boolean isLabelCharacter(char c, int position) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (position > 0 && ((c >= '0' && c <= '9') || c == '.' || c == ':' || c == '-'));
    }

    private static Pattern compile(String regex, String matcher) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "the regular expression of the matcher %s is wrong: %s".formatted(matcher, e.getMessage()), e);
        }
    }

    private static String unquote(String value, String matcher) {
        if (!value.startsWith("\"")) {
            if (value.indexOf('"') >= 0) {
                throw new IllegalArgumentException("the value of the matcher %s has a stray quote".formatted(matcher));
            }
            return value;
        }
        StringBuilder unquoted = new StringBuilder();
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                if (i != value.length() - 1) {
                    break;
                }
                return unquoted.toString();
            }
            if (c == '\\' && i + 1 < value.length()) {
                char escaped = value.charAt(++i);
                switch (escaped) {
                    case 'n' -> unquoted.append('\n');
                    case '"', '\\' -> unquoted.append(escaped);
                    default -> unquoted.append('\\').append(escaped);
                }
            } else {
                unquoted.append(c);
            }
        }
        throw new IllegalArgumentException("the value of the matcher %s must end with its quote".formatted(matcher));
    }

    private static List<String> split(String list) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '\\' && isQuoted && i + 1 < list.length()) {
                part.append(c).append(list.charAt(++i));
            } else if (c == ',' && !isQuoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                isQuoted = isQuoted != (c == '"');
                part.append(c);
            }
        }
        parts.add(part.toString());
        if (parts.getLast().isBlank()) {
            parts.removeLast();
        }
        return parts;
    }
}
