package dev.logbell.collector.source.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens files as UTF-8 text, whatever their encoding (configured, or told by a byte order mark), compressed or not. */
final class TextFiles {
    private PathRules rules;

    private final Opening opening;

    /** How a file is opened as it is; tests refuse it. */
    interface Opening {
        FileChannel open(Path path) throws IOException;
    }

    TextFiles(PathRules rules, Opening opening) {
        this.rules = rules;
        this.opening = opening;
    }

    /** Files that are opened from now on are what these rules say. */
    void follow(PathRules next) {
        rules = next;
    }

    FileChannel open(Path path) throws IOException {
        FileChannel raw = opening.open(path);
        try {
            return asText(path, raw);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** The file as text; itself if it is UTF-8 as it is, or empty yet, so that nothing tells. */
    FileChannel asText(Path path, FileChannel channel) throws IOException {
        if (channel instanceof ReadOnlyChannel) {
            return channel;
        }
        byte[] start = new byte[Compression.MARK];
        int got = FileBytes.read(channel, start, 0, start.length, 0);
        Compression compression = Compression.of(start, got);
        if (compression != null) {
            return new DecompressedChannel(channel, compression);
        }
        Charset marked = got < 2 ? null : ofMark(start);
        Charset configured = rules.charset(path);
        if (configured == null) {
            return marked == null ? channel : new TranscodedChannel(channel, marked, 2);
        }
        if (configured.equals(StandardCharsets.UTF_8)) {
            return channel;
        }
        if (!configured.name().startsWith("UTF-16")) {
            return new TranscodedChannel(channel, configured, 0);
        }
        if (got == 0) {
            return channel;
        }
        Charset unmarked = configured.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16BE : configured;
        if (got == 1) {
            return new TranscodedChannel(channel, beginOfMark(start[0], unmarked), 2);
        }
        return marked == null ? new TranscodedChannel(channel, unmarked, 0) : new TranscodedChannel(channel, marked, 2);
    }

    /** Whose byte order mark begins so; no text begins with either byte. */
    private static Charset beginOfMark(byte first, Charset otherwise) {
        return switch (first) {
            case (byte) 0xFF -> StandardCharsets.UTF_16LE;
            case (byte) 0xFE -> StandardCharsets.UTF_16BE;
            default -> otherwise;
        };
    }

    private static @Nullable Charset ofMark(byte[] start) {
        if (start[0] == (byte) 0xFF && start[1] == (byte) 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        return start[0] == (byte) 0xFE && start[1] == (byte) 0xFF ? StandardCharsets.UTF_16BE : null;
    }
}
