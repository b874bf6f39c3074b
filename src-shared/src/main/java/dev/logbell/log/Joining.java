package dev.logbell.log;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.logbell.log.Continuation.Before;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Says which lines of a source make one event: by what they look like, or by a pattern of the first ones. */
public sealed interface Joining {
    /** Joins what {@link Continuation} knows. */
    Joining BY_LOOK = new ByLook();

    /** What a line that is not blank says about the next one. */
    Before before(byte[] bytes, int from, int to);

    /**
     * Whether a line goes on the event before it.
     *
     * @param before what the last line before it says that is not blank
     */
    boolean goesOn(Before before, byte[] bytes, int from, int to);

    /**
     * The joining of a source.
     *
     * @param start regular expression (RE2) that is found in the first KiB of each line that starts an event; null joins
     *     by look
     * @throws IllegalArgumentException if it is none, or one that would take much memory: it may come from anybody who
     *     writes to Kafka
     */
    static Joining of(@Nullable String start) {
        if (start == null) {
            return BY_LOOK;
        }
        try {
            if (start.length() <= ByStart.LONGEST && Repetitions.expanded(start) <= ByStart.LARGEST) {
                Pattern pattern = Pattern.compile(start);
                if (pattern.programSize() <= ByStart.LARGEST) {
                    return new ByStart(pattern);
                }
            }
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("%s is no regular expression: %s".formatted(start, e.getMessage()), e);
        }
        throw new IllegalArgumentException("%s, which is too large: make it shorter and repeat less"
                .formatted(start.substring(0, Math.min(start.length(), ByStart.LONGEST_TOLD))));
    }

    /** By {@link Continuation}. */
    record ByLook() implements Joining {
        @Override
        public Before before(byte[] bytes, int from, int to) {
            return Continuation.before(bytes, from, to);
        }

        @Override
        public boolean goesOn(Before before, byte[] bytes, int from, int to) {
            return Continuation.isContinuation(before, bytes, from, to);
        }
    }

    /** By a pattern that the first line of each event has. */
    record ByStart(Pattern pattern) implements Joining {
        private static final int REACH = 1024;
        private static final int LONGEST = 1_000;
        private static final int LARGEST = 20_000;
        private static final int LONGEST_TOLD = 100;

        @Override
        public Before before(byte[] bytes, int from, int to) {
            return Before.OTHER;
        }

        @Override
        public boolean goesOn(Before before, byte[] bytes, int from, int to) {
            byte[] line = Arrays.copyOfRange(bytes, from, Math.min(to, from + REACH));
            return !pattern.matcher(line).find();
        }
    }
}
