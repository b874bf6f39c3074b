package dev.logbell.standalone.demo;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a small web shop logs: its services each write a format of their own, mostly that all is well. Soon after the
 * start one call fails with a stack trace; about every two minutes the payments' database is slow, and errors spread
 * from service to service for some seconds.
 */
final class DemoTraffic {
    private static final int FIRST_FAILURE = 12;
    private static final int BURST_EVERY = 600;
    private static final int BURST_LENGTH = 12;
    private static final int FAILURE_EVERY = 170;

    private final Random random;
    private final Clock clock;
    private int ticks;

    DemoTraffic(Random random, Clock clock) {
        this.random = random;
        this.clock = clock;
    }

    /** The lines of the next event or two. */
    List<String> next() {
        ticks++;
        DemoFormats now = new DemoFormats(ZonedDateTime.now(clock), random);
        List<String> lines = new ArrayList<>();
        if (ticks == FIRST_FAILURE || ticks % FAILURE_EVERY == 0) {
            lines.addAll(inventoryFails(now));
        } else if (ticks % BURST_EVERY < BURST_LENGTH && ticks > BURST_EVERY) {
            lines.addAll(paymentsFail(now, ticks % BURST_EVERY));
        } else {
            lines.add(allIsWell(now));
        }
        return lines;
    }

    private String allIsWell(DemoFormats now) {
        String user = pick("alice", "bob", "carol", "dave", "erin");
        int order = 10_000 + random.nextInt(90_000);
        return switch (random.nextInt(11)) {
            case 0, 1, 2, 3 ->
                now.nginx(
                        pick("GET", "GET", "GET", "POST"),
                        pick("/", "/products/42", "/cart", "/checkout", "/api/v1/orders/" + order, "/favicon.ico"),
                        pick(200, 200, 200, 200, 201, 304, 404),
                        random.nextInt(20_000));
            case 4, 5 -> now.json("INFO", "payments", "charged order " + order, random.nextInt(20, 90));
            case 6 -> now.go("INFO", "mailer.go:%d".formatted(random.nextInt(20, 60)), "sent receipt to " + user);
            case 7 -> now.java("INFO", "d.s.inventory.Stock", "reserved 2 of article A-" + random.nextInt(100, 999));
            case 8 -> now.java("DEBUG", "d.s.inventory.Cache", "refreshed 120 articles in 8 ms");
            case 9 -> now.logfmt("info", "job finished", "job=invoices items=%d".formatted(random.nextInt(1, 40)));
            default ->
                random.nextInt(6) == 0
                        ? now.logfmt(
                                "warn", "queue is long", "queue=invoices waiting=%d".formatted(random.nextInt(80, 200)))
                        : now.syslog(6, "auth", "session opened for user " + user);
        };
    }

    private List<String> inventoryFails(DemoFormats now) {
        List<String> lines = new ArrayList<>();
        lines.add(now.java("ERROR", "d.s.inventory.Stock", "cannot reserve article A-" + random.nextInt(100, 999)));
        lines.add("java.lang.IllegalStateException: stock of article is negative: -1");
        lines.add("\tat dev.shop.inventory.Stock.reserve(Stock.java:87)");
        lines.add("\tat dev.shop.inventory.StockResource.post(StockResource.java:41)");
        lines.add("\tat java.base/java.lang.VirtualThread.run(VirtualThread.java:309)");
        lines.add("Caused by: java.sql.SQLException: deadlock detected");
        lines.add("\tat org.postgresql.core.v3.QueryExecutorImpl.execute(QueryExecutorImpl.java:372)");
        lines.add("\t... 2 more");
        return lines;
    }

    private List<String> paymentsFail(DemoFormats now, int step) {
        int order = 10_000 + random.nextInt(90_000);
        return switch (step % 4) {
            case 0 ->
                List.of(now.json("WARN", "payments", "connection pool is exhausted, 32 waiting", 1_900 + 50 * step));
            case 1 ->
                List.of(now.json(
                        "ERROR", "payments", "charging order %d failed: connection timed out".formatted(order), 5_000));
            case 2 -> List.of(now.nginx("POST", "/checkout", 502, 157), allIsWell(now));
            default ->
                List.of(now.go(
                        "ERROR", "mailer.go:77", "no receipt for order %d: payments answered 503".formatted(order)));
        };
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
