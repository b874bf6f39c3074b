package dev.logbell.alerter;

import dev.logbell.alert.Alert;
import dev.logbell.alerter.channel.Channel;
import dev.logbell.alerter.channel.Senders;
import dev.logbell.alerter.deliver.Backoff;
import dev.logbell.alerter.deliver.ChannelWorker;
import dev.logbell.alerter.deliver.DeliveryMetrics;
import dev.logbell.alerter.deliver.Dispatcher;
import dev.logbell.alerter.outbox.GroupCommit;
import dev.logbell.alerter.outbox.Outbox;
import dev.logbell.alerter.outbox.Outbox.Arrival;
import dev.logbell.alerter.outbox.PostgresOutbox;
import dev.logbell.alerter.outbox.SqliteOutbox;
import dev.logbell.alerter.outbox.Upkeep;
import dev.logbell.alerter.route.Router;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The alerter put together from its settings: router, outbox and channels, opened and closed with the application. */
@Singleton
public class Alerter {
    private static final Logger LOG = Logger.getLogger(Alerter.class);
    /** And, in one process, after whatever else may end the start. */
    private static final int BEFORE_THE_CHANNELS = 10;

    private final List<Channel> channels;
    private final Router router;
    private final Outbox outbox;
    private final Uni<Void> open;
    private final GroupCommit commits;
    private final Dispatcher dispatcher;
    private final Upkeep upkeep;
    private final Clock clock = Clock.systemUTC();
    private volatile @Nullable Cancellable upkeepUnderWay;

    Alerter(
            AlerterConfig config,
            Senders senders,
            MeterRegistry registry,
            Instance<Pool> pool,
            Instance<AgroalDataSource> dataSource) {
        AlerterConfig.RetrySettings retry = config.retry();
        Backoff backoff;
        try {
            this.channels = new Channels(config, senders, clock).all();
            backoff = new Backoff(retry.first(), retry.longest(), RandomGenerator.getDefault());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
        this.router = new Router(channels.stream().collect(Collectors.toMap(Channel::name, Channel::matchers)));
        this.outbox = switch (config.store()) {
            case SQLITE -> new SqliteOutbox(config.data().resolve("logbell.db"));
            case POSTGRES -> new PostgresOutbox(pool.get(), dataSource.get());
        };
        this.open = outbox.open().memoize().indefinitely();
        this.commits = new GroupCommit(outbox);
        DeliveryMetrics metrics = new DeliveryMetrics(registry);
        List<ChannelWorker> workers = new ArrayList<>();
        for (Channel channel : channels) {
            metrics.register(channel.name());
            workers.add(new ChannelWorker(channel, outbox, backoff, retry.maxAge(), clock, metrics));
        }
        this.dispatcher = Dispatcher.of(workers, clock);
        List<String> names = channels.stream().map(Channel::name).toList();
        this.upkeep = new Upkeep(outbox, names, config.retention(), clock, registry);
    }

    /** Wrong settings end the start here, before anything is connected, with one sentence and exit status 1. */
    void start(@Observes @Priority(BEFORE_THE_CHANNELS) StartupEvent event) {
        open.subscribe()
                .with(
                        done -> {
                            dispatcher.wakeAll();
                            upkeepUnderWay = upkeep.start();
                        },
                        stopped -> LOG.debugf("The outbox was not opened before the alerter stopped: %s", stopped));
    }

    void stop(@Observes ShutdownEvent event) {
        Cancellable underWay = upkeepUnderWay;
        if (underWay != null) {
            underWay.cancel();
        }
        dispatcher.close();
        outbox.close();
    }

    /** Ends when the alerts and what is to be delivered of them is durable; waits for the store as long as it takes. */
    Uni<List<Arrival>> store(List<Alert> alerts) {
        return open.chain(() -> {
            Instant now = clock.instant();
            return commits.add(alerts.stream()
                    .map(alert -> new Arrival(alert, router.channelsFor(alert.labels()), now))
                    .toList());
        });
    }

    void ring(List<Arrival> arrivals) {
        dispatcher.wake(arrivals.stream()
                .flatMap(arrival -> arrival.channels().stream())
                .collect(Collectors.toSet()));
    }

    @Produces
    @Singleton
    List<Channel> channels() {
        return channels;
    }

    @Produces
    @Singleton
    Outbox outbox() {
        return outbox;
    }
}
