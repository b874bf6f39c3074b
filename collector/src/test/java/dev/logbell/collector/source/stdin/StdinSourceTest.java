package dev.logbell.collector.source.stdin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.framing.Framer;
import dev.logbell.collector.source.framing.LineFramer;
import dev.logbell.collector.source.framing.Messages;
import dev.logbell.collector.source.stream.Intake;
import dev.logbell.collector.source.stream.StreamLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StdinSourceTest {
    private final BlockingQueue<Flight> channel = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch failed = new CountDownLatch(1);
    private final PipedOutputStream pipe = new PipedOutputStream();
    private Intake intake;
    private StdinSource source;

    @BeforeEach
    void start() throws IOException {
        InFlight inFlight = new InFlight(1 << 20);
        intake = new Intake(
                "web-1",
                new StreamLimits(100_000, 65_536, 1 << 20),
                inFlight,
                new SourceMetrics(new SimpleMeterRegistry(), inFlight, "streams"),
                Clock.systemUTC());
        intake.start(channel::add);
        source = new StdinSource(new PipedInputStream(pipe, 65_536), "web-1", intake, lines(), ended::countDown);
    }

    @AfterEach
    void stop() {
        source.close();
        intake.close();
    }

    @Test
    void sendsALineWhileTheInputGoesOn() throws IOException, InterruptedException {
        pipe.write("ERROR one\n".getBytes(UTF_8));
        pipe.flush();
        Flight flight = next();
        assertThat(new String(flight.chunk().bytes(), UTF_8)).isEqualTo("ERROR one\n");
        assertThat(flight.chunk().source().id()).startsWith("stdin:web-1:");
        assertThat(flight.chunk().source().resource())
                .containsEntry("host.name", "web-1")
                .containsEntry("log.iostream", "stdin");
        flight.acknowledge();
    }

    @Test
    void endsWithTheInputOnceAllOfItIsSafe() throws IOException, InterruptedException {
        pipe.write("one\ntwo without an end".getBytes(UTF_8));
        pipe.close();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (!all.toString(UTF_8).equals("one\ntwo without an end\n")) {
            assertThat(ended.getCount()).isEqualTo(1);
            Flight flight = next();
            all.writeBytes(flight.chunk().bytes());
            flight.acknowledge();
        }
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void goesOnAfterAFailure() throws IOException, InterruptedException {
        source.close();
        PipedOutputStream another = new PipedOutputStream();
        source =
                new StdinSource(new PipedInputStream(another), "web-1", intake, failingOnce(lines()), ended::countDown);
        another.write("lost\n".getBytes(UTF_8));
        another.flush();
        assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
        another.write("kept\n".getBytes(UTF_8));
        another.close();

        Flight flight = next();

        assertThat(new String(flight.chunk().bytes(), UTF_8)).isEqualTo("kept\n");
        flight.acknowledge();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private Framer failingOnce(Framer framer) {
        return new Framer() {
            @Override
            public void read(byte[] bytes, Messages to) {
                if (failed.getCount() > 0) {
                    failed.countDown();
                    throw new IllegalStateException("as a bug would");
                }
                framer.read(bytes, to);
            }

            @Override
            public int held() {
                return framer.held();
            }

            @Override
            public Optional<Duration> hold() {
                return framer.hold();
            }

            @Override
            public void quiet(Messages to) {
                framer.quiet(to);
            }

            @Override
            public void end(Messages to) {
                framer.end(to);
            }
        };
    }

    @Test
    void leavesTheRestInThePipeWhileThereIsNoRoom() throws InterruptedException {
        String line = "x".repeat(999) + "\n";
        int lines = 5000;
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < lines; i++) {
                    pipe.write(line.getBytes(UTF_8));
                }
                pipe.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        await().until(() -> channel.size() > 0);
        assertThat(writer.join(Duration.ofMillis(300))).as("wrote all").isFalse();
        long received = 0;
        while (received < (long) lines * line.length()) {
            Flight flight = next();
            received += flight.chunk().bytes().length;
            flight.acknowledge();
        }
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void handsOnAllThatItHasReadWhenItIsClosed() throws InterruptedException {
        AtomicLong read = new AtomicLong();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                Arrays.fill(bytes, from, from + length, (byte) '\n');
                read.addAndGet(length);
                return length;
            }
        };
        StdinSource stopped = new StdinSource(endless, "web-1", intake, lines(), ended::countDown);
        await().until(() -> channel.size() > 0);
        stopped.close();
        long received = 0;
        while (received < read.get()) {
            Flight flight = next();
            received += flight.chunk().bytes().length;
            flight.acknowledge();
        }
        assertThat(received).isEqualTo(read.get());
    }

    private static LineFramer lines() {
        return new LineFramer(Duration.ofMillis(20), Duration.ofSeconds(1));
    }

    private Flight next() throws InterruptedException {
        Flight flight = channel.poll(10, TimeUnit.SECONDS);
        assertThat(flight).as("a chunk that leaves").isNotNull();
        return flight;
    }
}
