package dev.logbell.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One Kafka node that is broker and controller (KRaft), with topics made on first use with four partitions. */
public final class Kafka implements Backend {
    /** Environment variable with more options of Kafka's JVM, blanks between them. */
    private static final String OPTIONS = "LOGBELL_KAFKA_OPTIONS";

    private final Path folder;
    private final int port;
    private final String more;
    private @Nullable GuardedProcess process;

    private Kafka(Path folder, int port, String more) {
        this.folder = folder;
        this.port = port;
        this.more = more;
    }

    /**
     * Starts a node and returns when it serves clients.
     *
     * @param folder its data, made if missing
     * @param port 0 for a free one
     */
    public static Kafka start(Path folder, int port) {
        return start(folder, port, "");
    }

    /**
     * Starts a node with settings of its own.
     *
     * @param folder its data, made if missing
     * @param port 0 for a free one
     * @param more lines of {@code server.properties}, which win over the usual ones
     */
    public static Kafka start(Path folder, int port, String more) {
        Kafka kafka = new Kafka(folder.toAbsolutePath(), Loopback.choose(port), more);
        kafka.start();
        return kafka;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        Loopback.requireFree(name(), port);
        Path properties = folder.resolve("server.properties");
        try {
            Files.createDirectories(folder);
            Files.writeString(properties, properties(Loopback.free()));
        } catch (IOException e) {
            throw new BackendException("Writing " + properties + " failed: " + e, e);
        }
        List<String> options = new ArrayList<>(List.of(
                "-Xms64m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX"));
        options.addAll(Arrays.stream(System.getenv().getOrDefault(OPTIONS, "").split(" "))
                .filter(option -> !option.isEmpty())
                .toList());
        GuardedProcess started = GuardedProcess.start(new GuardedProcess.Plan(
                name(),
                ChildClassPath.java(
                        options,
                        KafkaNode.class,
                        List.of(properties.toString(), folder.resolve("log").toString(), bootstrapServers())),
                Map.of(),
                List.of("KAFKA_", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"),
                folder,
                folder.resolve("kafka.out"),
                "TERM",
                Duration.ofSeconds(20)));
        process = started;
        started.awaitInLog(KafkaNode.READY, Duration.ofSeconds(90));
    }

    private String properties(int controllerPort) {
        return """
                process.roles=broker,controller
                node.id=1
                listeners=CLIENTS://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=CLIENTS://127.0.0.1:%1$d
                listener.security.protocol.map=CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=CLIENTS
                controller.listener.names=CONTROLLER
                controller.quorum.voters=1@127.0.0.1:%2$d
                log.dirs=%3$s
                num.partitions=4
                auto.create.topics.enable=true
                default.replication.factor=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=4
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=4
                group.initial.rebalance.delay.ms=0
                message.max.bytes=20971520
                replica.fetch.max.bytes=20971520
                log.segment.bytes=134217728
                log.cleaner.dedupe.buffer.size=8388608
                num.io.threads=4
                num.network.threads=2
                %4$s
                """.formatted(port, controllerPort, folder.resolve("log"), more);
    }

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
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
