package dev.logbell.collector.kafka;

import dev.logbell.collector.Channels;
import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import net.jpountz.util.Native;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Lets the Kafka client alone send again, compress by native code, and keep its figures out of JMX. The connector and the client read the same key
 * {@code retries}; the connector's way of sending again breaks the order of a source, the idempotent client's keeps it.
 */
@ApplicationScoped
public class ProducerSettings implements ClientCustomizer<Map<String, Object>> {
    private static final Logger LOG = Logger.getLogger(ProducerSettings.class);

    @Override
    public Map<String, Object> customize(String channel, Config channelConfig, Map<String, Object> client) {
        if (channel.equals(Channels.COLLECTED)) {
            loadNativeLz4();
            client.put(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE));
            // Its figures are read over HTTP, where Micrometer takes them from.
            client.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        }
        return client;
    }

    /** Once it is loaded, the client takes it; by itself it would not, in another class loader than the system's. */
    private static void loadNativeLz4() {
        try {
            Native.load();
        } catch (LinkageError | RuntimeException e) {
            LOG.infof(
                    "lz4 runs as Java code, at three times the CPU (%s): its library needs a java.io.tmpdir from which"
                            + " programs may run, on a platform that it knows",
                    e);
        }
    }
}
