package dev.logbell.log;

/**
 * The six ranges of OpenTelemetry severity numbers, and none. (OpenTelemetry Logs Data Model, "SeverityNumber".)
 * An event carries the fine number (1-24, 0 for none); this is its short name.
 */
public enum Severity {
    UNSPECIFIED(0),
    TRACE(1),
    DEBUG(5),
    INFO(9),
    WARN(13),
    ERROR(17),
    FATAL(21);

    private final int number;

    Severity(int number) {
        this.number = number;
    }

    /** The lowest number of this range: 0, 1, 5, 9, 13, 17 or 21. */
    public int number() {
        return number;
    }

    /** The highest number of this range: 0, 4, 8, 12, 16, 20 or 24. */
    public int highestNumber() {
        return this == UNSPECIFIED ? 0 : number + 3;
    }

    /**
     * The range that a number falls in.
     *
     * @param number 0 to 24
     */
    public static Severity of(int number) {
        if (number < 0 || number > 24) {
            throw new IllegalArgumentException("a severity number must be 0..24, got " + number);
        }
        return number == 0 ? UNSPECIFIED : values()[(number - 1) / 4 + 1];
    }
}
