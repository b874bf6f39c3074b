package dev.logbell.collector.source.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.stream.Intake;
import dev.logbell.collector.source.stream.StreamLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendersTest {
    private final InFlight inFlight = new InFlight(1 << 20);
    private final Intake intake = new Intake(
            "web-1",
            new StreamLimits(1000, 1000, 1 << 20),
            inFlight,
            new SourceMetrics(new SimpleMeterRegistry(), inFlight, "streams"),
            Clock.systemUTC());
    private Instant now = Instant.EPOCH;
    private final InstantSource source = () -> now;
    private final Senders senders = new Senders(intake, source.withZone(ZoneOffset.UTC));

    @BeforeEach
    void start() {
        intake.start(Flight::acknowledge);
    }

    @AfterEach
    void stop() {
        intake.close();
    }

    @Test
    void letsGoOfWhoPushedNothingForLong() throws Exception {
        take("10.0.0.1");
        now = now.plus(Senders.LONGEST_REST);
        take("10.0.0.2");
        await().until(() -> sources() == 2);
        now = now.plusSeconds(1);
        take("10.0.0.2");
        await().until(() -> sources() == 1);
    }

    @Test
    void keepsABoundedNumber() throws Exception {
        for (int i = 0; i < Senders.MOST + 50; i++) {
            take("10.0.%d.%d".formatted(i / 250, i % 250));
        }
        await().until(() -> sources() == Senders.MOST);
    }

    private void take(String peer) throws Exception {
        senders.take("ingest", peer, "x\n".getBytes(UTF_8))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private int sources() throws Exception {
        return intake.statuses().toCompletableFuture().get(10, TimeUnit.SECONDS).size();
    }
}
