package dev.logbell.collector.source.file;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** How rotated files are compressed, told by their first bytes. */
enum Compression {
    GZIP("\u001F\u008B\b"),
    ZSTD("(\u00B5/\u00FD");

    /** The longest of the marks. */
    static final int MARK = 4;

    private static final int BUFFER = 1 << 16;

    /** The first bytes, a character each. */
    private final String mark;

    Compression(String mark) {
        this.mark = mark;
    }

    /** The compression of a file that starts like this; null if it is not compressed. */
    static @Nullable Compression of(byte[] start, int length) {
        for (Compression compression : values()) {
            if (compression.isMarked(start, length)) {
                return compression;
            }
        }
        return null;
    }

    private boolean isMarked(byte[] start, int length) {
        return new String(start, 0, length, StandardCharsets.ISO_8859_1).startsWith(mark);
    }

    InputStream open(InputStream compressed) throws IOException {
        return switch (this) {
            case GZIP -> new GZIPInputStream(compressed, BUFFER);
            case ZSTD -> new ZstdInputStream(new BufferedInputStream(compressed, BUFFER));
        };
    }

    /** Whether decompressing failed because the file is not written to its end yet. */
    boolean isIncomplete(IOException failure) {
        String message = failure.getMessage();
        return this == ZSTD && message != null && (message.contains("Truncated source") || message.contains("EOF"));
    }
}
