package dev.logbell.processor.parse;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Go's standard logger, {@code ERROR: 2025/11/05 12:00:01 service.go:36: message}: prefix, microseconds and file are
 * optional. nginx's error log ({@code 2025/11/05 12:00:01 [error] 7#7: message}) is of this form too.
 */
record GoLogger(TimeReader times) implements LineFormat {
    private static final int LONGEST_PREFIX = 64;
    private static final int LONGEST_FILE = 300;

    @Override
    public @Nullable ParsedLine parse(String line, Instant observed) {
        int slash = line.indexOf('/');
        while (slash >= 0 && slash < LONGEST_PREFIX + 4 && !isDate(line, slash)) {
            slash = line.indexOf('/', slash + 1);
        }
        int from = slash - 4;
        if (slash < 4 || from > LONGEST_PREFIX) {
            return null;
        }
        Instant time = times.dateTime(line, from);
        if (time == null) {
            return null;
        }
        int end = times.end();
        ParsedLine parsed = new ParsedLine(observed);
        parsed.time(time, line, from, end);
        int message = end < line.length() && line.charAt(end) == ' ' ? end + 1 : end;
        message = file(line, message, parsed);
        parsed.body(line.substring(message));
        String prefix = line.substring(0, from).strip();
        StatedSeverity.find(prefix, 0, false, parsed);
        if (!parsed.hasSeverity()) {
            StatedSeverity.find(line, message, true, parsed);
        }
        if (!prefix.isEmpty() && !isOnly(prefix, parsed.severityText())) {
            parsed.attribute("log.prefix", prefix);
        }
        return parsed;
    }

    @Override
    public boolean isSingleLine() {
        return false;
    }

    /** {@code 2025/11/05} around the first of its slashes, at the head of the line or after a blank. */
    private static boolean isDate(String line, int slash) {
        return slash >= 4
                && slash + 3 < line.length()
                && line.charAt(slash + 3) == '/'
                && Character.isDigit(line.charAt(slash - 1))
                && (slash == 4 || !Character.isLetterOrDigit(line.charAt(slash - 5)));
    }

    /** Takes {@code service.go:36: }; index after it. */
    private static int file(String line, int from, ParsedLine into) {
        int colon = line.indexOf(".go:", from);
        if (colon < 0 || colon - from > LONGEST_FILE || line.indexOf(' ', from) < colon) {
            return from;
        }
        int digits = colon + 4;
        int end = digits;
        while (end < line.length() && end - digits < 9 && Character.isDigit(line.charAt(end))) {
            end++;
        }
        if (end == digits || !line.startsWith(": ", end)) {
            return from;
        }
        into.attribute("code.file.path", line.substring(from, colon + 3));
        into.attribute("code.line.number", Long.parseLong(line, digits, end, 10));
        return end + 2;
    }

    /** Whether the prefix is the severity and punctuation. */
    private static boolean isOnly(String prefix, String severity) {
        return !severity.isEmpty()
                && prefix.contains(severity)
                && prefix.replace(severity, "").chars().noneMatch(Character::isLetterOrDigit);
    }
}
