package dev.logbell.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL 17 server with the database and account {@code logbell}. */
public final class Postgres implements Backend {
    private static final String ACCOUNT = "logbell";

    private final Path folder;
    private final Path cluster;
    private final int port;
    private final List<String> entering;
    private @Nullable GuardedProcess process;

    private Postgres(Path folder, int port, List<String> entering) {
        this.folder = folder;
        this.cluster = cluster(folder);
        this.port = port;
        this.entering = entering;
    }

    /** The folder within the data folder that the server itself writes to, and nobody else. */
    public static Path cluster(Path folder) {
        return folder.resolve("cluster");
    }

    /**
     * Starts a server and returns when it serves clients, a replica those that read.
     *
     * @param folder its data, made if missing
     * @param port 0 for a free one
     */
    public static Postgres start(Path folder, int port) {
        return start(folder, port, List.of());
    }

    /** Starts a server that sees these mounts. */
    public static Postgres start(Path folder, PrivateMounts mounts) {
        return start(folder, 0, mounts.entering());
    }

    private static Postgres start(Path folder, int port, List<String> entering) {
        Postgres postgres = new Postgres(folder.toAbsolutePath(), Loopback.choose(port), entering);
        postgres.start();
        return postgres;
    }

    public String host() {
        return "127.0.0.1";
    }

    public String database() {
        return ACCOUNT;
    }

    /** A superuser of the server, so that tests can make databases of their own. */
    public String user() {
        return ACCOUNT;
    }

    public String password() {
        return ACCOUNT;
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + host() + ":" + port + "/" + database();
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        Loopback.requireFree(name(), port);
        PostgresPrograms programs = PostgresPrograms.find(entering);
        if (!Files.exists(folder.resolve("ready"))) {
            createCluster(programs);
        }
        GuardedProcess started = GuardedProcess.start(plan(
                name(),
                programs.command(
                        "postgres",
                        List.of(
                                "-D", cluster.toString(),
                                "-c", "listen_addresses=127.0.0.1",
                                "-c", "port=" + port,
                                "-c", "unix_socket_directories=",
                                "-c", "lc_messages=C",
                                "-c", "max_connections=200",
                                "-c", "log_min_messages=warning"))));
        process = started;
        started.awaitInLog("database system is ready to accept", Duration.ofSeconds(90));
    }

    private void createCluster(PostgresPrograms programs) {
        Path password = folder.resolve("password");
        Path statements = folder.resolve("create.sql");
        try {
            Files.createDirectories(folder);
            Files.writeString(password, password());
            Files.writeString(statements, "CREATE DATABASE " + database() + "\n\n");
            Files.createDirectories(
                    cluster, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            programs.own(folder);
            GuardedProcess.start(plan(
                            "PostgreSQL's initdb",
                            programs.command(
                                    "initdb",
                                    List.of(
                                            "--pgdata=" + cluster,
                                            "--username=" + user(),
                                            "--pwfile=" + password,
                                            "--auth=scram-sha-256",
                                            "--encoding=UTF8",
                                            "--locale=C.UTF-8",
                                            "--no-sync"))))
                    .awaitEnd(Duration.ofSeconds(90));
            List<String> createDatabase = new ArrayList<>(
                    List.of("sh", "-c", "input=$1; shift; exec \"$@\" <\"$input\"", "sh", statements.toString()));
            createDatabase.addAll(
                    programs.command("postgres", List.of("--single", "-j", "-D", cluster.toString(), "postgres")));
            GuardedProcess.start(plan("PostgreSQL's first start", createDatabase))
                    .awaitEnd(Duration.ofSeconds(90));
            Files.writeString(folder.resolve("ready"), "");
        } catch (IOException e) {
            throw new BackendException("Making a PostgreSQL cluster in " + folder + " failed: " + e, e);
        }
    }

    private GuardedProcess.Plan plan(String name, List<String> command) {
        return new GuardedProcess.Plan(
                name,
                command,
                Map.of("LC_ALL", "C"),
                List.of("PG", "LC_", "LANG"),
                folder,
                folder.resolve("postgres.out"),
                "INT",
                Duration.ofSeconds(30));
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "POSTGRES_HOST", host(),
                "POSTGRES_PORT", Integer.toString(port),
                "POSTGRES_DB", database(),
                "POSTGRES_USER", user(),
                "POSTGRES_PASSWORD", password());
    }

    @Override
    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    public synchronized void stop() {
        if (process != null) {
            process.stop();
            process = null;
        }
    }

    @Override
    public synchronized void kill() {
        if (process != null) {
            process.kill();
            process = null;
        }
    }
}
