package dev.logbell.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Lines of an access log, all of one length. */
final class AccessLines {
    static final int LENGTH = 138;

    private AccessLines() {}

    /** Fills a file; returns with how many lines. */
    static long write(Path file, long size) throws IOException {
        Random random = new Random(size);
        long lines = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (long written = 0; written < size; written += LENGTH) {
                out.write(line(random));
                lines++;
            }
        }
        return lines;
    }

    private static byte[] line(Random random) {
        String start =
                "10.1.%d.%d - - [01/Mar/2026:10:%02d:%02d +0000] \"GET /api/v1/orders/%d?page=%d HTTP/1.1\" 200 %d "
                        .formatted(
                                random.nextInt(256),
                                random.nextInt(256),
                                random.nextInt(60),
                                random.nextInt(60),
                                random.nextInt(1_000_000),
                                random.nextInt(100),
                                random.nextInt(100_000));
        String end = "\"agent/%d.%d %s\"\n"
                .formatted(random.nextInt(10), random.nextInt(100), Long.toHexString(random.nextLong()));
        return (start + "x".repeat(LENGTH - start.length() - end.length()) + end).getBytes(StandardCharsets.US_ASCII);
    }
}
