package dev.logbell.collector.source.journal;

import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.Mailbox;
import dev.logbell.collector.source.SendWindow;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceMetrics.Trouble;
import dev.logbell.collector.source.SourceStatus;
import dev.logbell.collector.source.journal.EntryFeed.Encoded;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Source;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The systemd journal as one source. Its offsets count the bytes of its entries as records, which are the same whenever
 * they are made; the checkpoint says which entry stands at which offset.
 */
public final class JournalSource implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JournalSource.class);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);
    private static final int CHUNKS_WAITING = 4;
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final long SAVE_MILLIS = 200;
    private static final long LONGEST_SLEEP = 1000;

    private final String host;
    private final int maxChunkBytes;
    private final JournalProgress progress;
    private final Mailbox mailbox = new Mailbox();
    private final InFlight inFlight;
    private final SourceMetrics metrics;
    private final Clock clock;
    private final Consumer<Flight> send;
    private final EntryFeed feed;
    private final Thread thread;
    private @Nullable Generation generation;
    private long saveAt;
    private volatile boolean isStopping;

    /**
     * A source that has not started.
     *
     * @param folder of the collector, for the checkpoint
     * @param longestMessage bytes that are kept of a message
     * @param inFlight bound of what is on its way, of which this is the only user
     * @param send takes each chunk, on the journal's thread, and answers its flight later
     * @throws IllegalStateException if the checkpoint cannot be used
     */
    public JournalSource(
            JournalSettings settings,
            Path folder,
            String host,
            int longestMessage,
            int maxChunkBytes,
            InFlight inFlight,
            SourceMetrics metrics,
            Clock clock,
            Consumer<Flight> send) {
        this.host = host;
        this.maxChunkBytes = maxChunkBytes;
        Path file = folder.resolve("journal.json");
        this.progress = new JournalProgress(file, metrics);
        this.inFlight = inFlight;
        this.metrics = metrics;
        this.clock = clock;
        this.send = send;
        JournalCheckpoint checkpoint = JournalCheckpoint.read(file).orElse(null);
        this.feed = new EntryFeed(
                settings,
                checkpoint,
                folder.resolve("journalctl.err"),
                longestMessage,
                CHUNKS_WAITING * maxChunkBytes,
                () -> mailbox.post(() -> {}));
        this.generation = checkpoint == null ? null : generation(checkpoint.source(), checkpoint.offset(), null);
        this.thread = Thread.ofPlatform().name("logbell-journal").daemon().unstarted(this::run);
    }

    public void start() {
        feed.start();
        thread.start();
    }

    /** Whether the threads live that read and send. */
    public boolean isRunning() {
        return thread.isAlive() && feed.isRunning();
    }

    /** How far the journal is read, answered by its thread. */
    public CompletionStage<List<SourceStatus>> statuses() {
        if (!thread.isAlive()) {
            return CompletableFuture.completedStage(List.of());
        }
        CompletableFuture<List<SourceStatus>> answer = new CompletableFuture<>();
        mailbox.post(() -> answer.complete(status()));
        return answer;
    }

    private List<SourceStatus> status() {
        Generation now = generation;
        return now == null ? List.of() : List.of(now.status(feed.problem()));
    }

    private void run() {
        while (!isStopping) {
            try {
                mailbox.await(Duration.ofMillis(turn()));
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException e) {
                LOG.error("sending the journal failed: please report this; it goes on in a second", e);
                LockSupport.parkNanos(REST_AFTER_FAILURE.toNanos());
            }
        }
        feed.close();
        awaitLastAnswers();
        progress.save();
    }

    /** Sends what may be sent; returns milliseconds until there is more to do, unless a letter arrives before. */
    private long turn() {
        mailbox.open();
        long now = System.nanoTime() / 1_000_000;
        if (now >= saveAt && progress.isUnsaved()) {
            progress.save();
            saveAt = System.nanoTime() / 1_000_000 + SAVE_MILLIS;
        }
        Generation sending = generation;
        if (sending != null) {
            sending.window().retry(now);
        }
        boolean isMore = true;
        while (isMore) {
            isMore = sendNext();
        }
        sending = generation;
        if (sending == null) {
            return LONGEST_SLEEP;
        }
        metrics.now(1, sending.position() - sending.window().acknowledged());
        long next = Math.min(sending.window().retryAt(), progress.isUnsaved() ? saveAt : Long.MAX_VALUE);
        return Math.max(1, Math.min(LONGEST_SLEEP, next - now));
    }

    private boolean sendNext() {
        Encoded first = feed.peek();
        if (first == null) {
            return false;
        }
        Generation sending = generation;
        if (sending == null || !sending.holds(first)) {
            if (sending != null && !sending.window().isEmpty()) {
                return false;
            }
            sending = begin(first);
            if (sending == null) {
                return false;
            }
        }
        return sending.send(feed, clock.instant());
    }

    /** Begins a generation with an entry, whose cursor is on the disk before it leaves; null if that fails. */
    private @Nullable Generation begin(Encoded first) {
        String id = "journal:%s:%s".formatted(host, Long.toString(new SecureRandom().nextLong(1L << 50), 36));
        if (!progress.begin(new JournalCheckpoint(id, 0, first.cursor(), true))) {
            return null;
        }
        generation = generation(id, 0, first.cursor());
        return generation;
    }

    private Generation generation(String id, long offset, @Nullable String beginsWith) {
        SendWindow window = new SendWindow(
                mailbox,
                inFlight,
                offset,
                maxChunkBytes,
                send,
                this::accepted,
                _ -> metrics.failed(Trouble.REFUSED),
                chunk -> overtaken(id, chunk));
        return new Generation(
                new Source(id, Map.of("host.name", host)), window, progress, metrics, maxChunkBytes, beginsWith);
    }

    private void overtaken(String id, LogChunk chunk) {
        metrics.overtaken(chunk.bytes().length);
        LOG.errorf(
                "%d bytes of %s at offset %d were refused while later ones were taken",
                chunk.bytes().length, id, chunk.offset());
    }

    private void accepted(LogChunk chunk) {
        metrics.acknowledged(chunk.coveredBytes());
        progress.acknowledged(chunk);
    }

    private void awaitLastAnswers() {
        long end = System.nanoTime() + LAST_ANSWERS.toNanos();
        try {
            mailbox.open();
            while (inFlight.chunks() > 0 && System.nanoTime() < end) {
                mailbox.await(Duration.ofMillis(50));
                mailbox.open();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops reading, and gives chunks on their way a moment to be acknowledged. */
    @Override
    public void close() {
        isStopping = true;
        mailbox.post(() -> {});
        if (thread.isAlive()) {
            try {
                thread.join(LAST_ANSWERS.multipliedBy(3));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
