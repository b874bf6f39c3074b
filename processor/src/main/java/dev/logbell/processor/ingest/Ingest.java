package dev.logbell.processor.ingest;

import dev.logbell.alert.RaisedAlerts;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Source;
import dev.logbell.processor.parse.ChunkParser;
import dev.logbell.processor.parse.ChunkParsers;
import dev.logbell.processor.parse.ParsedChunk;
import dev.logbell.processor.pattern.Patterns;
import dev.logbell.processor.rule.RuleEngine;
import dev.logbell.processor.rule.RulesConfig;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.StoreOpener;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** The stages of the main path, and what they remember of each source between two chunks. */
@ApplicationScoped
public class Ingest {
    private static final Logger LOG = Logger.getLogger(Ingest.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
    private static final int BEFORE_THE_CHANNELS = 1;
    private static final int MESSAGES_IN_FLIGHT = 256;
    private static final long ROOM_BYTES = 2 * GroupCommit.MOST_BYTES;

    private final LogStore store;
    private final InFlight inFlight;
    private final IngestMetrics metrics;
    private final AlertMessages alertMessages;
    private final GroupCommit groupCommit;
    private final RuleEngine rules;
    private final Patterns patterns;
    private final ChunkParser parser;
    private final Room room = new Room(ROOM_BYTES);
    private final Map<String, Long> parsedTo = new HashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("logbell-ingest").daemon().factory());
    private final Uni<Void> opened;
    private final AlertQueue alertQueue;

    Ingest(
            LogStore store,
            StoreOpener opener,
            InFlight inFlight,
            AlertQueue alertQueue,
            ChunkParsers parsers,
            RulesConfig rules,
            Patterns patterns,
            PatternSharing sharing,
            MeterRegistry registry) {
        this.store = store;
        this.parser = parsers.create();
        this.inFlight = inFlight;
        this.metrics = new IngestMetrics(registry);
        this.alertMessages = new AlertMessages(metrics);
        this.patterns = patterns;
        ChunkParser again = parsers.create();
        this.groupCommit = new GroupCommit(store, chunk -> marked(again.parse(chunk)), metrics);
        this.rules = engine(rules, patterns);
        this.opened = opener.opened()
                .chain(() -> untilItSucceeds("The store does not tell which patterns it knows", sharing.load()))
                .memoize()
                .indefinitely();
        this.alertQueue = alertQueue;
    }

    /** Rules that cannot be read end the start here, before the channels are joined, with one sentence. */
    void start(@Observes @Priority(BEFORE_THE_CHANNELS) StartupEvent event) {}

    private ParsedChunk marked(ParsedChunk parsed) {
        return new ParsedChunk(patterns.mark(parsed.events()), parsed.storedBytes(), parsed.droppedBytes());
    }

    private static RuleEngine engine(RulesConfig rules, Patterns patterns) {
        try {
            return new RuleEngine(rules, patterns);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    /** The one thread that parses and judges, so that neither blocks an event loop. */
    public Executor thread() {
        return thread;
    }

    /**
     * Reads the events of a chunk that are not stored yet, and what the rules make of them. Called for one at a time;
     * waits while those that were read before and are not stored fill the memory meant for them.
     */
    public Uni<Work> parse(LogChunk chunk) {
        metrics.received(chunk);
        return room.take(chunk.bytes().length)
                .emitOn(thread)
                .chain(() -> watermark(chunk.source()))
                .map(watermark -> parse(chunk, watermark));
    }

    private Work parse(LogChunk chunk, long watermark) {
        LogChunk rest = chunk.from(watermark);
        room.give(chunk.bytes().length - rest.bytes().length);
        parsedTo.put(chunk.source().id(), Math.max(watermark, rest.endOffset()));
        inFlight.received(chunk.source().id(), rest.coveredBytes());
        ParsedChunk parsed = rest.isEmpty() ? new ParsedChunk(List.of(), 0, Map.of()) : marked(parser.parse(rest));
        return new Work(rest, parsed, rules.evaluate(rest, parsed.events()));
    }

    /** Completes when the chunk's events, and all before them, are durable. Waits for the store as long as it takes. */
    public Uni<Void> store(Work work) {
        LogChunk chunk = work.chunk();
        return groupCommit.store(work).invoke(() -> {
            inFlight.settled(chunk.source().id(), chunk.coveredBytes());
            room.give(chunk.bytes().length);
        });
    }

    /** The chunk's alerts as messages, as few as hold them; ends when all of them are acknowledged. */
    public Multi<Message<RaisedAlerts>> raise(Work work) {
        metrics.raised(work.alerts());
        return Multi.createFrom()
                .iterable(RaisedAlerts.of(work.alerts()))
                .onItem()
                .transformToMulti(alerts -> alertQueue
                        .declared()
                        .onItem()
                        .transformToMulti(declared -> alertMessages.untilAcknowledged(alerts)))
                .merge(MESSAGES_IN_FLIGHT);
    }

    /** Up to where a source has been parsed; asks the store about one that is new to this process. */
    private Uni<Long> watermark(Source source) {
        Long known = parsedTo.get(source.id());
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        Uni<Map<String, Long>> asked = opened.chain(() -> store.watermarks(List.of(source.id())));
        return untilItSucceeds("The store does not tell what it holds of " + source.id(), asked)
                .map(watermarks -> watermarks.getOrDefault(source.id(), SourceBatch.UNKNOWN))
                .invoke(watermark -> groupCommit.know(source.id(), watermark))
                .emitOn(thread);
    }

    private static <T> Uni<T> untilItSucceeds(String what, Uni<T> attempt) {
        AtomicBoolean isTold = new AtomicBoolean();
        return attempt.onFailure()
                .invoke(failure -> {
                    if (isTold.compareAndSet(false, true)) {
                        LOG.warnf("%s: %s. Trying again until it does", what, failure.toString());
                    }
                })
                .onFailure()
                .retry()
                .withBackOff(FIRST_DELAY, LONGEST_DELAY)
                .indefinitely();
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }
}
