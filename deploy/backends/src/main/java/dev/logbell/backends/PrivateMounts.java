package dev.logbell.backends;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Mounts of file systems that only processes in the same namespace see, which an ordinary user may make too: for tests of
 * disks that are full or may not be written.
 */
public final class PrivateMounts implements AutoCloseable {
    private final Process holder;

    public PrivateMounts() throws IOException {
        holder = new ProcessBuilder("unshare", "--map-root-user", "--mount", "sh", "-c", "echo ready && exec cat")
                .redirectErrorStream(true)
                .start();
        String said = holder.inputReader().readLine();
        if (!"ready".equals(said)) {
            throw new BackendException(
                    ("this test mounts file systems in a namespace of its own, which the system refuses"
                                    + " (%s): install util-linux, and allow user namespaces (sysctl"
                                    + " kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0, or"
                                    + " in a container --security-opt seccomp=unconfined)")
                            .formatted(said));
        }
    }

    /** What to put before a command so that it sees the mounts. */
    public List<String> entering() {
        return List.of(
                "nsenter", "--preserve-credentials", "--user", "--mount", "--target", Long.toString(holder.pid()));
    }

    /** Runs a command among the mounts. */
    public void run(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(entering());
        words.addAll(List.of(command));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new BackendException("%s failed: %s".formatted(String.join(" ", command), said));
        }
    }

    /** A path as this process may reach it from outside. */
    public Path seen(Path inside) {
        return Path.of("/proc/%d/root".formatted(holder.pid()) + inside);
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
