package dev.logbell.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One Logbell application as a process of its own, which can be killed and started again. */
public final class RoleProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String OPTIONS = "LOGBELL_JAVA_OPTIONS";
    private static final String DEFAULT_OPTIONS = "-Xmx512m -XX:+UseSerialGC";

    private final String name;
    private final Path jar;
    private final Path folder;
    private final Map<String, String> environment;
    private final int port;
    private Process process;

    /**
     * Starts the process and waits until it is ready.
     *
     * @param name of the role, which its log file is named after
     * @param jar the {@code quarkus-run.jar} to run
     * @param folder to run it in; its output goes to {@code <name>.out} there
     * @param environment added to this process's own; LOGBELL_JAVA_OPTIONS are the JVM's, as in {@code deploy/run}
     * @param port of its HTTP interface
     */
    public static RoleProcess start(String name, Path jar, Path folder, Map<String, String> environment, int port) {
        RoleProcess role = new RoleProcess(name, jar, folder, environment, port);
        role.awaitReady();
        return role;
    }

    private RoleProcess(String name, Path jar, Path folder, Map<String, String> environment, int port) {
        this.name = name;
        this.jar = jar;
        this.folder = folder;
        this.environment = environment;
        this.port = port;
        this.process = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    private Process launch() {
        if (!Files.exists(jar)) {
            throw new IllegalStateException("%s is not there: build it first with ./mvnw package".formatted(jar));
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions(environment));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Starting " + name + " failed", e);
        }
    }

    /** The options of a role's JVM: of its environment, or of this process's own, or those of {@code deploy/run}. */
    public static List<String> javaOptions(Map<String, String> environment) {
        String inherited = System.getenv().getOrDefault(OPTIONS, DEFAULT_OPTIONS);
        return List.of(environment.getOrDefault(OPTIONS, inherited).split(" "));
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What the process has printed so far. */
    public String printed() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path output() {
        return folder.resolve(name + ".out");
    }

    /** Ends the process with SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Starts the process again after {@link #kill} or {@link #stop}, and waits until it is ready. */
    public void startAgain() {
        process = launch();
        awaitReady();
    }

    /** Ends the process as Ctrl-C would. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("%s did not stop within 30 s:%n%s".formatted(name, printed()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitReady() {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("%s ended while it started:%n%s".formatted(name, printed()));
            }
            if (System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "%s was not ready within %s:%n%s".formatted(name, START_LIMIT, printed()));
            }
            pause();
        }
    }

    /** Whether {@code /q/health/ready} says that it is ready. */
    public boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(uri().resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
