package dev.logbell.processor.parse;

import org.jspecify.annotations.Nullable;

/**
 * The facility and severity at the head of a syslog message, {@code <34>}. (RFC 5424 section 6.2.1.)
 *
 * @param value facility times 8 plus severity, 0 to 191
 * @param end index after the closing bracket
 */
record SyslogPriority(int value, int end) {
    private static final String[] SEVERITIES = {"emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"};

    static @Nullable SyslogPriority at(String line) {
        if (line.length() < 4 || line.charAt(0) != '<') {
            return null;
        }
        int value = 0;
        int at = 1;
        while (at < 5 && at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
            value = value * 10 + (line.charAt(at) - '0');
            at++;
        }
        return at > 1 && at < line.length() && line.charAt(at) == '>' && value <= 191
                ? new SyslogPriority(value, at + 1)
                : null;
    }

    void describe(ParsedLine into) {
        into.severity(SeverityWords.ofSyslog(value & 7), SEVERITIES[value & 7]);
        into.attribute("syslog.facility", (long) (value >> 3));
    }
}
