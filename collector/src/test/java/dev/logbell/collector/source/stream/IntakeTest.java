package dev.logbell.collector.source.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.SourceStatus;
import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Instant NOW = Instant.parse("2025-11-05T12:00:00Z");
    private static final Map<String, String> PEER = Map.of("network.peer.address", "10.1.2.3");
    private static final int MOST_UNFINISHED = 1000;

    private final BlockingQueue<Flight> channel = new LinkedBlockingQueue<>();
    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Intake intake = intake(new StreamLimits(200, 100, MOST_UNFINISHED));

    private Intake intake(StreamLimits limits) {
        InFlight inFlight = new InFlight(1 << 20);
        return new Intake(
                "web-1",
                limits,
                inFlight,
                new SourceMetrics(registry, inFlight, "streams"),
                Clock.fixed(NOW, ZoneOffset.UTC),
                millis::get);
    }

    @BeforeEach
    void start() {
        intake.start(channel::add);
    }

    @AfterEach
    void close() throws InterruptedException {
        Thread closer = Thread.ofVirtual().start(intake::close);
        while (!closer.join(Duration.ofMillis(5))) {
            millis.addAndGet(1000);
        }
    }

    @Test
    void sendsALineAtOnceAndTellsWhenItIsSafe() throws InterruptedException {
        Session session = intake.open("tcp", PEER);
        CompletableFuture<Void> safe = take(session, "one\n");
        Flight flight = next();
        LogChunk chunk = flight.chunk();
        assertThat(text(chunk)).isEqualTo("one\n");
        assertThat(chunk.source().id()).startsWith("tcp:web-1:").isEqualTo(session.source());
        assertThat(chunk.source().resource()).isEqualTo(PEER);
        assertThat(chunk.offset()).isZero();
        assertThat(chunk.observedTime()).isEqualTo(NOW);
        assertThat(safe).isNotDone();
        flight.acknowledge();
        assertThat(safe).succeedsWithin(Duration.ofSeconds(10));
        assertThat(session.unfinishedBytes()).isZero();
    }

    @Test
    void joinsWhatWaitsAndTellsAllOfThemTogether() throws InterruptedException {
        Session session = intake.open("tcp", PEER);
        CompletableFuture<Void> first = take(session, "first\n");
        Flight flight = next();
        List<CompletableFuture<Void>> others =
                List.of(take(session, "a\n"), take(session, "b\n"), take(session, "c\n"));
        flight.acknowledge();
        assertThat(first).succeedsWithin(Duration.ofSeconds(10));
        Flight joined = next();
        assertThat(text(joined.chunk())).isEqualTo("a\nb\nc\n");
        assertThat(joined.chunk().offset()).isEqualTo(6);
        assertThat(others).noneMatch(CompletableFuture::isDone);
        joined.acknowledge();
        others.forEach(other -> assertThat(other).succeedsWithin(Duration.ofSeconds(10)));
    }

    @Test
    void dividesWhatIsLargerThanAChunkAtLineEnds() throws InterruptedException {
        Session session = intake.open("http", PEER);
        String line = "x".repeat(29) + "\n";
        CompletableFuture<Void> safe = take(session, line.repeat(10));
        for (int i = 0; i < 4; i++) {
            Flight flight = next();
            assertThat(text(flight.chunk()))
                    .as("without the third, which the next bytes may go on")
                    .isEqualTo(line.repeat(2));
            assertThat(flight.chunk().continues()).isFalse();
            assertThat(safe).isNotDone();
            flight.acknowledge();
        }
        Flight last = next();
        assertThat(text(last.chunk())).isEqualTo(line.repeat(2));
        last.acknowledge();
        assertThat(safe).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void sendsALineThatIsLongerThanAChunkWhole() throws InterruptedException {
        Session session = intake.open("http", PEER);
        String line = "x".repeat(149) + "\n";
        var _ = take(session, line + "short\n");
        Flight flight = next();
        assertThat(text(flight.chunk())).isEqualTo(line);
        flight.acknowledge();
        assertThat(text(next().chunk())).isEqualTo("short\n");
    }

    @Test
    void cutsALineThatIsLongerThanALineMayBeAndSaysSo() throws InterruptedException {
        Session session = intake.open("http", PEER);
        var _ = take(session, "x".repeat(450) + "\n");
        List<Integer> lengths = new ArrayList<>();
        List<Boolean> continues = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Flight flight = next();
            lengths.add(flight.chunk().bytes().length);
            continues.add(flight.chunk().continues());
            flight.acknowledge();
        }
        assertThat(lengths).containsExactly(200, 200, 51);
        assertThat(continues).containsExactly(true, true, false);
    }

    @Test
    void sendsAgainInOrderWhatWasRefused() throws InterruptedException {
        Session session = intake.open("tcp", PEER);
        var _ = take(session, "first line is long enough\n");
        next().acknowledge();
        CompletableFuture<Void> b = take(session, "b\n");
        Flight flightOfB = next();
        CompletableFuture<Void> c = take(session, "c\n");
        Flight flightOfC = next();
        flightOfB.refuse(new IllegalStateException("no broker"));
        flightOfC.refuse(new IllegalStateException("no broker"));
        CompletableFuture<Void> d = take(session, "d\n");
        await().until(() -> status().state() == SourceStatus.State.RETRYING);
        assertThat(channel).isEmpty();
        millis.addAndGet(1000);
        status();
        for (String expected : List.of("b\n", "c\n", "d\n")) {
            assertThat(List.of(b, c, d)).anyMatch(safe -> !safe.isDone());
            Flight flight = next();
            assertThat(text(flight.chunk())).isEqualTo(expected);
            flight.acknowledge();
        }
        assertThat(CompletableFuture.allOf(b, c, d)).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void hasNoRoomWhileTooMuchIsNotSafeAndTellsWhenItHasAgain() throws InterruptedException {
        Session session = intake.open("tcp", PEER);
        assertThat(intake.hasRoom()).isTrue();
        CompletableFuture<Void> safe = take(session, ("y".repeat(99) + "\n").repeat(10));
        assertThat(intake.hasRoom()).isFalse();
        assertThat(session.unfinishedBytes()).isEqualTo(MOST_UNFINISHED);
        CompletableFuture<Void> room = intake.room().toCompletableFuture();
        Flight flight = next();
        assertThat(room).isNotDone();
        flight.acknowledge();
        while (!safe.isDone()) {
            Flight another = channel.poll(10, TimeUnit.MILLISECONDS);
            if (another != null) {
                another.acknowledge();
            }
        }
        assertThat(room).succeedsWithin(Duration.ofSeconds(10));
        assertThat(intake.hasRoom()).isTrue();
        assertThat(intake.room()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void goesOnWithTheSourceOfASenderThatHasLeft() throws InterruptedException {
        Session first = intake.open("tcp", PEER);
        var _ = take(first, "one\n");
        Flight flight = next();
        first.close();
        Session other = intake.open("tcp", PEER);
        assertThat(other.source()).as("while the first is not safe").isNotEqualTo(first.source());
        flight.acknowledge();
        await().until(() -> intake.statuses().toCompletableFuture().join().size() == 1);
        Session again = intake.open("tcp", PEER);
        assertThat(again.source()).isEqualTo(first.source());
        assertThat(intake.open("tcp", Map.of()).source()).isNotEqualTo(first.source());
        var _ = take(again, "two\n");
        assertThat(next().chunk().offset()).isEqualTo(4);
    }

    @Test
    void takesNothingMoreOfASessionThatIsClosed() {
        Session session = intake.open("tcp", PEER);
        session.close();
        assertThatThrownBy(() -> take(session, "one\n").join())
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("is closed and takes nothing more");
    }

    @Test
    void refusesHalfALine() {
        Session session = intake.open("tcp", PEER);
        assertThatThrownBy(() -> session.take("one".getBytes(UTF_8), Framing.LINES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whole lines or records, each ended by a line end, got 3 bytes");
    }

    @Test
    void tellsThoseWhoWaitThatItStops() throws InterruptedException {
        Session session = intake.open("tcp", PEER);
        CompletableFuture<Void> safe = take(session, "one\n");
        next();
        Thread closer = Thread.ofVirtual().start(intake::close);
        await().until(() -> !intake.hasRoom());
        assertThat(take(session, "two\n")).isCompletedExceptionally();
        while (!closer.join(Duration.ofMillis(5))) {
            millis.addAndGet(1000);
        }
        assertThat(safe).isCompletedExceptionally();
        assertThat(intake.room()).completesExceptionallyWithin(Duration.ofSeconds(10));
    }

    @Test
    void waitsForTheLastAnswersBeforeItStops() throws InterruptedException {
        Session session = intake.open("tcp", PEER);
        CompletableFuture<Void> safe = take(session, "one\n");
        Flight flight = next();
        Thread closer = Thread.ofVirtual().start(intake::close);
        await().until(() -> !intake.hasRoom());
        flight.acknowledge();
        closer.join();
        assertThat(safe).isCompleted();
    }

    @Test
    void keepsEverySessionsBytesInOrderUnderRefusalsAndManyThreads() throws InterruptedException {
        int sessions = 8;
        int lines = 2000;
        List<Thread> senders = new ArrayList<>();
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        Map<String, String> expected = new ConcurrentHashMap<>();
        for (int s = 0; s < sessions; s++) {
            Session session = intake.open("tcp", Map.of("session", Integer.toString(s)));
            CompletableFuture<Void> answer = new CompletableFuture<>();
            answers.add(answer);
            senders.add(Thread.ofVirtual().start(() -> {
                StringBuilder all = new StringBuilder();
                List<CompletableFuture<Void>> each = new ArrayList<>();
                for (int i = 0; i < lines; i++) {
                    String line = session.source() + " " + i + "\n";
                    all.append(line);
                    each.add(take(session, line));
                }
                expected.put(session.source(), all.toString());
                var _ = CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
                        .thenAccept(answer::complete);
            }));
        }
        Map<String, ByteArrayOutputStream> stored = new HashMap<>();
        Random random = new Random(7);
        CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        while (!all.isDone()) {
            Flight flight = channel.poll(1, TimeUnit.MILLISECONDS);
            millis.addAndGet(100);
            if (flight == null) {
                continue;
            }
            if (random.nextInt(20) == 0) {
                flight.refuse(new IllegalStateException("at random"));
                continue;
            }
            LogChunk chunk = flight.chunk();
            ByteArrayOutputStream bytes =
                    stored.computeIfAbsent(chunk.source().id(), id -> new ByteArrayOutputStream());
            if (chunk.offset() > bytes.size()) {
                flight.refuse(new IllegalStateException("a hole, as a store behind a lost chunk would see it"));
            } else {
                bytes.writeBytes(chunk.from(bytes.size()).bytes());
                flight.acknowledge();
            }
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(stored).hasSameSizeAs(expected);
        expected.forEach(
                (source, text) -> assertThat(stored.get(source).toString(UTF_8)).isEqualTo(text));
    }

    private SourceStatus status() {
        return intake.statuses().toCompletableFuture().join().getFirst();
    }

    private static CompletableFuture<Void> take(Session session, String lines) {
        return session.take(lines.getBytes(UTF_8), Framing.LINES).toCompletableFuture();
    }

    private Flight next() throws InterruptedException {
        Flight flight = channel.poll(10, TimeUnit.SECONDS);
        assertThat(flight).as("a chunk that leaves").isNotNull();
        return flight;
    }

    private static String text(LogChunk chunk) {
        return new String(chunk.bytes(), UTF_8);
    }
}
