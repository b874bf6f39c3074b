package dev.logbell.backends;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A server as a child process in a session of its own, under a small shell that ends it when this Java process ends.
 *
 * <p>Ctrl-C in the terminal does not reach it (we stop it, in our order), and {@code kill -9} of this process closes the
 * shell's standard input, on which it stops the server.
 */
final class GuardedProcess {
    private static final Duration POLL = Duration.ofMillis(25);
    private static final int LOG_TAIL_LINES = 15;

    private final Plan plan;
    private final Process guardian;
    private final long logStart;

    /**
     * What to run and how.
     *
     * @param environment added to this process's environment; variables starting with a {@code foreign} prefix are
     *     taken out first
     * @param stopSignal the name of the signal that makes the server shut down in order, for example {@code TERM}
     */
    record Plan(
            String name,
            List<String> command,
            Map<String, String> environment,
            List<String> foreign,
            Path folder,
            Path log,
            String stopSignal,
            Duration grace) {}

    private GuardedProcess(Plan plan, Process guardian, long logStart) {
        this.plan = plan;
        this.guardian = guardian;
        this.logStart = logStart;
    }

    static GuardedProcess start(Plan plan) {
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                "sh",
                "-c",
                script(),
                "guardian",
                plan.stopSignal(),
                Long.toString(plan.grace().toSeconds())));
        command.addAll(plan.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(plan.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
        builder.environment().keySet().removeIf(key -> plan.foreign().stream().anyMatch(key::startsWith));
        builder.environment().putAll(plan.environment());
        try {
            long logStart = Files.exists(plan.log()) ? Files.size(plan.log()) : 0;
            return new GuardedProcess(plan, builder.start(), logStart);
        } catch (IOException e) {
            throw new BackendException(
                    "Starting " + plan.name() + " failed: " + e.getMessage()
                            + " (needs `setsid` of util-linux and `sh`)",
                    e);
        }
    }

    boolean isAlive() {
        return guardian.isAlive();
    }

    /** Waits until the server has written the marker to its log. */
    void awaitInLog(String marker, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!written().contains(marker)) {
            if (!guardian.isAlive()) {
                throw new BackendException(
                        plan.name() + " ended with status " + guardian.exitValue() + " while it started" + logTail());
            }
            if (System.nanoTime() > end) {
                kill();
                throw new BackendException(
                        plan.name() + " was not ready within " + limit.toSeconds() + " s" + logTail());
            }
            pause();
        }
    }

    /** Runs the server to its end: for set-up steps. */
    void awaitEnd(Duration limit) {
        if (!endsWithin(limit)) {
            kill();
            throw new BackendException(plan.name() + " did not end within " + limit.toSeconds() + " s" + logTail());
        }
        if (guardian.exitValue() != 0) {
            throw new BackendException(plan.name() + " failed with status " + guardian.exitValue() + logTail());
        }
    }

    void stop() {
        closeInput();
        if (!endsWithin(plan.grace().plusSeconds(5))) {
            kill();
        }
    }

    void kill() {
        List<ProcessHandle> family = guardian.descendants().toList();
        family.forEach(ProcessHandle::destroyForcibly);
        closeInput();
        if (!endsWithin(Duration.ofSeconds(5))) {
            guardian.destroyForcibly();
        }
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (family.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
            pause();
        }
    }

    private void closeInput() {
        try {
            guardian.getOutputStream().close();
        } catch (IOException alreadyClosed) {
            // The guardian has ended: there is nobody left to tell.
        }
    }

    private boolean endsWithin(Duration limit) {
        try {
            return guardian.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private BackendException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new BackendException("Interrupted while waiting for " + plan.name(), e);
    }

    private String logTail() {
        List<String> lines = written().lines().toList();
        return ":\n  "
                + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()))
                + "\n  (its log: " + plan.log() + ")";
    }

    private String written() {
        try (InputStream log = Files.newInputStream(plan.log())) {
            log.skipNBytes(logStart);
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static String script() {
        try (InputStream script = GuardedProcess.class.getResourceAsStream("guardian.sh")) {
            return new String(Objects.requireNonNull(script, "guardian.sh").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BackendException("Reading guardian.sh from the class path failed", e);
        }
    }
}
