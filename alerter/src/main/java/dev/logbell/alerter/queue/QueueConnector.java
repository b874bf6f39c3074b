package dev.logbell.alerter.queue;

import com.rabbitmq.client.ConnectionFactory;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.smallrye.reactive.messaging.providers.connectors.ExecutionHolder;
import io.vertx.mutiny.core.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * Connects a channel to the queue of alerts. Settings: {@code host}, {@code port}, {@code username}, {@code password},
 * {@code virtual-host} ({@code /}), {@code ssl} (certificates that the JVM trusts), {@code max-outstanding-messages}.
 */
@ApplicationScoped
@Connector("logbell-alert-queue")
class QueueConnector implements InboundConnector, HealthReporter {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ExecutionHolder vertx;
    private final Map<String, QueueReader> readers = new ConcurrentHashMap<>();

    QueueConnector(ExecutionHolder vertx) {
        this.vertx = vertx;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        QueueReader reader =
                new QueueReader(factory(config), config.getValue("max-outstanding-messages", Integer.class));
        readers.put(config.getValue("channel-name", String.class), reader);
        Context context = vertx.vertx().getOrCreateContext();
        return reader.messages().emitOn(context::runOnContext);
    }

    private static ConnectionFactory factory(Config config) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(config.getValue("host", String.class));
        factory.setPort(config.getValue("port", Integer.class));
        factory.setUsername(config.getValue("username", String.class));
        factory.setPassword(config.getValue("password", String.class));
        factory.setVirtualHost(
                config.getOptionalValue("virtual-host", String.class).orElse("/"));
        factory.setAutomaticRecoveryEnabled(false);
        factory.setRequestedHeartbeat((int) PATIENCE.toSeconds());
        factory.setConnectionTimeout((int) PATIENCE.toMillis());
        factory.setChannelRpcTimeout((int) PATIENCE.toMillis());
        if (config.getOptionalValue("ssl", Boolean.class).orElse(false)) {
            try {
                factory.useSslProtocol(SSLContext.getDefault());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this JVM has no TLS for the connection to RabbitMQ", e);
            }
            factory.enableHostnameVerification();
        }
        return factory;
    }

    @Override
    public HealthReport getReadiness() {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        readers.forEach((channel, reader) -> {
            boolean isConsuming = reader.isConsuming();
            report.add(channel, isConsuming, isConsuming ? "consuming" : reader.problem());
        });
        return report.build();
    }

    void stop(@Observes ShutdownEvent event) {
        readers.values().forEach(QueueReader::close);
    }
}
