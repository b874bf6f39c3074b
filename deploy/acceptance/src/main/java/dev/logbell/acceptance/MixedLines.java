package dev.logbell.acceptance;

import java.util.Locale;

/**
 * Numbered events in the usual formats: JSON, Go, Java with a stack trace, nginx, syslog 3164 and 5424, logfmt and plain
 * text. Each contains {@code n<number>.}, by which it is found again.
 */
public final class MixedLines {
    private MixedLines() {}

    /** How an event's number stands in it. */
    public static String marker(long number) {
        return "n" + number + ".";
    }

    /** The event of a number, newline included; its format is a function of the number. */
    public static String event(long number) {
        String mark = marker(number);
        int second = (int) (number % 60);
        return switch ((int) (number % 9)) {
            case 0 ->
                line(
                        "{\"time\":\"2026-03-01T10:00:%02d.123Z\",\"level\":\"info\",\"logger\":\"shop.Cart\",\"message\":\"added %s to the cart\",\"user\":%d}",
                        second, mark, number);
            case 1 -> line("INFO: 2026/03/01 10:00:%02d service.go:36: handled %s", second, mark);
            case 2 ->
                line(
                        "203.0.113.9 - - [01/Mar/2026:10:00:%02d +0000] \"GET /item/%s HTTP/1.1\" 200 512 \"-\" \"curl/8\"",
                        second, mark);
            case 3 ->
                line("2026-03-01 10:00:%02d,456 INFO  [dev.shop.Order] (executor-1) order %s placed", second, mark);
            case 4 -> line("<30>Mar  1 10:00:%02d web-1 cron[42]: job %s done", second, mark);
            case 5 -> line("<165>1 2026-03-01T10:00:%02d.000Z web-1 shop 7 ID47 - event %s seen", second, mark);
            case 6 -> line("time=2026-03-01T10:00:%02dZ level=info msg=\"paid %s\" amount=12", second, mark);
            case 7 ->
                number % 900 == 7
                        ? line(
                                "2026-03-01 10:00:%02d,789 WARN  [dev.shop.Pay] (executor-2) retry %s%njava.net.SocketTimeoutException: timed out%n\tat dev.shop.Pay.charge(Pay.java:12)%n\tat dev.shop.Pay.run(Pay.java:7)",
                                second, mark)
                        : line("10:00:%02d.000 [main] DEBUG dev.shop.Stock - counted %s", second, mark);
            default -> line("something else happened to %s today", mark);
        };
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would need a dependency of its own
    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }
}
