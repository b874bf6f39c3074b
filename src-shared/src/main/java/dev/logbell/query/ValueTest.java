package dev.logbell.query;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A test of one value of a field, which is a text or a number. */
interface ValueTest {
    boolean text(String value);

    boolean number(BigDecimal value);

    /** A test that sees a number as its text. */
    @FunctionalInterface
    interface OfText extends ValueTest {
        @Override
        default boolean number(BigDecimal value) {
            return text(value.toPlainString());
        }
    }

    /**
     * The value is this one.
     *
     * @param folded in lower case
     * @param number the same as a number, if it is one
     */
    record Equal(String folded, @Nullable BigDecimal number) implements ValueTest {
        @Override
        public boolean text(String value) {
            return CaseFold.equals(value, folded);
        }

        @Override
        public boolean number(BigDecimal value) {
            return number != null && number.compareTo(value) == 0;
        }
    }

    /** The value lies between these bounds. */
    record Between(
            @Nullable Bound low,
            boolean lowIncluded,
            @Nullable Bound high,
            boolean highIncluded) implements ValueTest {
        static Between of(Query.Range range) {
            return new Between(
                    Bound.of(range.low()), range.lowIncluded(), Bound.of(range.high()), range.highIncluded());
        }

        @Override
        public boolean text(String value) {
            return isBetween(
                    low == null ? 1 : CaseFold.compare(value, low.folded),
                    high == null ? -1 : CaseFold.compare(value, high.folded));
        }

        @Override
        public boolean number(BigDecimal value) {
            return isBetween(low == null ? 1 : low.compare(value), high == null ? -1 : high.compare(value));
        }

        private boolean isBetween(int toLow, int toHigh) {
            return (toLow > 0 || (lowIncluded && toLow == 0)) && (toHigh < 0 || (highIncluded && toHigh == 0));
        }
    }

    /**
     * One end of a range.
     *
     * @param folded in lower case
     * @param number the same as a number, if it is one
     */
    record Bound(String folded, @Nullable BigDecimal number) {
        static @Nullable Bound of(@Nullable String text) {
            return text == null ? null : new Bound(CaseFold.fold(text), Numbers.parse(text));
        }

        int compare(BigDecimal value) {
            return number == null ? CaseFold.compare(value.toPlainString(), folded) : value.compareTo(number);
        }
    }
}
