package dev.logbell.collector.source.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs journalctl, and again when it ends, on a thread of its own that waits while nobody takes what it has read.
 */
final class EntryFeed implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EntryFeed.class);
    private static final int LONGEST_OTHER = 16_384;
    private static final int LONGEST_COMPLAINT = 500;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final JournalSettings settings;
    private final Path errors;
    private final int longestMessage;
    private final Runnable arrived;
    private final EntryQueue waiting;
    private final Thread thread;
    private @Nullable String cursor;
    private boolean isWanted;
    private volatile @Nullable Process process;
    private volatile @Nullable String problem;
    private volatile boolean isStopping;

    /**
     * An entry as it is sent.
     *
     * @param isAnew whether the entry before it is not the one that was read last: a gap may be between them
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Encoded(String cursor, byte[] line, boolean isAnew) {}

    /**
     * A feed that goes on at a checkpoint.
     *
     * @param errors file for what journalctl complains about
     * @param mostBytes of entries that wait to be taken
     * @param arrived is told, on the feed's thread, that there is something to take
     */
    EntryFeed(
            JournalSettings settings,
            @Nullable JournalCheckpoint from,
            Path errors,
            int longestMessage,
            int mostBytes,
            Runnable arrived) {
        this.settings = settings;
        this.errors = errors;
        this.longestMessage = longestMessage;
        this.waiting = new EntryQueue(mostBytes);
        this.arrived = arrived;
        this.cursor = from == null ? null : from.cursor();
        this.isWanted = from != null && from.isNext();
        this.thread = Thread.ofPlatform().name("logbell-journal-feed").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The next entry, which stays; null if there is none now. */
    @Nullable
    Encoded peek() {
        return waiting.peek();
    }

    /** The next entries, which stay, as {@link EntryQueue#next} gives them. */
    List<Encoded> next(int mostBytes, IntPredicate fits) {
        return waiting.next(mostBytes, fits);
    }

    void take() {
        waiting.take();
    }

    /** Why journalctl does not give entries; null if it does. */
    @Nullable
    String problem() {
        return thread.getState() == Thread.State.TERMINATED
                ? "the thread that reads the journal has ended: restart the collector"
                : problem;
    }

    /** Whether the reading thread lives. */
    boolean isRunning() {
        return thread.isAlive();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!isStopping) {
            try {
                boolean isFed = feedOrSayWhyNot();
                if (isStopping) {
                    return;
                }
                pause = isFed ? FIRST_PAUSE : pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean feedOrSayWhyNot() throws InterruptedException {
        try {
            return feed();
        } catch (RuntimeException e) {
            // Its message may hold what was read.
            String place = Arrays.stream(e.getStackTrace()).limit(1).toList().toString();
            LOG.errorf(
                    "reading the journal failed: please report this (%s at %s); it is tried again",
                    e.getClass().getName(), place);
            problem = e.getClass().getName();
            return false;
        }
    }

    /** Runs journalctl until it ends; tells whether it gave anything. */
    private boolean feed() throws InterruptedException {
        boolean isFed = false;
        String failure = "it ended";
        try {
            Process started = new ProcessBuilder(settings.command(cursor))
                    .redirectError(ProcessBuilder.Redirect.to(errors.toFile()))
                    .start();
            process = started;
            try (InputStream out = started.getInputStream()) {
                started.getOutputStream().close();
                ExportReader entries = new ExportReader(out, longestMessage, LONGEST_OTHER);
                String expected = cursor;
                for (JournalEntry entry = entries.next(); entry != null; entry = entries.next()) {
                    problem = null;
                    isFed = true;
                    put(entry, expected);
                    expected = null;
                }
            } finally {
                started.destroy();
            }
            started.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            failure = complaint(failure);
        } catch (IOException e) {
            failure = e.toString();
        }
        if (problem == null && !isStopping) {
            LOG.warnf("%s gives no entries of the journal (%s): it is started again", settings.command(), failure);
        }
        problem = failure;
        return isFed;
    }

    /** The first entry has to be the one that was read last, or the feed begins anew with it. */
    private void put(JournalEntry entry, @Nullable String expected) throws InterruptedException {
        boolean isKnown = entry.cursor().equals(expected);
        boolean isAnew = cursor == null || (expected != null && !isKnown);
        if (!isKnown || isWanted) {
            isWanted = false;
            waiting.put(new Encoded(entry.cursor(), EntryRecord.encode(entry), isAnew));
            arrived.run();
        }
        cursor = entry.cursor();
    }

    private String complaint(String otherwise) throws IOException {
        byte[] said = Files.readAllBytes(errors);
        int length = Math.min(said.length, LONGEST_COMPLAINT);
        String text = new String(said, 0, length, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? otherwise : text;
    }

    @Override
    public void close() {
        isStopping = true;
        Process running = process;
        if (running != null) {
            running.destroy();
        }
        thread.interrupt();
        try {
            thread.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
