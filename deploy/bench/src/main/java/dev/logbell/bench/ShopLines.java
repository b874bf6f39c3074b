package dev.logbell.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The logs of a shop: an access log, JSON of payments, a Java service, logfmt of the stock, syslog. Which line comes when
 * is a function of its number; a few lines have text that no other has.
 */
final class ShopLines {
    /** In three lines. */
    static final String RARE = "refund 7f3a9c21e5b0";
    /** In one line. */
    static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    /** In three lines, as an attribute. */
    static final String USER = "u-odd-77341";
    /** In none, though its words are made of usual letters. */
    static final String ABSENT = "database is shutting down";

    static final List<String> FILES = List.of("access.log", "payments.json", "orders.log", "stock.log", "messages");

    private static final DateTimeFormatter ACCESS = formatter("dd/MMM/yyyy:HH:mm:ss Z");
    private static final DateTimeFormatter JAVA = formatter("yyyy-MM-dd HH:mm:ss,SSS");
    private static final DateTimeFormatter SYSLOG = formatter("MMM ppd HH:mm:ss");
    private static final List<String> PATHS = List.of("/", "/api/cart", "/api/orders/%d", "/item/%d", "/search?q=%d");
    private static final List<String> AGENTS = List.of(
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148",
            "curl/8.5.0");

    private final long lines;

    ShopLines(long lines) {
        this.lines = lines;
    }

    /** Which of the files a line belongs to. */
    int file(long number) {
        if (isRare(number)) {
            return 1;
        }
        int share = (int) (mixed(number) >>> 1) % 100;
        return share < 30 ? 0 : share < 55 ? 1 : share < 75 ? 2 : share < 90 ? 3 : 4;
    }

    String line(long number, Instant time) {
        Random random = new Random(mixed(number));
        return switch (file(number)) {
            case 0 -> access(random, time);
            case 1 -> payment(random, time, number);
            case 2 -> order(random, time);
            case 3 -> stock(random, time);
            default -> message(random, time);
        };
    }

    /**
     * Writes all lines of a span of time into their files.
     *
     * @return how many bytes they are
     */
    long write(Path folder, Instant first, Duration span) throws IOException {
        List<Writer> files = new ArrayList<>();
        try {
            for (String name : FILES) {
                files.add(Files.newBufferedWriter(folder.resolve(name)));
            }
            for (long number = 0; number < lines; number++) {
                files.get(file(number))
                        .append(line(number, first.plusMillis(span.toMillis() * number / lines)))
                        .append('\n');
            }
        } finally {
            for (Writer file : files) {
                file.close();
            }
        }
        long bytes = 0;
        for (String name : FILES) {
            bytes += Files.size(folder.resolve(name));
        }
        return bytes;
    }

    private boolean isRare(long number) {
        return number == lines / 10 || number == lines / 2 || number == lines * 8 / 10;
    }

    private static String access(Random random, Instant time) {
        return text(
                "203.0.113.%d - - [%s] \"GET %s HTTP/1.1\" %d %d \"-\" \"%s\"",
                random.nextInt(256),
                ACCESS.format(time),
                text(PATHS.get(random.nextInt(PATHS.size())), random.nextInt(1_000_000)),
                random.nextInt(50) == 0 ? 503 : random.nextInt(20) == 0 ? 404 : 200,
                random.nextInt(100_000),
                AGENTS.get(random.nextInt(AGENTS.size())));
    }

    private String payment(Random random, Instant time, long number) {
        boolean isRare = isRare(number);
        boolean isError = random.nextInt(100) == 0;
        String message = isRare
                ? RARE + " was rejected by the bank"
                : isError
                        ? text("connection reset by peer while charging order %d", random.nextInt(100_000_000))
                        : text("charged order %d in %d ms", random.nextInt(100_000_000), random.nextInt(900));
        return text(
                "{\"time\":\"%s\",\"level\":\"%s\",\"service\":\"payments\",\"message\":\"%s\",\"trace_id\":\"%s\",\"user\":\"%s\",\"amount\":%d}",
                time,
                isRare ? "warn" : isError ? "error" : "info",
                message,
                number == lines / 2 ? TRACE : text("%016x%016x", random.nextLong() | 1, random.nextLong() | 1),
                isRare ? USER : "u" + random.nextInt(100_000),
                random.nextInt(100_000));
    }

    private static String order(Random random, Instant time) {
        int kind = random.nextInt(100);
        String level = kind == 0 ? "ERROR" : kind < 4 ? "WARN " : "INFO ";
        String message = kind == 0
                ? "order %d failed: connection reset by peer"
                : kind < 4 ? "order %d is late, trying again" : "order %d of customer %d placed: %d items";
        return text(
                "%s %s [dev.shop.Order] (executor-%d) " + message,
                JAVA.format(time),
                level,
                random.nextInt(8),
                random.nextInt(100_000_000),
                random.nextInt(50_000),
                random.nextInt(9) + 1);
    }

    private static String stock(Random random, Instant time) {
        return text(
                "time=%s level=%s service=stock msg=\"reserved %d of sku-%d\" warehouse=%d took=%dms",
                time,
                random.nextInt(60) == 0 ? "warn" : "info",
                random.nextInt(9) + 1,
                random.nextInt(200_000),
                random.nextInt(12),
                random.nextInt(400));
    }

    private static String message(Random random, Instant time) {
        return text(
                "<38>%s web-%d sshd[%d]: Accepted publickey for deploy from 198.51.100.%d port %d ssh2",
                SYSLOG.format(time),
                random.nextInt(20),
                random.nextInt(32_768),
                random.nextInt(256),
                1_024 + random.nextInt(60_000));
    }

    /** A number from which the next ones cannot be guessed (the finaliser of SplitMix64). */
    private static long mixed(long number) {
        long mixed = (number + 1) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would need a dependency of its own
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
