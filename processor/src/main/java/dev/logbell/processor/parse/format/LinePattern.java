package dev.logbell.processor.parse.format;

import dev.logbell.log.Repetitions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern that a whole line has, ready for matching: the JDK's, which is quick on most lines but may go back over some
 * for ever, and RE2's, which takes over there. What RE2 does not know (back references, looking around) is refused.
 */
public final class LinePattern {
    private static final int LARGEST = 20_000;

    private final Pattern quick;
    private final com.google.re2j.Pattern linear;
    private final List<Target> targets;

    private LinePattern(Pattern quick, com.google.re2j.Pattern linear, List<Target> targets) {
        this.quick = quick;
        this.linear = linear;
        this.targets = targets;
    }

    /**
     * Compiles a pattern.
     *
     * @param isOfLines whether the text has several lines, which a dot matches over
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static LinePattern of(String pattern, Map<String, String> names, boolean isOfLines) {
        GrokPattern grok = GrokPattern.of(pattern, names);
        if (Repetitions.expanded(grok.regex()) > LARGEST) {
            throw new IllegalArgumentException("the pattern is too large: make it shorter and repeat less");
        }
        try {
            com.google.re2j.Pattern linear =
                    com.google.re2j.Pattern.compile(grok.regex(), isOfLines ? com.google.re2j.Pattern.DOTALL : 0);
            if (linear.programSize() > LARGEST) {
                throw new IllegalArgumentException("the pattern is too large: make it shorter and repeat less");
            }
            Pattern quick = Pattern.compile(grok.regex(), isOfLines ? Pattern.DOTALL : Pattern.UNIX_LINES);
            return new LinePattern(quick, linear, grok.targets());
        } catch (com.google.re2j.PatternSyntaxException | PatternSyntaxException e) {
            throw new IllegalArgumentException("this is no regular expression of RE2: " + e.getMessage(), e);
        }
    }

    /** Where the values of its groups go, in the order of the groups, the first of which has the number 1. */
    public List<Target> targets() {
        return targets;
    }

    Pattern quick() {
        return quick;
    }

    com.google.re2j.Pattern linear() {
        return linear;
    }
}
