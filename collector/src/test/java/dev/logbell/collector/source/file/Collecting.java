package dev.logbell.collector.source.file;

import dev.logbell.collector.checkpoint.Checkpoints;
import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.Mailbox;
import dev.logbell.collector.source.Outlet;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceStatus;
import dev.logbell.log.LogChunk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A collector of files on real folders, turned by hand, with time that stands still until it is moved. What it sends
 * arrives at a receiver that, like the store, keeps each byte of a source once and tells holes.
 */
final class Collecting {
    static final ReadingLimits LIMITS =
            new ReadingLimits(1 << 20, 1 << 18, Duration.ofMillis(20), Duration.ofSeconds(1));

    private List<String> globs;
    private final Path home;
    private final ReadingLimits limits;
    private PathRules rules;
    private final Map<String, ByteArrayOutputStream> received = new LinkedHashMap<>();
    private final Map<String, Long> watermarks = new LinkedHashMap<>();
    final List<LogChunk> chunks = new ArrayList<>();
    final Deque<Flight> waiting = new ArrayDeque<>();
    /** Files that may not be opened. */
    final Set<Path> refused = new HashSet<>();

    boolean answers = true;
    /** What is done to chunks before they leave. */
    UnaryOperator<LogChunk> edge = UnaryOperator.identity();

    /** Whether the system would tell what changes; by {@link #hears} only, then. */
    boolean isWatched;

    int maxOpenFiles = 1000;
    List<String> exclude = List.of();

    @Nullable
    Duration ignoreOlder;

    boolean fromEnd;
    /** How many bytes may be on their way, from the next start on. */
    long room = 16 << 20;
    /** How long it would have waited after the last turn. */
    long rest;

    long millis = 1_000_000;

    private Checkpoints checkpoints;
    private Mailbox mailbox;
    private FileFollower follower;

    Collecting(Path home, ReadingLimits limits, String... globs) {
        this(home, limits, PathRules.none(), globs);
    }

    Collecting(Path home, ReadingLimits limits, PathRules rules, String... globs) {
        this.home = home;
        this.rules = rules;
        this.limits = limits;
        this.globs = List.of(globs);
        start();
    }

    static Collecting of(Path home, String... globs) {
        return new Collecting(home, LIMITS, globs);
    }

    private void start() {
        checkpoints = new Checkpoints(home);
        mailbox = new Mailbox();
        InFlight inFlight = new InFlight(room);
        SourceMetrics metrics = new SourceMetrics(new SimpleMeterRegistry(), inFlight);
        Clock clock = Clock.systemUTC();
        follower = new FileFollower(
                fileRules(),
                checkpoints,
                mailbox,
                inFlight,
                Outlet.of(() -> edge, this::receive),
                metrics,
                clock,
                folders -> new Watching.Watched(isWatched ? folders : Set.of(), false),
                this::open,
                () -> millis);
    }

    private FileRules fileRules() {
        return new FileRules(
                globs, exclude, home, "web-1", fromEnd, Optional.ofNullable(ignoreOlder), maxOpenFiles, limits, rules);
    }

    /** Has it follow other globs, and whatever else was set since. */
    void follow(String... next) {
        globs = List.of(next);
        follower.follow(fileRules());
        turn();
    }

    void follow(PathRules next) {
        rules = next;
        follower.follow(fileRules());
        turn();
    }

    private FileChannel open(Path path) throws IOException {
        if (refused.contains(path)) {
            throw new AccessDeniedException(path.toString());
        }
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    private void receive(Flight flight) {
        waiting.add(flight);
        if (answers) {
            accept();
        }
    }

    /** Keeps and acknowledges everything that waits. */
    void accept() {
        while (!waiting.isEmpty()) {
            keep(waiting.remove()).acknowledge();
        }
    }

    /** Keeps what waits, without an answer: a crash may come before it. */
    void keepSilently() {
        while (!waiting.isEmpty()) {
            keep(waiting.remove());
        }
    }

    /** What a store does: trims at the watermark, and refuses holes. */
    Flight keep(Flight flight) {
        LogChunk chunk = flight.chunk();
        chunks.add(chunk);
        String id = chunk.source().id();
        Long watermark = watermarks.get(id);
        if (watermark != null && chunk.offset() > watermark) {
            throw new AssertionError("a hole in %s: %d after %d".formatted(id, chunk.offset(), watermark));
        }
        LogChunk rest = watermark == null ? chunk : chunk.from(watermark);
        received.computeIfAbsent(id, any -> new ByteArrayOutputStream()).writeBytes(rest.bytes());
        watermarks.put(id, Math.max(watermark == null ? 0 : watermark, chunk.endOffset()));
        return flight;
    }

    void turn() {
        for (int i = 0; i < 200; i++) {
            rest = follower.turn();
            if (rest > 0 && waiting.isEmpty()) {
                rest = follower.turn();
                return;
            }
            if (!answers) {
                return;
            }
        }
    }

    void pass(Duration time) {
        millis += time.toMillis();
        turn();
    }

    /** What the system tells when a file has grown. */
    void hearsOfChange(Path path) {
        follower.changed(path);
    }

    /** What the system tells when a file has come or gone. */
    void hears(Path path) {
        follower.appearedOrLeft(path);
    }

    /** Looks at all files and sends all of them, last lines too. */
    void settle() {
        for (int i = 0; i < 4; i++) {
            pass(Duration.ofMillis(1100));
        }
    }

    /** Ends without a word and starts from what is on the disk. */
    void crash() {
        stop();
        restart();
    }

    /** Ends without a word. */
    void stop() {
        follower.close();
        waiting.clear();
    }

    /** Starts from what is on the disk. */
    void restart() {
        start();
    }

    /** Starts with other globs. */
    void restart(String... next) {
        globs = List.of(next);
        start();
    }

    /** Saves the checkpoints, as the saver does now and then. */
    void save() {
        checkpoints.save();
    }

    List<SourceStatus> statuses() {
        return follower.statuses();
    }

    int openFiles() {
        return follower.openFiles();
    }

    List<String> sources() {
        return List.copyOf(received.keySet());
    }

    /** Everything that was kept, source after source, in the order that sources were first heard of. */
    String all() {
        return String.join("", bySource());
    }

    /** What was kept of each source, in the order that sources were first heard of. */
    List<String> bySource() {
        return received.values().stream()
                .map(bytes -> bytes.toString(StandardCharsets.UTF_8))
                .toList();
    }

    /** How many bytes were kept. */
    long bytes() {
        return received.values().stream().mapToLong(ByteArrayOutputStream::size).sum();
    }

    List<String> texts() {
        return chunks.stream()
                .map(chunk -> new String(chunk.bytes(), StandardCharsets.UTF_8))
                .toList();
    }
}
