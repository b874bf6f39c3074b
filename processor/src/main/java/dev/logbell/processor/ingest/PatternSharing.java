package dev.logbell.processor.ingest;

import dev.logbell.processor.parse.ChunkParsers;
import dev.logbell.processor.pattern.KnownPattern;
import dev.logbell.processor.pattern.Patterns;
import dev.logbell.processor.store.PatternAccount;
import dev.logbell.processor.store.PatternStore;
import dev.logbell.processor.store.StoreSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells the store which patterns were found, and learns from it those that other processors found. */
@ApplicationScoped
class PatternSharing {
    private static final Logger LOG = Logger.getLogger(PatternSharing.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int MOST_STORED = 50_000;
    private static final int TURNS_BETWEEN_PRUNING = 300;

    private final PatternStore store;
    private final Patterns patterns;
    private final ChunkParsers parsers;
    private final boolean isShared;
    private final Map<Long, KnownPattern> untold = new LinkedHashMap<>();
    private volatile @Nullable Long known;
    private @Nullable Cancellable ticks;
    private long turn;

    @Inject
    PatternSharing(PatternStore store, Patterns patterns, ChunkParsers parsers, StoreSettings settings) {
        this(store, patterns, parsers, settings.store() == StoreSettings.Kind.POSTGRES);
    }

    PatternSharing(PatternStore store, Patterns patterns, ChunkParsers parsers, boolean isShared) {
        this.store = store;
        this.patterns = patterns;
        this.parsers = parsers;
        this.isShared = isShared;
    }

    /** Takes in all that the store knows, before the first line is read. */
    Uni<Void> load() {
        return store.patterns(null).invoke(this::learn).replaceWithVoid();
    }

    void start(@Observes StartupEvent event) {
        ticks = Multi.createFrom()
                .ticks()
                .startingAfter(PAUSE)
                .every(PAUSE)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> share())
                .subscribe()
                .with(done -> {}, failure -> LOG.error("Patterns are not shared any more", failure));
    }

    /** One turn; what fails is done at the next. */
    Uni<Void> share() {
        if (known == null) {
            return Uni.createFrom().voidItem();
        }
        return tell().chain(this::ask).chain(this::prune).onFailure().recoverWithNull();
    }

    private Uni<Void> tell() {
        patterns.takeChanged().forEach(pattern -> untold.put(pattern.id(), pattern));
        return untold.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.define(List.copyOf(untold.values())).invoke(untold::clear);
    }

    private Uni<Void> ask() {
        return isShared
                ? store.patterns(known).invoke(this::learn).replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> prune() {
        return turn++ % TURNS_BETWEEN_PRUNING == 0
                ? store.keep(MOST_STORED)
                : Uni.createFrom().voidItem();
    }

    private void learn(PatternStore.Found found) {
        found.patterns().forEach(account -> parsers.learn(account.pattern().example()));
        patterns.restore(found.patterns().stream().map(PatternAccount::pattern).toList());
        known = found.upTo();
    }

    void stop(@Observes ShutdownEvent event) {
        if (ticks != null) {
            ticks.cancel();
        }
    }
}
