package dev.logbell.query;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What counts as a number in a query, and how the numbers of events are written and compared. */
public final class Numbers {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?");

    private Numbers() {}

    /** The number that a text of a query is, or null if it is none, e.g. {@code 500}, {@code -1.5}, {@code 2e6}. */
    public static @Nullable BigDecimal parse(String text) {
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    /** The value of an attribute as a number, or null if it is none (also for infinities, which JSON cannot hold). */
    static @Nullable BigDecimal of(Object value) {
        return switch (value) {
            case Long number -> BigDecimal.valueOf(number);
            case Integer number -> BigDecimal.valueOf(number);
            case Double number when Double.isFinite(number) -> BigDecimal.valueOf(number);
            default -> null;
        };
    }
}
