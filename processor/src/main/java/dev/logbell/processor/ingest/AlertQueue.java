package dev.logbell.processor.ingest;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.rabbitmq.RabbitMQClient;
import io.vertx.rabbitmq.RabbitMQOptions;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The queue that RabbitMQ keeps alerts in. It is declared before the first alert is sent: an exchange without a queue
 * confirms alerts and throws them away. The alerter declares it with the same arguments.
 */
@ApplicationScoped
class AlertQueue {
    private static final String NAME = "logbell.alerts";

    private final Vertx vertx;
    private final boolean isOverRabbitMq;
    private final RabbitMQOptions options;

    AlertQueue(
            Vertx vertx,
            @ConfigProperty(name = "mp.messaging.outgoing.raised.enabled", defaultValue = "true")
                    boolean isOverRabbitMq,
            @ConfigProperty(name = "mp.messaging.outgoing.raised.host") String host,
            @ConfigProperty(name = "mp.messaging.outgoing.raised.port") int port,
            @ConfigProperty(name = "mp.messaging.outgoing.raised.username") String username,
            @ConfigProperty(name = "mp.messaging.outgoing.raised.password") String password) {
        this.vertx = vertx;
        this.isOverRabbitMq = isOverRabbitMq;
        this.options = new RabbitMQOptions()
                .setHost(host)
                .setPort(port)
                .setUser(username)
                .setPassword(password)
                .setConnectionName("logbell-processor: declares " + NAME);
    }

    /** Makes the queue and binds it; does nothing when alerts stay in the process. Fails if RabbitMQ does not answer. */
    Uni<Void> declare() {
        if (!isOverRabbitMq) {
            return Uni.createFrom().voidItem();
        }
        RabbitMQClient client = RabbitMQClient.create(vertx, options);
        return client.start()
                .chain(() -> client.exchangeDeclare(NAME, "topic", true, false))
                .chain(() -> client.queueDeclare(
                        NAME,
                        true,
                        false,
                        false,
                        new JsonObject()
                                .put("x-queue-type", "quorum")
                                .put("x-dead-letter-exchange", "logbell.alerts.dead")
                                .put("x-dead-letter-routing-key", NAME)))
                .chain(() -> client.queueBind(NAME, NAME, "#"))
                .onTermination()
                .call(() -> client.stop().onFailure().recoverWithNull());
    }
}
