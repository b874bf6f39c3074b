package dev.logbell.collector.source.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.http.PushRefusedException.Reason;
import dev.logbell.collector.source.record.Room;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.collector.source.stream.Intake;
import dev.logbell.collector.source.stream.StreamLimits;
import dev.logbell.log.Framing;
import dev.logbell.otlp.MalformedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests to a real server; what the intake sends is answered by the test. */
class PushTest {
    private static final int MOST_MEMORY = 200_000;
    private static final int MOST_BODY = 100_000;
    private static final long MOST_UNFINISHED = 50_000;

    private final BlockingQueue<Flight> channel = new LinkedBlockingQueue<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final InFlight inFlight = new InFlight(1 << 20);
    private final Intake intake = new Intake(
            "web-1",
            new StreamLimits(10_000, 10_000, MOST_UNFINISHED),
            inFlight,
            new SourceMetrics(registry, inFlight, "streams"),
            Clock.systemUTC());
    private final Memory memory = new Memory(MOST_MEMORY);
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer server;

    /** Takes any body for a line. */
    private static final class Plain implements PushProtocol {
        private final Memory memory;
        private final CompletableFuture<Boolean> isBusy = new CompletableFuture<>();
        private final CompletableFuture<Long> usedAtTheEnd = new CompletableFuture<>();

        Plain(Memory memory) {
            this.memory = memory;
        }

        @Override
        public String kind() {
            return "plain";
        }

        @Override
        public List<String> paths() {
            return List.of("/plain");
        }

        @Override
        public Decoded decode(Pushed pushed) throws MalformedException, NoRoomException {
            String text = new String(pushed.body(), UTF_8);
            return switch (text) {
                case "malformed" -> throw new MalformedException("line 1 is wrong");
                case "endless" -> throw takeUntilThereIsNoRoom(pushed.room());
                case "bug" -> throw new IllegalStateException("a bug");
                default -> new Decoded((text + "\n").getBytes(UTF_8), Framing.LINES, 2, Answer.empty(204));
            };
        }

        private NoRoomException takeUntilThereIsNoRoom(Room room) {
            isBusy.complete(true);
            while (true) {
                try {
                    room.take(0);
                    Thread.onSpinWait();
                } catch (NoRoomException e) {
                    usedAtTheEnd.complete(memory.used());
                    return e;
                }
            }
        }
    }

    private final Plain plain = new Plain(memory);

    @BeforeEach
    void listen() throws Exception {
        start(Duration.ofMinutes(1));
        intake.start(channel::add);
    }

    private void start(Duration acknowledgeWithin) throws Exception {
        if (server != null) {
            server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
        Router router = Router.router(vertx);
        Reception reception = new Reception(
                intake,
                new PushLimits(MOST_BODY, 10_000, acknowledgeWithin),
                memory,
                new PushMetrics(registry, memory),
                Clock.systemUTC());
        PushRoutes.register(router, List.of(plain), reception);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        intake.close();
    }

    @Test
    void answersWhenTheBytesAreSafeAndNotBefore() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = push("one");
        Flight flight = next();
        assertThat(flight.chunk().bytes()).isEqualTo("one\n".getBytes(UTF_8));
        assertThat(answer).isNotDone();
        assertThat(memory.used()).isEqualTo(3);

        flight.acknowledge();

        assertThat(status(answer)).isEqualTo(204);
        assertThat(memory.used()).isZero();
        assertThat(answered("taken")).isEqualTo(1);
        assertThat(registry.get("logbell.collector.records.rejected").counter().count())
                .isEqualTo(2);
    }

    @Test
    void asksThoseToComeAgainWhoWaitedTooLongAndTakesNothingUntilTheirBytesAreSafe() throws Exception {
        start(Duration.ofMillis(100));
        HttpResponse<String> late = push("one").get(10, TimeUnit.SECONDS);
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(status(push("two"))).isEqualTo(503);
        assertThat(answered("late")).isEqualTo(2);

        next().acknowledge();
        await().until(() -> memory.used() == 0);
        CompletableFuture<HttpResponse<String>> after = push("three");
        Flight flight = next();
        assertThat(flight.chunk().bytes()).isEqualTo("three\n".getBytes(UTF_8));
        flight.acknowledge();

        assertThat(status(after)).isEqualTo(204);
    }

    @Test
    void asksToWaitWhenTooMuchIsOnItsWay() throws Exception {
        CompletableFuture<HttpResponse<String>> much = push("x".repeat((int) MOST_UNFINISHED));
        Flight flight = next();

        HttpResponse<String> busy = push("one").get(10, TimeUnit.SECONDS);

        assertThat(busy.statusCode()).isEqualTo(429);
        assertThat(busy.headers().firstValue("Retry-After")).hasValue("1");
        flight.acknowledge();
        while (!much.isDone()) {
            Flight more = channel.poll(10, TimeUnit.MILLISECONDS);
            if (more != null) {
                more.acknowledge();
            }
        }
        assertThat(status(much)).isEqualTo(204);
    }

    @Test
    void refusesABodyThatIsTooLargeWithAndWithoutItsLength() throws Exception {
        String body = "x".repeat(MOST_BODY + 1);
        assertThat(status(push(body))).isEqualTo(413);
        CompletableFuture<HttpResponse<String>> chunked = http.sendAsync(
                request()
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(status(chunked)).isEqualTo(413);
        assertThat(memory.used()).isZero();
        assertThat(answered("too_large")).isEqualTo(2);
    }

    @Test
    void boundsTheMemoryOfAllRequestsAndGivesItBackWhenASenderHasGone() throws Exception {
        try (Socket one = half();
                Socket two = half()) {
            await().until(() -> memory.used() == 2L * (MOST_BODY - 1));
            HttpResponse<String> third = push("x".repeat(5)).get(10, TimeUnit.SECONDS);
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.body()).startsWith("others are pushing too much");
            assertThat(one.isConnected() && two.isConnected()).isTrue();
        }
        await().until(() -> memory.used() == 0);
    }

    @Test
    void countsTheMemoryOfASenderThatHasGoneUntilItsBodyIsTakenApart() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.getOutputStream()
                    .write("POST /plain HTTP/1.1\r\nHost: localhost\r\nContent-Length: 7\r\n\r\nendless"
                            .getBytes(UTF_8));
            assertThat(plain.isBusy.get(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(plain.usedAtTheEnd.get(10, TimeUnit.SECONDS)).isEqualTo(7);
        await().until(() -> memory.used() == 0);
    }

    /** A sender that stops before the last byte of its body. */
    private Socket half() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        OutputStream out = socket.getOutputStream();
        out.write(("POST /plain HTTP/1.1\r\nHost: x\r\nContent-Length: " + MOST_BODY + "\r\n\r\n").getBytes(UTF_8));
        out.write("x".repeat(MOST_BODY - 1).getBytes(UTF_8));
        out.flush();
        return socket;
    }

    @Test
    void saysWhatIsWrongAndHidesWhatIsItsOwnFault() throws Exception {
        HttpResponse<String> malformed = push("malformed").get(10, TimeUnit.SECONDS);
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(malformed.body()).isEqualTo("line 1 is wrong\n");
        HttpResponse<String> bug = push("bug").get(10, TimeUnit.SECONDS);
        assertThat(bug.statusCode()).isEqualTo(400);
        assertThat(bug.body()).isEqualTo("this could not be understood\n");
        assertThat(memory.used()).isZero();
    }

    @Test
    void refusesWhatAPageOfAnotherSiteSends() throws Exception {
        assertThat(status(send(request().header("Origin", "https://elsewhere.example"), "one")))
                .isEqualTo(403);
        assertThat(status(send(request().header("Origin", "null"), "one"))).isEqualTo(403);
        CompletableFuture<HttpResponse<String>> own =
                send(request().header("Origin", "http://127.0.0.1:" + server.actualPort()), "one");
        next().acknowledge();
        assertThat(status(own)).isEqualTo(204);
    }

    @Test
    void keepsTheLinesOfEachAddressInASourceOfItsOwn() throws Exception {
        CompletableFuture<HttpResponse<String>> first = push("one");
        Flight one = next();
        one.acknowledge();
        assertThat(status(first)).isEqualTo(204);
        try (HttpClient other = HttpClient.newBuilder()
                .localAddress(InetAddress.getByName("127.0.0.5"))
                .build()) {
            CompletableFuture<HttpResponse<String>> second = other.sendAsync(
                    request().POST(BodyPublishers.ofString("two")).build(), HttpResponse.BodyHandlers.ofString());
            Flight two = next();
            two.acknowledge();
            assertThat(status(second)).isEqualTo(204);
            assertThat(two.chunk().source().resource()).isEqualTo(Map.of("network.peer.address", "127.0.0.5"));
            assertThat(two.chunk().source().id())
                    .isNotEqualTo(one.chunk().source().id());
        }
        CompletableFuture<HttpResponse<String>> third = push("three");
        Flight three = next();
        three.acknowledge();
        assertThat(status(third)).isEqualTo(204);
        assertThat(three.chunk().source()).isEqualTo(one.chunk().source());
    }

    @Test
    void tellsASenderThatWaitsWhenTheCollectorStops() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = push("one");
        next();
        intake.close();
        assertThat(status(answer)).isEqualTo(Reason.STOPPING.status());
        assertThat(answered("stopping")).isEqualTo(1);
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/plain"))
                .version(HttpClient.Version.HTTP_1_1);
    }

    private CompletableFuture<HttpResponse<String>> push(String body) {
        return send(request(), body);
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request, String body) {
        return http.sendAsync(
                request.POST(BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static int status(CompletableFuture<HttpResponse<String>> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS).statusCode();
    }

    private Flight next() throws InterruptedException {
        Flight flight = channel.poll(10, TimeUnit.SECONDS);
        assertThat(flight).as("a chunk that the intake sends").isNotNull();
        return flight;
    }

    private double answered(String reason) {
        return registry.get("logbell.collector.pushes.answered")
                .tag("reason", reason)
                .counter()
                .count();
    }
}
