package dev.logbell.log;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells how large a regular expression becomes when its counted repetitions are written out, before that is done:
 * {@code (x{30}){30}} becomes 900. Compiling takes time and memory in proportion.
 */
public final class Repetitions {
    private static final long MOST = Integer.MAX_VALUE;

    private final String pattern;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long size;
    private long last;
    private int at;

    private Repetitions(String pattern) {
        this.pattern = pattern;
    }

    /** An upper bound of the number of characters and classes to match; what is not well formed counts as it stands. */
    public static long expanded(String pattern) {
        Repetitions repetitions = new Repetitions(pattern);
        while (repetitions.at < pattern.length()) {
            repetitions.step();
        }
        return repetitions.total();
    }

    private void step() {
        char c = pattern.charAt(at++);
        switch (c) {
            case '(' -> {
                outer.push(size);
                outer.push(last);
                size = 0;
                last = 0;
            }
            case ')' -> close();
            case '{' -> repeat();
            case '[' -> {
                skipClass();
                atom(1);
            }
            case '\\' -> {
                at++;
                atom(1);
            }
            default -> atom(1);
        }
    }

    private void atom(long length) {
        size = Math.min(MOST, size + last);
        last = length;
    }

    private void close() {
        if (!outer.isEmpty()) {
            long group = Math.min(MOST, size + last);
            last = outer.pop();
            size = outer.pop();
            atom(group);
        }
    }

    private void repeat() {
        int end = pattern.indexOf('}', at);
        int comma = pattern.indexOf(',', at);
        String count =
                end < 0 ? "" : pattern.substring(comma < 0 || comma > end || comma == end - 1 ? at : comma + 1, end);
        String digits = count.endsWith(",") ? count.substring(0, count.length() - 1) : count;
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            atom(1);
            return;
        }
        last = Math.min(MOST, last * Math.max(1, Long.parseLong(digits)));
        at = end + 1;
    }

    private void skipClass() {
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        int first = at;
        while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
            at += pattern.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    private long total() {
        long sum = size + last;
        for (long open : outer) {
            sum += open;
        }
        return Math.min(MOST, sum);
    }
}
