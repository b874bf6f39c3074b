package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.FileKey;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds files that have left their path, by their inodes. Each folder is gone through once, for one look, however many
 * files are searched for.
 */
final class Whereabouts {
    private static final int DEEPEST = 3;
    private static final int MOST_FAR = 20_000;

    private final Map<Path, Map<FileKey, Path>> near = new HashMap<>();
    private final Map<FileKey, Path> far = new HashMap<>();
    private final Set<Path> walked = new HashSet<>();
    private int left = MOST_FAR;

    /** The path that leads to a file now, in the folder where it was. */
    Optional<Path> near(FollowedFile file) {
        return FolderSearch.leads(file.path, file.key, file.born)
                ? Optional.of(file.path)
                : near(file.target, file.key, file.born);
    }

    /** The path that leads to a file now, in the folder where it was. */
    Optional<Path> near(Path lastSeen, FileKey key, @Nullable Instant born) {
        if (FolderSearch.leads(lastSeen, key, born)) {
            return Optional.of(lastSeen);
        }
        Path folder = lastSeen.toAbsolutePath().getParent();
        return folder == null
                ? Optional.empty()
                : Optional.ofNullable(
                                near.computeIfAbsent(folder, Whereabouts::list).get(key))
                        .filter(path -> FolderSearch.leads(path, key, born));
    }

    /** The path that leads to a file now, in the folders around the one where it was, as far as they are not too many. */
    Optional<Path> far(Path lastSeen, FileKey key, @Nullable Instant born) {
        Path folder = lastSeen.toAbsolutePath().getParent();
        while (folder != null && !Files.isDirectory(folder)) {
            folder = folder.getParent();
        }
        walk(folder);
        Path found = far.get(key);
        if (found == null && folder != null) {
            walk(folder.getParent());
            found = far.get(key);
        }
        return Optional.ofNullable(found).filter(path -> FolderSearch.leads(path, key, born));
    }

    private static Map<FileKey, Path> list(Path folder) {
        Map<FileKey, Path> paths = new HashMap<>();
        for (Path path : FolderSearch.list(folder, name -> true)) {
            FileSight.of(path, LinkOption.NOFOLLOW_LINKS)
                    .filter(FileSight::isFile)
                    .ifPresent(sight -> paths.putIfAbsent(sight.key(), path));
        }
        return paths;
    }

    private void walk(@Nullable Path folder) {
        if (folder == null || folder.getNameCount() == 0 || !walked.add(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEEPEST, new Visitor());
        } catch (IOException e) {
            left = 0;
        }
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                FileSight.of(path, LinkOption.NOFOLLOW_LINKS).ifPresent(sight -> far.putIfAbsent(sight.key(), path));
            }
            return --left > 0 ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
