package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.FileKey;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds where a rotation has put files: in the same folder, under names that no glob may match. */
final class FolderSearch {
    private static final Pattern NUMBERS = Pattern.compile("[-._]([-._:0-9TZ]*[0-9][-._:0-9TZ]*|old|log)");

    private FolderSearch() {}

    /** The path that leads to a file now, in the folder where it was. */
    static Optional<Path> find(Path lastSeen, FileKey key) {
        return list(lastSeen, path -> isKey(path, key)).stream().findFirst();
    }

    /**
     * Files that were rotated away before anybody saw them: beside a file that was followed, under a name that begins
     * like its own, changed after it, and unknown.
     *
     * @param name path that was followed
     * @param changed when the file that was followed there changed last
     * @param known files that are accounted for
     */
    static List<Path> missed(Path name, FileTime changed, Set<FileKey> known) {
        String file = String.valueOf(name.getFileName());
        return list(name, path -> {
            if (!isRotated(String.valueOf(path.getFileName()), file)) {
                return false;
            }
            try {
                return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                        && Files.getLastModifiedTime(path).compareTo(changed) >= 0
                        && !known.contains(FileKey.of(path));
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** {@code app.log.1}, {@code app.log-20251105}, {@code app.2025-11-05.log} for {@code app.log}. */
    private static boolean isRotated(String name, String followed) {
        if (name.startsWith(followed)) {
            return NUMBERS.matcher(name.substring(followed.length())).matches();
        }
        int dot = followed.lastIndexOf('.');
        String extension = dot <= 0 ? "" : followed.substring(dot);
        String stem = dot <= 0 ? followed : followed.substring(0, dot);
        return name.length() > followed.length()
                && name.startsWith(stem)
                && name.endsWith(extension)
                && NUMBERS.matcher(name.substring(stem.length(), name.length() - extension.length()))
                        .matches();
    }

    private static boolean isKey(Path path, FileKey key) {
        try {
            return FileKey.of(path, LinkOption.NOFOLLOW_LINKS).equals(key);
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> list(Path sibling, Predicate<Path> wanted) {
        Path folder = sibling.toAbsolutePath().getParent();
        List<Path> paths = new ArrayList<>();
        if (folder == null) {
            return paths;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path path : all) {
                if (wanted.test(path)) {
                    paths.add(path);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return paths;
        }
        return paths;
    }
}
