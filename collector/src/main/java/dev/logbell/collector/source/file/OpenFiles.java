package dev.logbell.collector.source.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps no more files open than allowed: what was idle for long is closed, and when one more is needed, the one that was
 * idle for longest. A file that no path leads to stays open, since it could not be opened again.
 */
final class OpenFiles {
    private static final long IDLE_MILLIS = Duration.ofMinutes(5).toMillis();

    private final int most;
    private final TextFiles texts;
    /** With the time of their last use, the earliest first. */
    private final Map<FollowedFile, Long> open = new LinkedHashMap<>(16, 0.75f, true);

    OpenFiles(int most, TextFiles texts) {
        this.most = most;
        this.texts = texts;
    }

    FileChannel open(Path path) throws IOException {
        return texts.open(path);
    }

    /** The open file as text, now that it has bytes which may tell its encoding. */
    FileChannel asText(FollowedFile file, FileChannel channel) throws IOException {
        FileChannel text = texts.asText(file.path, channel);
        file.channel = text;
        return text;
    }

    /** The open file as text, also if nothing was read of it and it was too short to tell its encoding when it was opened. */
    FileChannel useAsText(FollowedFile file, long now) throws IOException {
        FileChannel channel = use(file, now);
        if (file.isKept) {
            return channel;
        }
        FileChannel text = texts.asText(file.path, channel);
        if (text instanceof TranscodedChannel) {
            file.channel = text;
        }
        return text;
    }

    /**
     * The open file, which counts as used now; opened again if it was closed.
     *
     * @throws NoSuchFileException if it is gone
     */
    FileChannel use(FollowedFile file, long now) throws IOException {
        FileChannel channel = file.channel;
        if (channel == null) {
            Path path = new Whereabouts().near(file).orElseThrow(() -> new NoSuchFileException(file.path.toString()));
            channel = texts.open(path);
            if (FileSight.of(path)
                    .filter(sight -> sight.is(file.key, file.born))
                    .isEmpty()) {
                channel.close();
                throw new IOException("it is being renamed");
            }
            file.channel = channel;
        }
        opened(file, now);
        return channel;
    }

    /** A file was opened. */
    void opened(FollowedFile file, long now) {
        if (open.put(file, now) == null && open.size() > most) {
            open.keySet().stream()
                    .filter(other -> !other.equals(file) && isReplaceable(other))
                    .findFirst()
                    .ifPresent(this::close);
        }
    }

    void close(FollowedFile file) {
        open.remove(file);
        file.close();
    }

    void closeIdle(long now) {
        List<FollowedFile> idle = new ArrayList<>();
        for (Map.Entry<FollowedFile, Long> entry : open.entrySet()) {
            if (now - entry.getValue() < IDLE_MILLIS) {
                break;
            }
            if (isReplaceable(entry.getKey())) {
                idle.add(entry.getKey());
            }
        }
        idle.forEach(this::close);
    }

    int count() {
        return open.size();
    }

    private static boolean isReplaceable(FollowedFile file) {
        return !file.isUnlinked;
    }
}
