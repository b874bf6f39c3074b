package dev.logbell.query;

import dev.logbell.log.Severity;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The severity numbers that a query means: {@code severity:error} is 17 to 20, {@code severity:>=WARN} 13 to 24.
 * Empty when the lowest is above the highest.
 *
 * @param lowest included
 * @param highest included
 */
public record SeverityRange(int lowest, int highest) {
    private static final int MAXIMUM = 24;
    private static final Pattern FINE = Pattern.compile("(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)([1-4])");

    /**
     * The numbers of a name, without regard to case: {@code ERROR} or {@code warning}; of an OpenTelemetry short name
     * ({@code ERROR2} is 18); of a number. Syslog's {@code notice}, {@code crit} and {@code alert} are the one number
     * that OpenTelemetry gives them.
     *
     * @throws IllegalArgumentException if it is none of these; the message lists the names
     */
    public static SeverityRange of(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        Matcher fine = FINE.matcher(name);
        if (fine.matches()) {
            int number = Severity.valueOf(fine.group(1)).number() + Integer.parseInt(fine.group(2)) - 1;
            return new SeverityRange(number, number);
        }
        if (name.matches("[0-9]|1[0-9]|2[0-4]")) {
            int number = Integer.parseInt(name);
            return new SeverityRange(number, number);
        }
        return switch (name) {
            case "TRACE" -> of(Severity.TRACE);
            case "DEBUG" -> of(Severity.DEBUG);
            case "INFO", "INFORMATION" -> of(Severity.INFO);
            case "NOTICE" -> new SeverityRange(10, 10);
            case "WARN", "WARNING" -> of(Severity.WARN);
            case "ERROR", "ERR", "SEVERE" -> of(Severity.ERROR);
            case "CRIT" -> new SeverityRange(18, 18);
            case "ALERT" -> new SeverityRange(19, 19);
            case "FATAL", "CRITICAL", "PANIC", "EMERGENCY", "EMERG" -> of(Severity.FATAL);
            case "UNSPECIFIED" -> of(Severity.UNSPECIFIED);
            default ->
                throw new IllegalArgumentException(
                        "severity '%s' is unknown: use TRACE, DEBUG, INFO, WARN, ERROR, FATAL or a number 0..24"
                                .formatted(text));
        };
    }

    /**
     * The numbers between the bounds of a range: {@code >WARN} is above all of WARN, {@code <=WARN} has all of it.
     *
     * @throws IllegalArgumentException if a bound is no severity
     */
    public static SeverityRange of(Query.Range range) {
        int lowest = 0;
        int highest = MAXIMUM;
        if (range.low() != null) {
            SeverityRange low = of(range.low());
            lowest = range.lowIncluded() ? low.lowest : low.highest + 1;
        }
        if (range.high() != null) {
            SeverityRange high = of(range.high());
            highest = range.highIncluded() ? high.highest : high.lowest - 1;
        }
        return new SeverityRange(lowest, highest);
    }

    boolean holds(int number) {
        return lowest <= number && number <= highest;
    }

    private static SeverityRange of(Severity severity) {
        return new SeverityRange(severity.number(), severity.highestNumber());
    }
}
