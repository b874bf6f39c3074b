package dev.logbell.collector.kafka;

import dev.logbell.collector.CollectorConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Kafka as seen by the collector beside its stream of chunks: makes the topic, large enough for the longest event,
 * and asks whether brokers take chunks. Does nothing where chunks do not leave over Kafka.
 */
@ApplicationScoped
public class KafkaWire {
    private static final Logger LOG = Logger.getLogger(KafkaWire.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Room for a record's headers and key. */
    private static final int HEADERS = 65_536;

    private final Map<String, Object> client;
    private final boolean isUsed;
    private final String topic;
    private final int partitions;
    private final int largestRecord;
    private final CompletableFuture<@Nullable Void> topicAnswered = new CompletableFuture<>();
    private final RefusedChunks refusals = new RefusedChunks(System::nanoTime);

    private volatile boolean isStopping;
    private @Nullable Admin admin;

    KafkaWire(
            @Identifier("default-kafka-broker") Map<String, Object> client,
            @ConfigProperty(name = "mp.messaging.outgoing.collected.enabled", defaultValue = "true") boolean isEnabled,
            @ConfigProperty(name = "mp.messaging.outgoing.collected.connector", defaultValue = "") String connector,
            @ConfigProperty(name = "mp.messaging.outgoing.collected.topic", defaultValue = "") String topic,
            CollectorConfig config) {
        this.client = client;
        this.isUsed = isEnabled && connector.equals("smallrye-kafka");
        this.topic = topic;
        this.partitions = config.topicPartitions();
        this.largestRecord = Math.max(config.maxEventBytes(), config.maxChunkBytes()) + HEADERS;
    }

    void start(@Observes StartupEvent event) {
        if (isUsed) {
            ConnectorLog.quieten();
            Thread.ofVirtual().name("logbell-topic").start(this::makeTopicUntilItIsThere);
        } else {
            topicAnswered.complete(null);
        }
    }

    /**
     * When chunks may leave: the topic is there, or brokers refuse to make it. One sent before would have brokers make
     * the topic by themselves, with as few partitions and as small records as they please.
     */
    public Uni<Void> whenTopicIsAnswered() {
        return Uni.createFrom().completionStage(topicAnswered);
    }

    void stop(@Observes ShutdownEvent event) {
        isStopping = true;
        closeAdmin();
    }

    /** Why brokers take no chunks; empty if they do, or are not needed. May block for four seconds. */
    public Optional<String> problem() {
        if (!isUsed) {
            return Optional.empty();
        }
        try {
            var _ = admin().describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new TopicCheck(topic, partitions, largestRecord)
                    .problem(admin(), PATIENCE)
                    .or(refusals::problem);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return Optional.of("no broker answers at %s (%s): reading waits until one does"
                    .formatted(client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), reason(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** A chunk of a source was taken, by brokers or whatever is there in their place. */
    public void taken(String source) {
        refusals.taken(source);
    }

    /** A chunk of a source was refused; it is sent again. */
    public void refused(String source, Throwable reason) {
        refusals.refused(source, reason);
    }

    private void makeTopicUntilItIsThere() {
        try {
            while (!isStopping && !isTopicMade()) {
                Thread.sleep(PATIENCE);
            }
            topicAnswered.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isTopicMade() throws InterruptedException {
        try {
            NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty())
                    .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(largestRecord)));
            admin().createTopics(List.of(wanted)).all().get();
            LOG.infof("made the topic %s with %d partitions", topic, partitions);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return isTopicLargeEnough();
            }
            if (isRefused(e.getCause()) && topicAnswered.complete(null)) {
                LOG.warnf(
                        "the brokers do not make the topic %s (%s): make it yourself, with %d partitions and"
                                + " max.message.bytes %d, or let this collector do so",
                        topic, reason(e), partitions, largestRecord);
            }
            LOG.debugf("the topic %s cannot be made yet (%s)", topic, reason(e));
            return false;
        } catch (KafkaException e) {
            LOG.debugf("the topic %s cannot be made yet (%s)", topic, e.getMessage());
            return false;
        }
    }

    private static boolean isRefused(@Nullable Throwable cause) {
        return cause instanceof ApiException && !(cause instanceof RetriableException);
    }

    private boolean isTopicLargeEnough() throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            ConfigEntry most = admin().describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .getOrDefault(resource, new Config(List.of()))
                    .get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
            if (most != null && Integer.parseInt(most.value()) < largestRecord) {
                ConfigEntry larger =
                        new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(largestRecord));
                admin().incrementalAlterConfigs(
                                Map.of(resource, List.of(new AlterConfigOp(larger, AlterConfigOp.OpType.SET))))
                        .all()
                        .get();
                LOG.infof("raised %s of the topic %s to %d", larger.name(), topic, largestRecord);
            }
            return true;
        } catch (ExecutionException e) {
            LOG.warnf(
                    "the topic %s may take smaller records than an event of collector.max-event-bytes needs (%s): set its"
                            + " max.message.bytes to %d; until then longer events are cut into smaller chunks",
                    topic, reason(e), largestRecord);
            return true;
        }
    }

    private synchronized Admin admin() {
        if (isStopping) {
            throw new KafkaException("the collector is stopping");
        }
        if (admin == null) {
            Map<String, Object> settings = new HashMap<>(client);
            settings.keySet().retainAll(AdminClientConfig.configNames());
            settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "logbell-collector-admin");
            settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
            settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
            settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
            settings.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
            settings.put(AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
            admin = Admin.create(settings);
        }
        return admin;
    }

    private synchronized void closeAdmin() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }

    private static String reason(Exception failure) {
        Throwable cause = failure.getCause();
        return String.valueOf(cause == null ? failure : cause);
    }
}
