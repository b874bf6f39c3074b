package dev.logbell.collector.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** Which file a path leads to: its device and inode. Links to one file have one key. */
public record FileKey(long device, long inode) {
    /** The key of the file behind a path, symbolic links followed. */
    public static FileKey of(Path path, LinkOption... options) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:dev,ino", options);
        return new FileKey(number(attributes, "dev"), number(attributes, "ino"));
    }

    private static long number(Map<String, Object> attributes, String name) throws IOException {
        if (attributes.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IOException("this file system tells no " + name + " of its files, which following them needs");
    }
}
