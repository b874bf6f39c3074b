package dev.logbell.backends;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class path of Java children, which is this module's own and not that of the caller.
 *
 * <p>The build writes the paths of the module's dependencies into the resource {@code servers.classpath}. A test of
 * another module has other libraries in other versions on its class path (or a manifest jar, or a class loader of
 * Quarkus), and the servers must not depend on them.
 */
final class ChildClassPath {
    private ChildClassPath() {}

    /** A command that runs a main class of this module with the given options of the Java launcher. */
    static List<String> java(List<String> options, Class<?> main, List<String> arguments) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return Stream.of(
                        List.of(java.toString()),
                        options,
                        sharedClasses(main),
                        List.of("-cp", classPath(), main.getName()),
                        arguments)
                .flatMap(List::stream)
                .toList();
    }

    /** Has the first child that ends leave its classes to the next ones, which start in two thirds of the time. */
    private static List<String> sharedClasses(Class<?> main) {
        Path own = ownClasses();
        return Files.isDirectory(own)
                ? List.of()
                : List.of(
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + own.resolveSibling(main.getSimpleName() + ".jsa"));
    }

    private static String classPath() {
        String dependencies = dependencies();
        for (String path : dependencies.split(File.pathSeparator, -1)) {
            if (!Files.exists(Path.of(path))) {
                throw new BackendException(
                        "The library " + path
                                + " of the servers is gone: build deploy/backends again (`./mvnw -pl deploy/backends process-classes`)");
            }
        }
        return ownClasses() + File.pathSeparator + dependencies;
    }

    private static String dependencies() {
        try (InputStream recorded = ChildClassPath.class.getResourceAsStream("servers.classpath")) {
            if (recorded == null) {
                throw new BackendException("deploy/backends was compiled without Maven: "
                        + "run `./mvnw -pl deploy/backends process-classes`, which records the servers' libraries");
            }
            return new String(recorded.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new BackendException("Reading servers.classpath from the class path failed", e);
        }
    }

    /** The jar of this module, whose classes children can share, if it was made of the classes that run here. */
    private static Path ownClasses() {
        Path own = location();
        if (!Files.isDirectory(own)) {
            return own;
        }
        try (Stream<Path> classes = Files.walk(own);
                Stream<Path> jars = Files.list(own.resolveSibling(""))) {
            long changed = classes.mapToLong(path -> path.toFile().lastModified())
                    .max()
                    .orElse(Long.MAX_VALUE);
            return jars.filter(path ->
                            path.toString().endsWith(".jar") && path.toFile().lastModified() > changed)
                    .findAny()
                    .orElse(own);
        } catch (IOException e) {
            throw new BackendException("Looking for the classes of deploy/backends in " + own + " failed: " + e, e);
        }
    }

    private static Path location() {
        CodeSource source = ChildClassPath.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new BackendException("The class loader does not say where the classes of deploy/backends are");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new BackendException("Not a path of classes: " + source.getLocation(), e);
        }
    }
}
