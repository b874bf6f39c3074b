package dev.logbell.collector.kafka;

import dev.logbell.collector.Channels;
import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.eclipse.microprofile.config.Config;

/**
 * Lets the Kafka client alone send again. The connector and the client read the same key {@code retries}; the
 * connector's way of sending again breaks the order of a source, the idempotent client's keeps it.
 */
@ApplicationScoped
public class ProducerSettings implements ClientCustomizer<Map<String, Object>> {
    @Override
    public Map<String, Object> customize(String channel, Config channelConfig, Map<String, Object> client) {
        if (channel.equals(Channels.COLLECTED)) {
            client.put(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE));
        }
        return client;
    }
}
