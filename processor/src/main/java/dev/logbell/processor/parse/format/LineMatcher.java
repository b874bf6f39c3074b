package dev.logbell.processor.parse.format;

import java.util.regex.Matcher;

/** Matches lines with one pattern, in steps that are linear in the line. Not thread-safe. */
public final class LineMatcher {
    /** A longer text is not tried. */
    public static final int LONGEST = 65_536;

    private static final int STEPS_A_CHARACTER = 16;
    private static final int FIRST_STEPS = 1_000;

    private final LinePattern pattern;
    private final CountedText counted = new CountedText();
    private final Matcher quick;
    private final int[] bounds;

    public LineMatcher(LinePattern pattern) {
        this.pattern = pattern;
        this.quick = pattern.quick().matcher("");
        this.bounds = new int[2 * pattern.targets().size()];
    }

    /** Whether all of the text has the pattern; {@link #start} and {@link #end} then tell where its groups are. */
    public boolean matches(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        counted.set(text, STEPS_A_CHARACTER * text.length() + FIRST_STEPS);
        try {
            if (!quick.reset(counted).matches()) {
                return false;
            }
            for (int i = 0; i < bounds.length / 2; i++) {
                bounds[2 * i] = quick.start(i + 1);
                bounds[2 * i + 1] = quick.end(i + 1);
            }
            return true;
        } catch (OutOfStepsException | StackOverflowError tooHard) {
            return matchesLinear(text);
        }
    }

    private boolean matchesLinear(String text) {
        com.google.re2j.Matcher linear = pattern.linear().matcher(text);
        if (!linear.matches()) {
            return false;
        }
        for (int i = 0; i < bounds.length / 2; i++) {
            bounds[2 * i] = linear.start(i + 1);
            bounds[2 * i + 1] = linear.end(i + 1);
        }
        return true;
    }

    /** Index of the first character of a group counted from 0; -1 if it matched nothing. */
    public int start(int group) {
        return bounds[2 * group];
    }

    /** Index after the last character of a group counted from 0. */
    public int end(int group) {
        return bounds[2 * group + 1];
    }

    /** How many characters of the last text were looked at before another way was taken, repetitions included. */
    int steps() {
        return STEPS_A_CHARACTER * counted.length() + FIRST_STEPS - counted.left;
    }

    /** A text that may be looked at so many times. */
    private static final class CountedText implements CharSequence {
        private String text = "";
        private int left;

        void set(String next, int steps) {
            text = next;
            left = steps;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new OutOfStepsException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Ends a match that has become too expensive. */
    private static final class OutOfStepsException extends RuntimeException {
        OutOfStepsException() {
            super("the pattern goes back too often", null, false, false);
        }
    }
}
