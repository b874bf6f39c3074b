package dev.logbell.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * PostgreSQL's {@code initdb} and {@code postgres}, unpacked once for this user, and the way to run them as root.
 *
 * <p>PostgreSQL refuses to run as root. Root runs it in a user namespace where it is nobody yet owns the same files, or,
 * where the kernel allows no namespaces, as the account {@code nobody}.
 */
final class PostgresPrograms {
    private static final String VERSION = "17.6.0";

    private final Path folder;
    private final List<String> prefix;

    private PostgresPrograms(Path folder, List<String> prefix) {
        this.folder = folder;
        this.prefix = prefix;
    }

    /**
     * Unpacks the programs if nobody did before.
     *
     * @param entering what to put before a command to run it in a namespace, where it is root; empty for none
     */
    static PostgresPrograms find(List<String> entering) {
        if (entering.isEmpty()) {
            return find();
        }
        List<String> prefix = new ArrayList<>(entering);
        prefix.addAll(List.of("unshare", "--user"));
        return new PostgresPrograms(find().folder, prefix);
    }

    private static PostgresPrograms find() {
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        boolean hasNamespaces = isRoot && succeeds("unshare", "--user", "true");
        Path cache = isRoot && !hasNamespaces ? Path.of("/var/tmp/logbell") : cache();
        Path folder = cache.resolve("postgresql-" + VERSION);
        unpack(folder);
        if (!isRoot) {
            return new PostgresPrograms(folder, List.of());
        }
        return new PostgresPrograms(
                folder,
                hasNamespaces
                        ? List.of("unshare", "--user")
                        : List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }

    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    /** Hands a folder to the account that the programs run as. */
    void own(Path path) {
        if (prefix.contains("setpriv") && !succeeds("chown", "-R", "nobody:nogroup", path.toString())) {
            throw new BackendException("chown of " + path + " to nobody failed: PostgreSQL does not run as root");
        }
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        return (configured == null || configured.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(configured))
                .resolve("logbell");
    }

    private static void unpack(Path folder) {
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            Path cache = Files.createDirectories(Objects.requireNonNull(folder.getParent()));
            if (!Files.getOwner(cache).getName().equals(System.getProperty("user.name"))) {
                throw new BackendException(cache + " belongs to " + Files.getOwner(cache) + ": remove it");
            }
            Path unpacked = Files.createTempDirectory(cache, "unpacking-");
            run(unpacked);
            if (!unpacked.toFile().setExecutable(true, false)
                    || !unpacked.toFile().setReadable(true, false)) {
                throw new BackendException("Cannot make " + unpacked + " readable");
            }
            if (!unpacked.toFile().renameTo(folder.toFile())) {
                delete(unpacked);
            }
        } catch (IOException e) {
            throw new BackendException("Unpacking PostgreSQL to " + folder + " failed: " + e, e);
        }
    }

    private static void run(Path unpacked) {
        GuardedProcess.start(new GuardedProcess.Plan(
                        "Unpacking PostgreSQL",
                        ChildClassPath.java(
                                List.of("-XX:+UseSerialGC", "-XX:-UsePerfData"),
                                PostgresUnpack.class,
                                List.of(unpacked.toString())),
                        Map.of(),
                        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"),
                        unpacked,
                        unpacked.resolve("unpack.out"),
                        "KILL",
                        Duration.ofSeconds(1)))
                .awaitEnd(Duration.ofMinutes(2));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException("Interrupted while running " + command[0], e);
        }
    }
}
