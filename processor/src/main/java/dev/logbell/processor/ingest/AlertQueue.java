package dev.logbell.processor.ingest;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.rabbitmq.RabbitMQClient;
import io.vertx.rabbitmq.RabbitMQOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The queue that RabbitMQ keeps alerts in. It is declared before the first alert is sent: an exchange without a queue
 * confirms alerts and throws them away. The alerter declares it with the same arguments.
 */
@ApplicationScoped
class AlertQueue {
    private static final Logger LOG = Logger.getLogger(AlertQueue.class);
    private static final String NAME = "logbell.alerts";
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
    private static final int HEARTBEAT_SECONDS = 10;
    private static final int CONNECT_TIMEOUT_MS = 2_000;

    private final Vertx vertx;
    private final boolean isOverRabbitMq;
    private final RabbitMQOptions options;
    private final Uni<Void> declared;
    private final RabbitMQClient asking;

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
                .setRequestedHeartbeat(HEARTBEAT_SECONDS)
                .setConnectionTimeout(CONNECT_TIMEOUT_MS)
                .setAutomaticRecoveryEnabled(false)
                .setAutomaticRecoveryOnInitialConnection(false)
                .setConnectionName("logbell-processor: declares and watches " + NAME);
        this.options.setReconnectAttempts(0);
        this.asking = RabbitMQClient.create(vertx, options);
        this.declared = Uni.createFrom()
                .deferred(this::declare)
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "RabbitMQ does not let the queue %s be declared: %s. Trying again", NAME, failure.toString()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_DELAY, LONGEST_DELAY)
                .indefinitely()
                .memoize()
                .indefinitely();
    }

    /** Where alerts go: {@code RabbitMQ at localhost:5672}, or the alerter in this process. */
    String address() {
        return isOverRabbitMq
                ? "RabbitMQ at %s:%d".formatted(options.getHost(), options.getPort())
                : "the alerter in this process";
    }

    /** Fails if RabbitMQ does not answer. Keeps a connection of its own, so as to be told when it breaks. */
    Uni<Void> isThere() {
        return !isOverRabbitMq || asking.isConnected() ? Uni.createFrom().voidItem() : asking.start();
    }

    @PreDestroy
    void stop() {
        asking.stopAndForget();
    }

    /** Completes when the queue is there; at once when alerts stay in the process. Asks until RabbitMQ answers. */
    Uni<Void> declared() {
        return declared;
    }

    /** Has the queue before anybody waits for an alert. */
    void start(@Observes StartupEvent event) {
        declared.subscribe().with(there -> LOG.debugf("The queue %s is there", NAME));
    }

    private Uni<Void> declare() {
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
