package dev.logbell.backends;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/** The main class of the Kafka child: formats its log folder the first time, runs the node, says when it serves. */
final class KafkaNode {
    static final String READY = "Kafka serves clients";

    private KafkaNode() {}

    /** Takes the properties file, the log folder named in it and the bootstrap servers. */
    public static void main(String[] arguments) {
        String properties = arguments[0];
        Path log = Path.of(arguments[1]);
        if (!Files.exists(log.resolve("meta.properties"))) {
            int status = StorageTool.execute(
                    new String[] {"format", "--cluster-id", Uuid.randomUuid().toString(), "--config", properties},
                    System.out);
            if (status != 0) {
                System.exit(status);
            }
        }
        Thread.ofPlatform().daemon().start(() -> announce(arguments[2]));
        kafka.Kafka.main(new String[] {properties});
    }

    private static void announce(String bootstrapServers) {
        Map<String, Object> configuration = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 50,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
        try (Admin admin = Admin.create(configuration)) {
            while (admin.describeCluster().nodes().get().isEmpty()) {
                Thread.sleep(50);
            }
            System.out.println(READY);
        } catch (InterruptedException | ExecutionException e) {
            System.out.println("Kafka does not answer its own client: " + e);
        }
    }
}
