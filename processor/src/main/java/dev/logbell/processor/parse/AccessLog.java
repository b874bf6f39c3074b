package dev.logbell.processor.parse;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The common and combined access log formats of Apache and nginx; its severity is that of the status code. */
record AccessLog(TimeReader times) implements LineFormat {
    private static final int LONGEST_HEAD = 1_000;

    @Override
    public @Nullable ParsedLine parse(String line, Instant observed) {
        int bracket = line.indexOf(" [");
        if (bracket <= 0 || bracket > LONGEST_HEAD) {
            return null;
        }
        Instant time = times.dayMonthYear(line, bracket + 2);
        if (time == null || !line.startsWith("] \"", times.end())) {
            return null;
        }
        int timeEnd = times.end();
        int request = timeEnd + 3;
        int requestEnd = closingQuote(line, request);
        int status = requestEnd < 0 ? -1 : number(line, requestEnd + 2, 3);
        if (status < 100 || line.charAt(requestEnd + 1) != ' ') {
            return null;
        }
        ParsedLine parsed = new ParsedLine(observed);
        if (!client(line, bracket, parsed)) {
            return null;
        }
        parsed.time(time, line, bracket + 2, timeEnd);
        parsed.body(line);
        parsed.severity(HttpRequest.severity(status), "");
        HttpRequest.describe(line, request, requestEnd, parsed);
        parsed.attribute("http.response.status_code", (long) status);
        afterStatus(line, requestEnd + 5, parsed);
        return parsed;
    }

    @Override
    public boolean isSingleLine() {
        return true;
    }

    /** {@code client identity user}, perhaps with {@code virtualhost:port} in front; a user's name may have blanks. */
    private static boolean client(String line, int end, ParsedLine into) {
        int first = line.indexOf(' ');
        int second = first < 0 ? -1 : line.indexOf(' ', first + 1);
        if (first <= 0 || second < 0 || second >= end) {
            return false;
        }
        int third = line.indexOf(' ', second + 1);
        boolean isFirstAddress = isAddress(line, 0, first);
        if (third < end && isFirstAddress && isAddress(line, first + 1, second)) {
            virtualHost(line.substring(0, first), into);
            into.attribute("client.address", line.substring(first + 1, second));
            keep("user.name", line.substring(third + 1, end), into);
            return true;
        }
        if (third < end && !isFirstAddress) {
            return false;
        }
        into.attribute("client.address", line.substring(0, first));
        keep("user.name", line.substring(second + 1, end), into);
        return true;
    }

    private static boolean isAddress(String line, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = line.charAt(i);
            if (c == '.' || c == ':') {
                return true;
            }
        }
        return false;
    }

    private static void virtualHost(String host, ParsedLine into) {
        int colon = host.lastIndexOf(':');
        int port =
                colon < 0 || host.length() - colon > 6 ? -1 : Digits.number(host, colon + 1, host.length() - colon - 1);
        into.attribute("server.address", port < 0 ? host : host.substring(0, colon));
        if (port >= 0) {
            into.attribute("server.port", (long) port);
        }
    }

    /** The size, the referrer and the user agent, as far as they are there. */
    private static void afterStatus(String line, int from, ParsedLine into) {
        if (from >= line.length() || line.charAt(from) != ' ') {
            return;
        }
        int sizeEnd = from + 1;
        while (sizeEnd < line.length() && line.charAt(sizeEnd) != ' ') {
            sizeEnd++;
        }
        int digits = sizeEnd - from - 1;
        if (digits > 0 && digits < 19 && isDigits(line, from + 1, sizeEnd)) {
            into.attribute("http.response.body.size", Long.parseLong(line, from + 1, sizeEnd, 10));
        }
        if (!line.startsWith(" \"", sizeEnd)) {
            return;
        }
        int referrerEnd = closingQuote(line, sizeEnd + 2);
        if (referrerEnd < 0) {
            return;
        }
        keep("http.request.header.referer", line.substring(sizeEnd + 2, referrerEnd), into);
        if (line.startsWith(" \"", referrerEnd + 1)) {
            int agentEnd = closingQuote(line, referrerEnd + 3);
            if (agentEnd >= 0) {
                keep("user_agent.original", line.substring(referrerEnd + 3, agentEnd), into);
            }
        }
    }

    private static void keep(String name, String value, ParsedLine into) {
        if (!value.isEmpty() && !value.equals("-")) {
            into.attribute(name, value);
        }
    }

    private static int closingQuote(String line, int from) {
        int first = line.indexOf('"', from);
        if (first < 0 || line.indexOf('\\', from, first) < 0) {
            return first;
        }
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                return i;
            }
            if (c == '\\') {
                i++;
            }
        }
        return -1;
    }

    private static int number(String line, int from, int digits) {
        return from + digits <= line.length() && isDigits(line, from, from + digits)
                ? Integer.parseInt(line, from, from + digits, 10)
                : -1;
    }

    private static boolean isDigits(String line, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line.charAt(i) < '0' || line.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
