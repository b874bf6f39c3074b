package dev.logbell.collector;

import dev.logbell.collector.Configuration.Part;
import dev.logbell.collector.checkpoint.CheckpointSaver;
import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.checkpoint.FolderLock;
import dev.logbell.collector.edge.Edge;
import dev.logbell.collector.kafka.KafkaWire;
import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.Outlet;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceStatus;
import dev.logbell.collector.source.file.FileSource;
import dev.logbell.collector.source.journal.JournalSettings;
import dev.logbell.collector.source.journal.JournalSource;
import dev.logbell.collector.source.stream.Intake;
import dev.logbell.collector.source.stream.StreamLimits;
import dev.logbell.log.LogChunk;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jspecify.annotations.Nullable;

/**
 * The way of a line through the collector: a file is read, what it has grown by is cut into chunks at the ends of
 * events, a chunk passes the {@link Edge} and leaves on the channel, and its acknowledgement moves the file's checkpoint. What senders push goes
 * the same way through the {@link Intake}, and its acknowledgement is the sender's.
 */
@ApplicationScoped
public class CollectorPipeline {
    private static final int BEFORE_THE_CHANNELS = 1;

    private final CollectorConfig config;
    private final ConfigurationFiles files;
    private final KafkaWire kafka;
    private final MeterRegistry registry;
    private final Clock clock = Clock.systemUTC();
    private final Intake intake;
    private @Nullable Edge edge;
    private @Nullable Prepared prepared;
    private @Nullable Running running;

    CollectorPipeline(CollectorConfig config, ConfigurationFiles files, KafkaWire kafka, MeterRegistry registry) {
        this.config = config;
        this.files = files;
        this.kafka = kafka;
        this.registry = registry;
        InFlight inFlight = new InFlight(config.maxInFlightBytes());
        this.intake = new Intake(
                CollectorSettings.host(config),
                new StreamLimits(config.maxEventBytes(), config.maxChunkBytes(), config.maxInFlightBytes()),
                inFlight,
                new SourceMetrics(registry, inFlight, "streams"),
                clock);
    }

    /** Where listeners bring what senders push. */
    @Produces
    @Singleton
    Intake intake() {
        return intake;
    }

    private record Running(
            Checkpoints checkpoints, CheckpointSaver saver, FileSource files, Optional<JournalSource> journal) {}

    /** What is wrong with the settings or the data folder ends the start here, with one sentence and exit status 1. */
    synchronized void prepare(@Observes @Priority(BEFORE_THE_CHANNELS) StartupEvent event) {
        try {
            Configuration first = files.inForce();
            edge = new Edge(first.rules(), registry);
            Path folder = config.data().resolve("collector").toAbsolutePath().normalize();
            FolderLock lock = new FolderLock(folder);
            try {
                prepared = new Prepared(first, folder, lock, new Checkpoints(folder));
            } finally {
                if (prepared == null) {
                    lock.close();
                }
            }
        } catch (IllegalStateException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    /** Starts to read when somebody listens. What is not acknowledged is bounded, so the buffer of the stream is. */
    @Outgoing(Channels.COLLECTED)
    Multi<Message<LogChunk>> collected() {
        return Multi.createFrom()
                .<Flight>emitter(this::read, BackPressureStrategy.BUFFER)
                .onItem()
                .call(kafka::whenTopicIsAnswered)
                .map(this::message);
    }

    private synchronized void read(MultiEmitter<? super Flight> chunks) {
        Prepared ready = prepared;
        Edge over = edge;
        if (ready == null || over == null) {
            throw new IllegalStateException("the collector cannot read before it is prepared");
        }
        Outlet outlet = Outlet.of(over::open, chunks::emit);
        CollectorSettings settings = ready.settings();
        Checkpoints checkpoints = ready.checkpoints();
        InFlight inFlight = new InFlight(config.maxInFlightBytes());
        FileSource followed = new FileSource(
                ready.fileRules(ready.first()),
                checkpoints,
                inFlight,
                new SourceMetrics(registry, inFlight),
                clock,
                outlet);
        CheckpointSaver saver = new CheckpointSaver(checkpoints);
        Optional<JournalSource> journal = settings.journal().map(wanted -> journal(wanted, ready, outlet));
        running = new Running(checkpoints, saver, followed, journal);
        saver.start();
        followed.start();
        journal.ifPresent(JournalSource::start);
        intake.start(outlet);
    }

    /** From now on follows another configuration, but for what is fixed at the start. */
    void follow(Configuration next, Configuration before) {
        followFiles(next, before).toCompletableFuture().join();
    }

    private synchronized CompletionStage<@Nullable Void> followFiles(Configuration next, Configuration before) {
        if (edge != null && next.isOther(Part.EDGE, before)) {
            edge.follow(next.rules());
        }
        return running == null || prepared == null || !next.isOther(Part.FILES, before)
                ? CompletableFuture.completedStage(null)
                : running.files().follow(prepared.fileRules(next));
    }

    private JournalSource journal(JournalSettings wanted, Prepared ready, Consumer<Flight> chunks) {
        InFlight inFlight = new InFlight(config.maxInFlightBytes());
        return new JournalSource(
                wanted,
                ready.folder(),
                ready.settings().host(),
                config.maxEventBytes(),
                config.maxChunkBytes(),
                inFlight,
                new SourceMetrics(registry, inFlight, "journal"),
                clock,
                chunks);
    }

    /** A chunk's key is its source, so that Kafka keeps the order of each source. */
    private Message<LogChunk> message(Flight flight) {
        String source = flight.chunk().source().id();
        OutgoingKafkaRecordMetadata<String> toKafka =
                OutgoingKafkaRecordMetadata.<String>builder().withKey(source).build();
        return Message.of(
                flight.chunk(),
                Metadata.of(toKafka),
                () -> {
                    kafka.taken(source);
                    flight.acknowledge();
                    return CompletableFuture.completedStage(null);
                },
                reason -> {
                    kafka.refused(source, reason);
                    flight.refuse(reason);
                    return CompletableFuture.completedStage(null);
                });
    }

    /** Every source that is read, and how far. */
    public synchronized CompletionStage<List<SourceStatus>> sources() {
        if (running == null) {
            return CompletableFuture.completedStage(List.of());
        }
        CompletionStage<List<SourceStatus>> journal = running.journal()
                .map(JournalSource::statuses)
                .orElseGet(() -> CompletableFuture.completedStage(List.of()));
        return running.files()
                .statuses()
                .thenCombine(journal, CollectorPipeline::joined)
                .thenCombine(intake.statuses(), CollectorPipeline::joined);
    }

    private static List<SourceStatus> joined(List<SourceStatus> files, List<SourceStatus> streams) {
        return Stream.concat(files.stream(), streams.stream()).toList();
    }

    /** What keeps the collector from doing its work; empty if nothing does. */
    public synchronized Optional<String> problem() {
        if (running == null) {
            return Optional.of("nothing is read yet");
        }
        if (!running.files().isRunning()) {
            return Optional.of("the reading thread has ended: restart the collector");
        }
        if (!running.journal().map(JournalSource::isRunning).orElse(true)) {
            return Optional.of("the thread that reads the journal has ended: restart the collector");
        }
        if (!intake.isRunning()) {
            return Optional.of("the thread that takes what senders push has ended: restart the collector");
        }
        return Optional.ofNullable(running.checkpoints().problem());
    }

    /** While the channel still answers: stops reading, waits a moment for the last answers, saves the checkpoints. */
    synchronized void stop(@Observes @Priority(1) ShutdownEvent event) {
        intake.close();
        if (running != null) {
            running.journal().ifPresent(JournalSource::close);
            running.files().close();
            running.saver().close();
            running = null;
        }
        if (prepared != null) {
            prepared.lock().close();
            prepared = null;
        }
    }
}
