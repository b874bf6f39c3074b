package dev.logbell.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A private RabbitMQ node made of the operating system's {@code rabbitmq-server} package.
 *
 * <p>It shares nothing with the node the package may have started: not the configuration, the folders, the ports, the
 * Erlang cookie or the port mapper.
 */
public final class RabbitMq implements Backend {
    private static final String ACCOUNT = "logbell";

    private final Path folder;
    private final int port;
    private @Nullable GuardedProcess portMapper;
    private @Nullable GuardedProcess node;

    private RabbitMq(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts a node and returns when it serves clients.
     *
     * @param folder its data, made if missing
     * @param port 0 for a free one
     */
    public static RabbitMq start(Path folder, int port) {
        RabbitMq rabbit = new RabbitMq(folder.toAbsolutePath(), Loopback.choose(port));
        rabbit.start();
        return rabbit;
    }

    public String host() {
        return "127.0.0.1";
    }

    public String user() {
        return ACCOUNT;
    }

    public String password() {
        return ACCOUNT;
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        Path server = serverScript();
        Loopback.requireFree(name(), port);
        Path configuration = folder.resolve("rabbitmq.conf");
        try {
            Files.createDirectories(folder);
            Files.writeString(configuration, configuration());
            Files.writeString(folder.resolve("enabled_plugins"), "[].\n");
            Files.writeString(folder.resolve("rabbitmq-env.conf"), "");
            Files.writeString(folder.resolve("advanced.config"), "[].\n");
        } catch (IOException e) {
            throw new BackendException("Writing " + configuration + " failed: " + e, e);
        }
        int mapperPort = Loopback.free();
        Map<String, String> environment = nodeEnvironment(mapperPort, Loopback.free());
        // Without a port mapper of ours the node would start one that outlives it.
        portMapper = GuardedProcess.start(plan(
                "RabbitMQ's epmd",
                List.of("epmd", "-port", Integer.toString(mapperPort), "-address", "127.0.0.1"),
                environment,
                Duration.ofSeconds(1)));
        Loopback.awaitListening("RabbitMQ's epmd", mapperPort);
        GuardedProcess started = GuardedProcess.start(
                plan(name(), List.of(server.toString(), "-noinput"), environment, Duration.ofSeconds(30)));
        node = started;
        started.awaitInLog("completed with", Duration.ofMinutes(2));
    }

    private GuardedProcess.Plan plan(
            String name, List<String> command, Map<String, String> environment, Duration grace) {
        return new GuardedProcess.Plan(
                name,
                command,
                environment,
                List.of("RABBITMQ_", "ERL_", "NOTIFY_SOCKET"),
                folder,
                folder.resolve("rabbitmq.out"),
                "TERM",
                grace);
    }

    private String configuration() {
        return """
                listeners.tcp.1 = 127.0.0.1:%d
                default_user = %s
                default_pass = %s
                log.console = true
                log.console.level = warning
                log.file = false
                disk_free_limit.absolute = 50MB
                vm_memory_high_watermark.absolute = 1GB
                """.formatted(port, ACCOUNT, ACCOUNT);
    }

    private Map<String, String> nodeEnvironment(int mapperPort, int distributionPort) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", folder.toString());
        environment.put("RABBITMQ_NODENAME", "logbell@localhost");
        environment.put("RABBITMQ_NODE_PORT", Integer.toString(port));
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString());
        environment.put(
                "RABBITMQ_ADVANCED_CONFIG_FILE",
                folder.resolve("advanced.config").toString());
        environment.put(
                "RABBITMQ_CONF_ENV_FILE", folder.resolve("rabbitmq-env.conf").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                folder.resolve("enabled_plugins").toString());
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        environment.put(
                "RABBITMQ_GENERATED_CONFIG_DIR", folder.resolve("generated").toString());
        environment.put("RABBITMQ_PID_FILE", folder.resolve("rabbitmq.pid").toString());
        // Makes the start script become the node instead of staying in front of it with a slow way to stop.
        environment.put("RABBITMQ_ALLOW_INPUT", "1");
        // Schedulers that never spin wake each other through the kernel for every file a start reads: twice the time.
        environment.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "+sbwt very_short +sbwtdcpu none +sbwtdio very_short -kernel inet_dist_use_interface {127,0,0,1}");
        environment.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("ERL_CRASH_DUMP_SECONDS", "0");
        return environment;
    }

    /** The server's own start script: the one Debian puts on the PATH changes to another user and its folders. */
    private static Path serverScript() {
        Stream<String> known = Stream.of(
                "/usr/lib/rabbitmq/bin/rabbitmq-server",
                "/opt/rabbitmq/sbin/rabbitmq-server",
                "/usr/local/sbin/rabbitmq-server",
                "/opt/homebrew/sbin/rabbitmq-server");
        return known.map(path -> Path.of(path))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new BackendException(
                        "rabbitmq-server is not installed: run `apt-get install rabbitmq-server` (Debian, Ubuntu)"));
    }

    @Override
    public String name() {
        return "RabbitMQ";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "RABBITMQ_HOST", host(),
                "RABBITMQ_PORT", Integer.toString(port),
                "RABBITMQ_USERNAME", user(),
                "RABBITMQ_PASSWORD", password());
    }

    @Override
    public synchronized boolean isRunning() {
        return node != null && node.isAlive();
    }

    @Override
    public synchronized void stop() {
        if (node != null) {
            node.stop();
            node = null;
        }
        if (portMapper != null) {
            portMapper.stop();
            portMapper = null;
        }
    }

    @Override
    public synchronized void kill() {
        if (node != null) {
            node.kill();
            node = null;
        }
        if (portMapper != null) {
            portMapper.kill();
            portMapper = null;
        }
    }
}
