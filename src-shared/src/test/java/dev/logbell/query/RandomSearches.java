package dev.logbell.query;

import dev.logbell.log.LogEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes queries and events that have much to do with each other, the same ones for the same seed: to hold that a query
 * means the same in memory and in every store. Published in the test jar of this module.
 */
public final class RandomSearches {
    private static final Instant START = Instant.parse("2025-11-05T10:00:00Z");
    private static final List<String> WORDS = List.of(
            "timeout",
            "Timeout",
            "connection reset",
            "connection",
            "reset",
            "50%",
            "a_b",
            "x*y",
            "C:\\temp",
            "Grüße",
            "GRÜSSE",
            "naïve",
            "ΣΑΣ",
            "emoji 🙂 here",
            "it's",
            "\"quoted\"",
            "line one\nline two",
            "500",
            "5",
            "",
            "İ",
            "true");
    private static final List<String> SERVICES = List.of("payments", "Payments", "shop", "shop-eu", "");
    private static final List<String> ATTRIBUTES = List.of(
            "status",
            "user",
            "http.method",
            "tags",
            "ratio",
            "ok",
            "missing",
            "it's",
            "a.b.c",
            "http",
            "resource.user");
    private static final List<String> PATTERNS = List.of(
            "*",
            "time*",
            "*out",
            "?onnection*",
            "5?",
            "5*",
            "*\\**",
            "100\\?",
            "gr*e",
            "a_*",
            "50%*",
            "🙂?",
            "*?🙂*",
            "c:\\\\*");
    private static final List<String> REGEXES = List.of(
            "time(out)?",
            "^conn",
            "reset$",
            "5[0-9]{2}",
            "[a-f]+",
            "gr(ü|Ü)",
            "\\bone\\b",
            "x\\*y",
            "^$",
            "conn.*reset",
            "TIME.ut",
            "c+onnection?",
            "line one\\sline",
            "rese[tT]|out",
            "\"quo",
            "\\\\temp",
            "k",
            "-",
            "e",
            "\\.");
    private static final List<String> BOUNDS = List.of(
            "0",
            "5",
            "100",
            "499.5",
            "500",
            "-1",
            "1e3",
            "a",
            "M",
            "payments",
            "shop",
            "timeout",
            "~",
            "0.25",
            "500.0",
            "5e2",
            "5E+2",
            "10000000000",
            "1e10",
            "0.00001",
            "-0",
            "00500");
    private static final List<Double> RATIOS = List.of(0.0, 0.25, 0.5, 1.75, 5.0, 500.0, 1e10, 1e-5, -0.0, -1.0);
    private static final List<String> MINED = List.of("5000000000000000", "ffffffffffffffff", "0000000000000005");
    private static final List<String> SEVERITIES =
            List.of("TRACE", "debug", "Info", "WARN", "error", "FATAL", "ERROR2", "0", "17", "24");
    private static final String SYNTAX = "ab1 *?\\\"/:()[]{}<>=!+-^~@|&.,'TOANDRÜ🙂\t";

    private final Random random;
    private int events;

    public RandomSearches(long seed) {
        random = new Random(seed);
    }

    /** A query of every kind of part, up to three levels deep. */
    public Query query() {
        return query(3);
    }

    /** An event; offsets count up from 0 and times go on by up to ten minutes. */
    public LogEvent event() {
        Instant time = START.plusMillis(events * 600_000L / 2 + random.nextInt(300_000));
        Map<String, String> resource = new LinkedHashMap<>();
        maybe(() -> resource.put("service.name", pick(SERVICES)));
        maybe(() -> resource.put("host.name", "web-" + random.nextInt(3)));
        maybe(() -> resource.put("log.file.path", "/var/log/App_" + random.nextInt(3) + ".log"));
        maybe(() -> resource.put("user", "resource-" + pick(WORDS)));
        LogEvent event = new LogEvent(
                time,
                time.plusMillis(3),
                random.nextInt(25),
                "",
                pick(WORDS) + (random.nextBoolean() ? " " + pick(WORDS) : ""),
                attributes(),
                resource,
                random.nextInt(3) == 0 ? "0af7651916cd43dd8448eb211c80319c" : null,
                random.nextInt(3) == 0 ? "b7ad6b7169203331" : null,
                "file:web-" + random.nextInt(2),
                events++);
        return random.nextBoolean() ? event.with(pick(MINED), Map.of()) : event;
    }

    public List<LogEvent> events(int count) {
        List<LogEvent> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(event());
        }
        return made;
    }

    /** What a cat types into the search box. */
    String typed() {
        StringBuilder typed = new StringBuilder();
        int length = 1 + random.nextInt(16);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(8)) {
                case 0 ->
                    typed.append(pick(List.of(" AND ", " OR ", "NOT ", "severity:", "time:", "user:", " TO ", "fn:")));
                case 1 -> typed.append(pick(WORDS));
                default -> typed.append(SYNTAX.charAt(random.nextInt(SYNTAX.length())));
            }
        }
        return typed.toString();
    }

    private Query query(int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            return switch (random.nextInt(3)) {
                case 0 -> new Query.And(List.of(query(depth - 1), query(depth - 1)));
                case 1 -> new Query.Or(List.of(query(depth - 1), query(depth - 1), query(depth - 1)));
                default -> new Query.Not(query(depth - 1));
            };
        }
        return switch (random.nextInt(12)) {
            case 0 -> new Query.All();
            case 1 -> new Query.Match(new Field(Field.Kind.SEVERITY, "severity"), pick(SEVERITIES));
            case 2 -> severityRange();
            case 3 -> timeRange();
            case 4 -> new Query.Exists(field());
            case 5, 6 -> new Query.Match(Field.BODY, pick(WORDS));
            case 7 -> new Query.Wildcard(textField(), pick(PATTERNS));
            case 8 -> new Query.Regex(textField(), pick(REGEXES));
            case 9, 10 -> new Query.Match(textField(), value());
            default -> range();
        };
    }

    private Query severityRange() {
        return new Query.Range(
                Field.of("severity"),
                random.nextInt(4) == 0 ? null : pick(SEVERITIES),
                random.nextBoolean(),
                random.nextInt(4) == 0 ? null : pick(SEVERITIES),
                random.nextBoolean());
    }

    private Query timeRange() {
        Instant low = START.plusSeconds(random.nextInt(36_000));
        return new Query.Range(
                Field.of("time"),
                random.nextInt(4) == 0 ? null : low.toString(),
                random.nextBoolean(),
                random.nextInt(4) == 0
                        ? null
                        : low.plusSeconds(random.nextInt(36_000)).toString(),
                random.nextBoolean());
    }

    private Query range() {
        return new Query.Range(
                textField(),
                random.nextInt(3) == 0 ? null : pick(BOUNDS),
                random.nextBoolean(),
                random.nextInt(3) == 0 ? null : pick(BOUNDS),
                random.nextBoolean());
    }

    private Field field() {
        return random.nextInt(4) == 0 ? Field.of(pick(List.of("severity", "time"))) : textField();
    }

    private Field textField() {
        return random.nextBoolean()
                ? new Field(Field.Kind.ATTRIBUTE, pick(ATTRIBUTES))
                : Field.of(
                        pick(List.of("body", "service", "host", "file", "source", "trace_id", "span_id", "pattern")));
    }

    private String value() {
        return switch (random.nextInt(4)) {
            case 0 -> pick(SERVICES);
            case 1 -> pick(BOUNDS);
            case 2 ->
                pick(List.of(
                        "web-1",
                        "FILE:web-0",
                        "/var/log/app_1.log",
                        "0AF7651916cd43dd8448eb211c80319c",
                        "get",
                        "FFFFFFFFFFFFFFFF",
                        "5000000000000000"));
            default -> pick(WORDS);
        };
    }

    private Map<String, Object> attributes() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        maybe(() ->
                attributes.put("status", random.nextBoolean() ? (Object) (long) random.nextInt(600) : pick(BOUNDS)));
        maybe(() -> attributes.put("user", pick(WORDS)));
        maybe(() -> attributes.put("ratio", pick(RATIOS)));
        maybe(() -> attributes.put("ok", random.nextBoolean()));
        maybe(() -> attributes.put("it's", pick(WORDS)));
        maybe(() -> attributes.put("tags", List.of(pick(WORDS), (long) random.nextInt(10), pick(BOUNDS))));
        switch (random.nextInt(3)) {
            case 0 -> attributes.put("http.method", "GET");
            case 1 -> attributes.put("http", Map.of("method", pick(List.of("get", "POST")), "status", 500L));
            default -> maybe(() -> attributes.put("a", Map.of("b", Map.of("c", (long) random.nextInt(10)))));
        }
        return attributes;
    }

    private void maybe(Runnable change) {
        if (random.nextInt(3) > 0) {
            change.run();
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
