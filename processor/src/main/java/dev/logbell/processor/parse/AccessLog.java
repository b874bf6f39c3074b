package dev.logbell.processor.parse;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The common and combined access log formats of Apache and nginx; its severity is that of the status code. */
record AccessLog(TimeReader times) implements LineFormat {
    private static final int LONGEST_CLIENT = 300;

    @Override
    public @Nullable ParsedLine parse(String line, Instant observed) {
        int client = line.indexOf(' ');
        if (client <= 0 || client > LONGEST_CLIENT) {
            return null;
        }
        int identity = line.indexOf(' ', client + 1);
        int bracket = identity < 0 ? -1 : line.indexOf(" [", identity + 1);
        if (bracket < 0 || bracket - identity > LONGEST_CLIENT) {
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
        parsed.time(time, line, bracket + 2, timeEnd);
        parsed.body(line);
        parsed.severity(status >= 500 ? 17 : status >= 400 ? 13 : 9, "");
        parsed.attribute("client.address", line.substring(0, client));
        keep("user.name", line.substring(identity + 1, bracket), parsed);
        request(line.substring(request, requestEnd), parsed);
        parsed.attribute("http.response.status_code", (long) status);
        afterStatus(line, requestEnd + 5, parsed);
        return parsed;
    }

    @Override
    public boolean isSingleLine() {
        return true;
    }

    private static void request(String request, ParsedLine into) {
        int target = request.indexOf(' ');
        if (target <= 0) {
            keep("http.request.line", request, into);
            return;
        }
        int protocol = request.lastIndexOf(' ');
        boolean hasProtocol = protocol > target && request.startsWith("HTTP/", protocol + 1);
        int end = hasProtocol ? protocol : request.length();
        int query = request.indexOf('?', target);
        into.attribute("http.request.method", request.substring(0, target));
        if (query < 0 || query >= end) {
            into.attribute("url.path", request.substring(target + 1, end));
        } else {
            into.attribute("url.path", request.substring(target + 1, query));
            into.attribute("url.query", request.substring(query + 1, end));
        }
        if (hasProtocol) {
            into.attribute("network.protocol.version", request.substring(protocol + 6));
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
