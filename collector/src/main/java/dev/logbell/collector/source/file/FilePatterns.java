package dev.logbell.collector.source.file;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The globs of the files to follow and to leave out: {@code *} and {@code ?} within a name, {@code **} over folders
 * (none among them), {@code [a-z]}, <code>{a,b}</code>.
 */
final class FilePatterns {
    private static final Pattern WILD = Pattern.compile("[*?\\[{\\\\]");
    private static final FileSystem FILES = FileSystems.getDefault();

    private final Path own;
    private Globs now;

    /** What the configuration asks for. */
    private record Globs(List<Glob> globs, List<PathMatcher> excluded) {
        static Globs of(List<String> files, List<String> exclude) {
            return new Globs(
                    files.stream().map(Glob::of).toList(),
                    exclude.stream()
                            .flatMap(text -> FilePatterns.matchers(absolute(text)).stream())
                            .toList());
        }

        boolean matches(Path file) {
            for (PathMatcher matcher : excluded) {
                if (matcher.matches(file)) {
                    return false;
                }
            }
            for (Glob glob : globs) {
                if (glob.matches(file)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Patterns.
     *
     * @param own folder of the collector, which is never followed
     */
    FilePatterns(List<String> files, List<String> exclude, Path own) {
        this.now = Globs.of(files, exclude);
        this.own = own.toAbsolutePath().normalize();
    }

    /**
     * Follows other globs from now on.
     *
     * @return what those before would say of a path
     */
    Predicate<Path> follow(List<String> files, List<String> exclude) {
        Globs before = now;
        now = Globs.of(files, exclude);
        return path -> !path.startsWith(own) && before.matches(path);
    }

    /** Whether a path matches one of the globs. */
    static Predicate<Path> anyOf(List<String> globs) {
        List<PathMatcher> any = globs.stream()
                .flatMap(text -> matchers(absolute(text)).stream())
                .toList();
        return path -> any.stream().anyMatch(matcher -> matcher.matches(path));
    }

    /** What was found: the files, and the folders in which more may appear. */
    record Found(Set<Path> files, Set<Path> folders) {}

    /** The folders that the globs start from. */
    Set<Path> bases() {
        Set<Path> bases = new LinkedHashSet<>();
        now.globs().forEach(glob -> bases.add(glob.base()));
        return bases;
    }

    boolean matches(Path file) {
        return !file.startsWith(own) && now.matches(file);
    }

    /** Looks through the folders. What cannot be read is left out. */
    Found find() {
        Found found = new Found(new LinkedHashSet<>(), new LinkedHashSet<>());
        for (Glob glob : now.globs()) {
            if (!Files.isDirectory(glob.base())) {
                found.folders().add(nearestFolder(glob.base()));
                continue;
            }
            try {
                Files.walkFileTree(
                        glob.base(), EnumSet.of(FileVisitOption.FOLLOW_LINKS), glob.depth(), new Visitor(found));
            } catch (IOException e) {
                found.folders().add(glob.base());
            }
        }
        return found;
    }

    private static Path nearestFolder(Path missing) {
        Path folder = missing;
        while (!Files.isDirectory(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return folder;
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Found found;

        Visitor(Found found) {
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.startsWith(own)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            found.folders().add(folder);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && matches(file)) {
                found.files().add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }

    private static String absolute(String glob) {
        String text = glob.strip();
        return text.startsWith("/") ? text : Path.of("").toAbsolutePath() + "/" + text.replaceFirst("^(\\./)+", "");
    }

    /** Java's {@code **} followed by a slash asks for a folder; here it may be none. */
    private static List<PathMatcher> matchers(String glob) {
        List<PathMatcher> matchers = new ArrayList<>();
        matchers.add(FILES.getPathMatcher("glob:" + glob));
        if (glob.contains("**/")) {
            matchers.add(FILES.getPathMatcher("glob:" + glob.replace("**/", "")));
        }
        return matchers;
    }

    private record Glob(Path base, int depth, List<PathMatcher> matchers) {
        static Glob of(String text) {
            String glob = absolute(text);
            List<String> fixed = new ArrayList<>();
            String[] names = glob.split("/", -1);
            int at = 1;
            while (at < names.length - 1 && !WILD.matcher(names[at]).find()) {
                fixed.add(names[at++]);
            }
            Path base = Path.of("/", fixed.toArray(String[]::new)).normalize();
            int depth = glob.contains("**") ? Integer.MAX_VALUE : names.length - at;
            String normal = (base.getNameCount() == 0 ? "" : base) + "/"
                    + String.join("/", List.of(names).subList(at, names.length));
            return new Glob(base, depth, FilePatterns.matchers(normal));
        }

        boolean matches(Path file) {
            for (PathMatcher matcher : matchers) {
                if (matcher.matches(file)) {
                    return true;
                }
            }
            return false;
        }
    }
}
