package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.FileKey;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds where a rotation has put files: in the same folder, under names that no glob may match. */
final class FolderSearch {
    private static final Pattern NUMBERS = Pattern.compile("[-._]([-._:0-9TZ]*[0-9][-._:0-9TZ]*|old|log)");

    private static final Pattern COMPRESSED = Pattern.compile("(.+)\\.(gz|zst|zstd)");

    private FolderSearch() {}

    /** The names that a file may have had before a rotation gave it this one, e.g. {@code app.log} of {@code app.log.1}. */
    static List<Path> formerPaths(Path path) {
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.');
        List<Path> former = new ArrayList<>();
        for (int at = name.length() - 1; at > 0; at--) {
            String start = name.substring(0, at);
            for (String before : dot > at ? List.of(start, start + name.substring(dot)) : List.of(start)) {
                if (isRotated(name, before)) {
                    former.add(path.resolveSibling(before));
                }
            }
        }
        return former;
    }

    /** {@code app.log.1}, {@code app.log-20251105}, {@code app.2025-11-05.log} for {@code app.log}. */
    static boolean isRotated(String name, String followed) {
        if (name.length() <= followed.length()) {
            return false;
        }
        if (name.startsWith(followed)) {
            return NUMBERS.matcher(name.substring(followed.length())).matches();
        }
        int dot = followed.lastIndexOf('.');
        String extension = dot <= 0 ? "" : followed.substring(dot);
        String stem = stem(followed);
        return name.startsWith(stem)
                && name.endsWith(extension)
                && NUMBERS.matcher(name.substring(stem.length(), name.length() - extension.length()))
                        .matches();
    }

    /** The same, and {@code app.log.1.gz}. */
    static boolean isRotatedOrCompressed(String name, String followed) {
        Matcher compressed = COMPRESSED.matcher(name);
        return isRotated(compressed.matches() ? compressed.group(1) : name, followed);
    }

    /** What every name starts with that a rotation makes of this one. */
    static String stem(String followed) {
        int dot = followed.lastIndexOf('.');
        return dot <= 0 ? followed : followed.substring(0, dot);
    }

    /** Whether a name may be one that {@link #isRotated} knows, whatever was followed. */
    static boolean mayBeRotated(String name) {
        return name.chars().anyMatch(Character::isDigit) || name.endsWith("old") || name.endsWith("log");
    }

    /** Whether a path leads to a file. */
    static boolean leads(Path path, FileKey key, @Nullable Instant born) {
        return FileSight.of(path).filter(sight -> sight.is(key, born)).isPresent();
    }

    /** What is in a folder under names that are wanted; nothing if it cannot be read. */
    static List<Path> list(Path folder, Predicate<String> wanted) {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path path : all) {
                if (wanted.test(String.valueOf(path.getFileName()))) {
                    paths.add(path);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return paths;
        }
        return paths;
    }
}
