package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.Mailbox;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceStatus;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** All files that are followed. One thread of its own finds them, reads them and hands their chunks on. */
public final class FileSource implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FileSource.class);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Mailbox mailbox = new Mailbox();
    private final FolderWatch watch;
    private final FileFollower follower;
    private final InFlight inFlight;
    private final Thread thread;
    private volatile boolean isStopping;

    /**
     * Files to follow.
     *
     * @param send takes each chunk, on the reading thread, and answers its flight later
     */
    public FileSource(
            FileRules rules,
            Checkpoints checkpoints,
            InFlight inFlight,
            SourceMetrics metrics,
            Clock clock,
            Consumer<Flight> send) {
        this.inFlight = inFlight;
        this.watch = new FolderWatch(new Post());
        this.follower = new FileFollower(
                rules,
                checkpoints,
                mailbox,
                inFlight,
                send,
                metrics,
                clock,
                watch,
                path -> FileChannel.open(path, StandardOpenOption.READ),
                () -> System.nanoTime() / 1_000_000);
        this.thread = Thread.ofPlatform().name("logbell-file-reader").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Follows other rules, once the reading thread does; what is fixed at the start is passed over. */
    public CompletionStage<@Nullable Void> follow(FileRules next) {
        CompletableFuture<@Nullable Void> followed = new CompletableFuture<>();
        mailbox.post(() -> {
            try {
                follower.follow(next);
                followed.complete(null);
            } catch (RuntimeException e) {
                followed.completeExceptionally(e);
            }
        });
        return followed;
    }

    /** Every source with how far it is, answered by the reading thread. */
    public CompletionStage<List<SourceStatus>> statuses() {
        CompletableFuture<List<SourceStatus>> answer = new CompletableFuture<>();
        mailbox.post(() -> answer.complete(follower.statuses()));
        return answer;
    }

    /** Whether the reading thread lives. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    private void run() {
        while (!isStopping) {
            try {
                mailbox.await(Duration.ofMillis(follower.turn()));
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException e) {
                LOG.error("reading files failed: please report this; reading goes on in a second", e);
                rest();
            }
        }
        awaitLastAnswers();
        follower.close();
    }

    private void rest() {
        try {
            Thread.sleep(REST_AFTER_FAILURE);
        } catch (InterruptedException e) {
            isStopping = true;
        }
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
        watch.close();
        if (thread.isAlive()) {
            try {
                thread.join(LAST_ANSWERS.multipliedBy(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class Post implements FolderWatch.Listener {
        @Override
        public void changed(Path file) {
            mailbox.post(() -> follower.changed(file));
        }

        @Override
        public void appearedOrLeft(Path file) {
            mailbox.post(() -> follower.appearedOrLeft(file));
        }

        @Override
        public void missed() {
            mailbox.post(follower::missed);
        }
    }
}
