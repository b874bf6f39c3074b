package dev.logbell.acceptance;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes numbered events to a log file as an application would, and rotates it as logrotate would. */
public final class LogWriter implements AutoCloseable {
    private static final int EVENTS_PER_WRITE = 200;

    private final Path file;
    private OutputStream out;
    private long next;
    private long bytes;
    private int rotations;

    public LogWriter(Path file) {
        this.file = file;
        try {
            Files.createDirectories(file.getParent());
            out = new FileOutputStream(file.toFile(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the next events of {@link MixedLines}, some hundreds at a time. */
    public void write(int events) {
        StringBuilder block = new StringBuilder();
        for (int i = 1; i <= events; i++) {
            block.append(MixedLines.event(next++));
            if (i % EVENTS_PER_WRITE == 0 || i == events) {
                write(block.toString().getBytes(StandardCharsets.UTF_8));
                block.setLength(0);
            }
        }
    }

    /** Writes bytes as they are. */
    public void write(byte[] block) {
        try {
            out.write(block);
            bytes += block.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Renames the file to {@code <file>.1}, {@code <file>.2}, ... and goes on in a new one. */
    public void rotate() {
        try {
            Files.move(file, file.resolveSibling(file.getFileName() + "." + ++rotations));
            out.close();
            out = new FileOutputStream(file.toFile(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many events were written. */
    public long events() {
        return next;
    }

    /** How many bytes were written, over all rotations. */
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
