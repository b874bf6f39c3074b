package dev.logbell.processor.parse;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * BSD syslog messages as they are sent ({@code <34>Nov  5 12:00:01 web-1 su[230]: message}, RFC 3164 section 4.1) and
 * as syslogd and rsyslog write them to files, without the priority and perhaps with an ISO 8601 time.
 */
record Syslog3164(TimeReader times) implements LineFormat {
    private static final int LONGEST_HOST = 255;
    private static final int LONGEST_TAG = 128;

    @Override
    public @Nullable ParsedLine parse(String line, Instant observed) {
        SyslogPriority priority = SyslogPriority.at(line);
        if (priority != null && line.startsWith("1 ", priority.end()) && isOfVersion1(line, priority.end() + 2)) {
            return null;
        }
        int from = priority == null ? 0 : priority.end();
        Instant time = times.monthDay(line, from, observed);
        if (time == null) {
            time = times.dateTime(line, from);
            if (time != null && priority == null && !isWrittenByRsyslog(line)) {
                return null;
            }
        }
        if (priority == null && time == null) {
            return null;
        }
        ParsedLine parsed = new ParsedLine(observed);
        int message = from;
        if (time != null) {
            int timeEnd = times.end();
            message = hostAndTag(line, timeEnd, parsed);
            if (message < 0 && priority == null) {
                return null;
            }
            message = message < 0 ? Math.min(line.length(), timeEnd + 1) : message;
            parsed.time(time, line, from, timeEnd);
        } else {
            parsed.statesNoTime();
        }
        parsed.body(line.substring(message));
        if (priority == null) {
            StatedSeverity.find(line, message, true, parsed);
        } else {
            priority.describe(parsed);
        }
        return parsed;
    }

    @Override
    public boolean isSingleLine() {
        return false;
    }

    @Override
    public boolean isEnvelope() {
        return true;
    }

    /** RFC 5424 has a full date or a dash after its version. */
    private static boolean isOfVersion1(String line, int from) {
        return line.startsWith("- ", from) || (Digits.number(line, from, 4) > 0 && line.startsWith("-", from + 4));
    }

    /** Its times have a {@code T} and a numeric offset; other programs rather write a {@code Z} or no zone. */
    private boolean isWrittenByRsyslog(String line) {
        int end = times.end();
        return line.charAt(10) == 'T'
                && end > 6
                && (isSign(line.charAt(end - 5)) || (line.charAt(end - 3) == ':' && isSign(line.charAt(end - 6))));
    }

    private static boolean isSign(char c) {
        return c == '+' || c == '-';
    }

    /** Index of the message; -1, and nothing taken, if there is no host name. */
    private static int hostAndTag(String line, int timeEnd, ParsedLine into) {
        int host = timeEnd + 1;
        int hostEnd = line.indexOf(' ', host);
        if (timeEnd >= line.length()
                || line.charAt(timeEnd) != ' '
                || hostEnd <= host
                || hostEnd - host > LONGEST_HOST
                || SeverityWords.number(line, host, hostEnd) > 0
                || !isHost(line, host, hostEnd)) {
            return -1;
        }
        into.resource("host.name", line.substring(host, hostEnd));
        int tag = hostEnd + 1;
        if (line.startsWith("CEF:", tag) || line.startsWith("LEEF:", tag)) {
            return tag;
        }
        int at = tag;
        while (at < line.length() && at - tag < LONGEST_TAG && " \t:[".indexOf(line.charAt(at)) < 0) {
            at++;
        }
        int tagEnd = at;
        long process = -1;
        if (at < line.length() && line.charAt(at) == '[') {
            int close = at + 1;
            while (close < line.length() && close - at < 12 && Character.isDigit(line.charAt(close))) {
                close++;
            }
            if (close > at + 1 && close < line.length() && line.charAt(close) == ']') {
                process = Long.parseLong(line, at + 1, close, 10);
                at = close + 1;
            }
        }
        if (tagEnd == tag || at >= line.length() || line.charAt(at) != ':') {
            return tag;
        }
        into.resource("service.name", line.substring(tag, tagEnd));
        if (process >= 0) {
            into.attribute("process.pid", process);
        }
        return at + 1 < line.length() && line.charAt(at + 1) == ' ' ? at + 2 : at + 1;
    }

    private static boolean isHost(String line, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = line.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '.' && c != '-' && c != '_' && (c != ':' || i == to - 1)) {
                return false;
            }
        }
        return true;
    }
}
