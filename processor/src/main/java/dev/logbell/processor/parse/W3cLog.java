package dev.logbell.processor.parse;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Extended Log File Format of the W3C, which IIS and others write: {@code #Fields:} names the columns of the lines
 * after it. Without that line they have the columns of the only other log that fits, or those that IIS writes by
 * default.
 */
record W3cLog(TimeReader times, W3cHeaders headers) implements LineFormat {
    static final String FIELDS = "#Fields: ";
    private static final List<String> DIRECTIVES =
            List.of(FIELDS, "#Software: ", "#Version: ", "#Date: ", "#Start-Date: ", "#End-Date: ", "#Remark: ");
    private static final List<String> DEFAULT = List.of(
            "date",
            "time",
            "s-ip",
            "cs-method",
            "cs-uri-stem",
            "cs-uri-query",
            "s-port",
            "cs-username",
            "c-ip",
            "cs(User-Agent)",
            "cs(Referer)",
            "sc-status",
            "sc-substatus",
            "sc-win32-status",
            "time-taken");
    private static final int MOST_COLUMNS = 100;
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("s-ip", "server.address"),
            Map.entry("s-port", "server.port"),
            Map.entry("s-computername", "server.name"),
            Map.entry("s-sitename", "iis.site"),
            Map.entry("cs-method", "http.request.method"),
            Map.entry("cs-uri-stem", "url.path"),
            Map.entry("cs-uri", "url.full"),
            Map.entry("cs-uri-query", "url.query"),
            Map.entry("cs-username", "user.name"),
            Map.entry("c-ip", "client.address"),
            Map.entry("c-port", "client.port"),
            Map.entry("cs(User-Agent)", "user_agent.original"),
            Map.entry("cs(Referer)", "http.request.header.referer"),
            Map.entry("cs-host", "http.request.header.host"),
            Map.entry("cs(Host)", "http.request.header.host"),
            Map.entry("cs-version", "network.protocol.version"),
            Map.entry("sc-status", "http.response.status_code"),
            Map.entry("sc-bytes", "http.response.size"),
            Map.entry("cs-bytes", "http.request.size"),
            Map.entry("sc-substatus", "iis.substatus"),
            Map.entry("sc-win32-status", "iis.win32_status"),
            Map.entry("time-taken", "http.server.duration_ms"));

    @Override
    public @Nullable ParsedLine parse(String line, Instant observed) {
        return parse(line, observed, List.of());
    }

    @Override
    public @Nullable ParsedLine parse(String line, Instant observed, List<String> columns) {
        return line.startsWith("#") ? directive(line, observed, columns) : entry(line, observed, columns);
    }

    @Override
    public boolean isSingleLine() {
        return true;
    }

    private static @Nullable ParsedLine directive(String line, Instant observed, List<String> columns) {
        if (DIRECTIVES.stream().noneMatch(line::startsWith)) {
            return null;
        }
        ParsedLine parsed = new ParsedLine(observed);
        parsed.body(line);
        parsed.severity(9, "");
        parsed.columns(line.startsWith(FIELDS) ? columns(line.substring(FIELDS.length())) : columns);
        return parsed;
    }

    private @Nullable ParsedLine entry(String line, Instant observed, List<String> given) {
        List<String> values = columns(line);
        List<String> named = given.isEmpty() ? headers.of(values) : given;
        List<String> columns = named.isEmpty() ? DEFAULT : named;
        if (values.size() != columns.size()) {
            return null;
        }
        ParsedLine parsed = new ParsedLine(observed);
        parsed.body(line);
        String date = "";
        String time = "";
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i);
            String value = values.get(i);
            switch (column) {
                case "date" -> date = value;
                case "time" -> time = value;
                default -> column(column, value, parsed);
            }
        }
        String stated = date + "T" + time + "Z";
        Instant at = times.dateTime(stated, 0);
        if (at == null || date.length() != 10 || times.end() != stated.length()) {
            return null;
        }
        parsed.time(at, stated, 0, stated.length());
        parsed.columns(named);
        if (parsed.attributes().get("http.response.status_code") instanceof Long status) {
            parsed.severity(HttpRequest.severity(status), "");
        }
        return parsed;
    }

    private static void column(String column, String value, ParsedLine into) {
        if (value.isEmpty() || value.equals("-")) {
            return;
        }
        String name = NAMES.getOrDefault(column, column);
        boolean isEncoded = name.startsWith("user_agent") || name.startsWith("http.request.header");
        String text = isEncoded ? value.replace('+', ' ') : value;
        boolean isNumber = value.length() < 16 && Digits.areAll(value);
        if (name.equals("network.protocol.version") && value.startsWith("HTTP/")) {
            text = value.substring(5);
        }
        into.attribute(name, isNumber ? (Object) Long.parseLong(value) : text);
    }

    /** The texts between blanks, of which quotes may enclose some. */
    static List<String> columns(String line) {
        List<String> columns = new ArrayList<>();
        int at = 0;
        while (at < line.length() && columns.size() < MOST_COLUMNS) {
            char c = line.charAt(at);
            if (c == ' ' || c == '\t') {
                at++;
                continue;
            }
            int from = c == '"' ? at + 1 : at;
            int end = c == '"' ? line.indexOf('"', from) : blank(line, from);
            if (end < 0) {
                end = line.length();
            }
            columns.add(line.substring(from, end));
            at = end + 1;
        }
        return columns;
    }

    private static int blank(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) != ' ' && line.charAt(at) != '\t') {
            at++;
        }
        return at;
    }
}
