package dev.logbell.processor.parse.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A pattern with its names written out as one regular expression whose groups are the fields, in order.
 *
 * <p>{@code %{NAME}}, {@code %{NAME:field}}, {@code %{NAME:field:type}}, {@code (?<field>...)} and {@code (?P<field>...)}
 * are known; other groups do not capture.
 */
record GrokPattern(String regex, List<Target> targets) {
    private static final int DEEPEST = 20;
    private static final int LONGEST = 20_000;

    /**
     * Writes a pattern out.
     *
     * @param names what {@code %{NAME}} stands for
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static GrokPattern of(String pattern, Map<String, String> names) {
        Writer writer = new Writer(names);
        writer.write(pattern, 0);
        return new GrokPattern(writer.regex.toString(), List.copyOf(writer.targets));
    }

    private static final class Writer {
        private final Map<String, String> names;
        private final StringBuilder regex = new StringBuilder();
        private final List<Target> targets = new ArrayList<>();

        Writer(Map<String, String> names) {
            this.names = names;
        }

        void write(String pattern, int depth) {
            if (depth > DEEPEST || regex.length() > LONGEST) {
                throw new IllegalArgumentException("the pattern becomes too large, or a name in it stands for itself");
            }
            int at = 0;
            while (at < pattern.length()) {
                char c = pattern.charAt(at);
                if (c == '\\' && at + 1 < pattern.length()) {
                    regex.append(c).append(pattern.charAt(at + 1));
                    at += 2;
                } else if (c == '[') {
                    int end = classEnd(pattern, at);
                    regex.append(pattern, at, end);
                    at = end;
                } else if (pattern.startsWith("%{", at)) {
                    at = name(pattern, at, depth);
                } else if (c == '(') {
                    at = group(pattern, at);
                } else {
                    regex.append(c);
                    at++;
                }
            }
        }

        /** Writes what {@code %{NAME:field}} stands for; index after it. */
        private int name(String pattern, int from, int depth) {
            int end = pattern.indexOf('}', from);
            if (end < 0) {
                throw new IllegalArgumentException("%s has no closing brace".formatted(pattern.substring(from)));
            }
            String inside = pattern.substring(from + 2, end);
            int colon = inside.indexOf(':');
            String name = colon < 0 ? inside : inside.substring(0, colon);
            String meaning = names.get(name);
            if (meaning == null) {
                throw new IllegalArgumentException(
                        "%%{%s} is not known: it is no standard pattern, nor under patterns: of this file"
                                .formatted(name));
            }
            if (colon >= 0) {
                targets.add(Target.of(inside.substring(colon + 1)));
                regex.append('(');
            } else {
                regex.append("(?:");
            }
            write(meaning, depth + 1);
            regex.append(')');
            return end + 1;
        }

        private int group(String pattern, int from) {
            if (!pattern.startsWith("(?", from)) {
                regex.append("(?:");
                return from + 1;
            }
            int nameFrom = pattern.startsWith("(?P<", from) ? from + 4 : from + 3;
            boolean isNamed = pattern.startsWith("<", nameFrom - 1)
                    && !pattern.startsWith("=", nameFrom)
                    && !pattern.startsWith("!", nameFrom);
            if (!isNamed) {
                regex.append("(?");
                return from + 2;
            }
            int end = pattern.indexOf('>', nameFrom);
            if (end < 0) {
                throw new IllegalArgumentException("%s has no end of its name".formatted(pattern.substring(from)));
            }
            targets.add(Target.of(pattern.substring(nameFrom, end)));
            regex.append('(');
            return end + 1;
        }

        private static int classEnd(String pattern, int from) {
            int at = pattern.startsWith("^", from + 1) ? from + 2 : from + 1;
            int first = at;
            while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
                if (pattern.startsWith("[:", at)) {
                    int end = pattern.indexOf(":]", at);
                    at = end < 0 ? at + 1 : end + 2;
                } else {
                    at += pattern.charAt(at) == '\\' ? 2 : 1;
                }
            }
            return Math.min(pattern.length(), at + 1);
        }
    }
}
