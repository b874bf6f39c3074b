package dev.logbell.processor.parse;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Syslog messages of version 1, with structured data. (RFC 5424 section 6.) */
final class Syslog5424 implements LineFormat {
    private final TimeReader times;

    Syslog5424(TimeReader times) {
        this.times = times;
    }

    @Override
    public @Nullable ParsedLine parse(String line, Instant observed) {
        SyslogPriority priority = SyslogPriority.at(line);
        if (priority == null || !line.startsWith("1 ", priority.end())) {
            return null;
        }
        String[] fields = new String[5];
        int at = priority.end() + 2;
        int timeFrom = at;
        for (int i = 0; i < fields.length; i++) {
            int space = line.indexOf(' ', at);
            if (space <= at) {
                return null;
            }
            fields[i] = line.substring(at, space);
            at = space + 1;
        }
        ParsedLine parsed = new ParsedLine(observed);
        priority.describe(parsed);
        Instant time = times.dateTime(line, timeFrom);
        if (time != null) {
            parsed.time(time, line, timeFrom, times.end());
        } else if (fields[0].equals("-")) {
            parsed.statesNoTime();
        } else {
            return null;
        }
        resource("host.name", fields[1], parsed);
        resource("service.name", fields[2], parsed);
        keep("syslog.procid", fields[3], parsed);
        keep("syslog.msgid", fields[4], parsed);
        int message = structured(line, at, parsed);
        if (message < 0) {
            return null;
        }
        int start = Math.min(line.length(), message + 1);
        parsed.body(line.substring(line.startsWith("\uFEFF", start) || isRelayed(line, start) ? start + 1 : start));
        return parsed;
    }

    /** rsyslog leaves the space after the tag before a message that it relays from RFC 3164. */
    private static boolean isRelayed(String line, int start) {
        return line.startsWith(" ", start) && start + 1 < line.length() && line.charAt(start + 1) > ' ';
    }

    @Override
    public boolean isSingleLine() {
        return false;
    }

    @Override
    public boolean isEnvelope() {
        return true;
    }

    private static void resource(String name, String value, ParsedLine into) {
        if (!value.equals("-")) {
            into.resource(name, value);
        }
    }

    private static void keep(String name, String value, ParsedLine into) {
        if (!value.equals("-")) {
            into.attribute(name, value);
        }
    }

    /** Reads {@code -} or {@code [id name="value"][...]}; index after it, -1 if it is neither. */
    private static int structured(String line, int from, ParsedLine into) {
        if (from >= line.length()) {
            return -1;
        }
        if (line.charAt(from) == '-') {
            return from + 1;
        }
        Map<String, Object> elements = new LinkedHashMap<>();
        int at = from;
        while (at < line.length() && line.charAt(at) == '[') {
            int idEnd = nameEnd(line, at + 1);
            if (idEnd <= at + 1) {
                return -1;
            }
            Map<String, Object> parameters = new LinkedHashMap<>();
            elements.put(line.substring(at + 1, idEnd), parameters);
            at = parameters(line, idEnd, parameters);
            if (at < 0) {
                return -1;
            }
        }
        if (elements.isEmpty()) {
            return -1;
        }
        into.attribute("syslog.structured_data", elements);
        return at;
    }

    private static int parameters(String line, int from, Map<String, Object> into) {
        int at = from;
        while (at < line.length()) {
            if (line.charAt(at) == ']') {
                return at + 1;
            }
            int name = at + 1;
            int nameEnd = nameEnd(line, name);
            if (line.charAt(at) != ' ' || !line.startsWith("=\"", nameEnd)) {
                return -1;
            }
            StringBuilder value = new StringBuilder();
            at = nameEnd + 2;
            while (at < line.length() && line.charAt(at) != '"') {
                boolean isEscape =
                        line.charAt(at) == '\\' && at + 1 < line.length() && "\"\\]".indexOf(line.charAt(at + 1)) >= 0;
                value.append(line.charAt(isEscape ? at + 1 : at));
                at += isEscape ? 2 : 1;
            }
            into.put(line.substring(name, nameEnd), value.toString());
            at++;
        }
        return -1;
    }

    private static int nameEnd(String line, int from) {
        int at = from;
        while (at < line.length() && " =]\"".indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
