package dev.logbell.standalone.demo;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

/** Writes a line of each format that the demo's services use, as of one moment. */
final class DemoFormats {
    private static final DateTimeFormatter NGINX = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.ROOT);
    private static final DateTimeFormatter GO = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter JAVA = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ROOT);
    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    private final ZonedDateTime now;
    private final Random random;

    DemoFormats(ZonedDateTime now, Random random) {
        this.now = now;
        this.random = random;
    }

    String json(String level, String service, String message, int milliseconds) {
        return "{\"time\":\"%s\",\"level\":\"%s\",\"service\":\"%s\",\"message\":\"%s\",\"duration_ms\":%d,\"trace_id\":\"%016x%016x\"}"
                .formatted(
                        RFC_3339.format(now),
                        level,
                        service,
                        message,
                        milliseconds,
                        random.nextLong(),
                        random.nextLong());
    }

    String go(String level, String place, String message) {
        return "%s: %s %s: %s".formatted(level, GO.format(now), place, message);
    }

    String java(String level, String logger, String message) {
        return "%s %-5s [%s] (executor-thread-%d) %s"
                .formatted(JAVA.format(now), level, logger, random.nextInt(1, 9), message);
    }

    String nginx(String method, String path, int status, int bytes) {
        return "192.0.2.%d - - [%s] \"%s %s HTTP/1.1\" %d %d \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\""
                .formatted(random.nextInt(1, 255), NGINX.format(now), method, path, status, bytes);
    }

    String logfmt(String level, String message, String more) {
        return "time=%s level=%s service=worker msg=\"%s\" %s".formatted(RFC_3339.format(now), level, message, more);
    }

    /** RFC 5424, facility auth (4). */
    String syslog(int severity, String application, String message) {
        return "<%d>1 %s web-1 %s %d - - %s"
                .formatted(4 * 8 + severity, RFC_3339.format(now), application, 300 + random.nextInt(50), message);
    }
}
