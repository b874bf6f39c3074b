package dev.logbell.collector.source.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.logbell.backends.Loopback;
import dev.logbell.collector.source.Flight;
import dev.logbell.collector.source.InFlight;
import dev.logbell.collector.source.SourceMetrics;
import dev.logbell.collector.source.framing.Framer;
import dev.logbell.collector.source.framing.LineFramer;
import dev.logbell.collector.source.framing.Messages;
import dev.logbell.collector.source.gelf.GelfDatagrams;
import dev.logbell.collector.source.socket.DatagramAccount.Datagrams;
import dev.logbell.collector.source.socket.SocketSettings.Ports;
import dev.logbell.collector.source.stream.Intake;
import dev.logbell.collector.source.stream.Session;
import dev.logbell.collector.source.stream.StreamLimits;
import dev.logbell.collector.source.syslog.SyslogDatagrams;
import dev.logbell.collector.source.syslog.SyslogFramer;
import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets, with a store in memory that takes what arrives, or does not. */
@Execution(ExecutionMode.CONCURRENT)
class SocketsIT {
    private static final int MOST_UNFINISHED = 1 << 20;
    private static final Duration QUIET = Duration.ofMillis(20);
    private static final Ports ALL =
            new Ports("collector.syslog", OptionalInt.of(0), OptionalInt.of(0), OptionalInt.empty());

    private final HeldBytes held = new HeldBytes(200_000);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, ByteArrayOutputStream> stored = new ConcurrentHashMap<>();
    private final Queue<LogChunk> chunks = new ConcurrentLinkedQueue<>();
    private final Queue<Flight> waiting = new ConcurrentLinkedQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private volatile boolean answers = true;
    private Intake intake;
    private Sockets sockets;

    @TempDir
    Path folder;

    private static Certificates server;
    private static Certificates client;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) throws IOException, GeneralSecurityException {
        server = Certificates.make(folder, "server");
        client = Certificates.make(folder, "client");
    }

    @BeforeEach
    void start() {
        InFlight inFlight = new InFlight(MOST_UNFINISHED);
        intake = new Intake(
                "web-1",
                new StreamLimits(65_536, 65_536, MOST_UNFINISHED),
                inFlight,
                new SourceMetrics(registry, inFlight, "streams"),
                Clock.systemUTC());
        intake.start(this::receive);
    }

    @AfterEach
    void stop() {
        answerAll();
        if (sockets != null) {
            sockets.close();
        }
        intake.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void takesSyslogOverTcpAndTellsWhereItCameFrom() throws IOException {
        listen(ALL, SocketsIT::syslog);
        try (Socket socket = connect()) {
            send(socket, "<34>Nov  5 12:00:01 db-1 su[230]: one\n12 <34>it broke");
            await().until(() -> text().equals("<34>Nov  5 12:00:01 db-1 su[230]: one\n<34>it broke\n"));
        }
        assertThat(chunks.peek().source().id()).startsWith("syslog:web-1:");
        assertThat(chunks.peek().source().resource())
                .containsEntry("network.peer.address", "127.0.0.1")
                .containsEntry("network.transport", "tcp")
                .containsEntry("host.name", "web-1");
        assertThat(chunks).allMatch(chunk -> chunk.framing() == Framing.LINES);
    }

    @Test
    void takesSyslogOverUdp() throws IOException {
        listen(ALL, SocketsIT::syslog);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 50; i++) {
                byte[] bytes = ("<34>message " + i + "\n").getBytes(UTF_8);
                socket.send(new DatagramPacket(bytes, bytes.length, address("udp")));
            }
            await().until(() -> text().contains("<34>message 49\n"));
            assertThat(text().lines()).hasSize(50);
            byte[] trace = "<34>it broke\n\tat A.b()".getBytes(UTF_8);
            socket.send(new DatagramPacket(trace, trace.length, address("udp")));
            await().until(() -> text().contains("{\"line\":\"<34>it broke\\n\\tat A.b()\"}"));
        }
        assertThat(stored).as("sources").hasSize(1);
        assertThat(count("logbell.collector.datagrams.received")).isEqualTo(51);
    }

    @Test
    void countsTheDatagramsThatTheSystemDropped() throws IOException {
        listen(ALL, SocketsIT::syslog);
        answers = false;
        int sent = 20_000;
        flood(sent);
        await().until(() -> dropped("receive_buffer") > 0);
        answerAll();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(text().lines().count()).isEqualTo((long) count("logbell.collector.datagrams.received"));
            assertThat(count("logbell.collector.datagrams.received") + dropped("receive_buffer"))
                    .isEqualTo(sent);
            assertThat(sockets.datagrams())
                    .containsExactly(new Datagrams(
                            "syslog",
                            port("udp"),
                            sent,
                            Map.of("receive_buffer", sent - text().lines().count())));
        });
    }

    /** Sends more datagrams than the system's buffer takes. */
    private void flood(int datagrams) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] bytes = "<34>x".repeat(200).getBytes(UTF_8);
            for (int i = 0; i < datagrams; i++) {
                socket.send(new DatagramPacket(bytes, bytes.length, address("udp")));
            }
        }
    }

    @Test
    void accountsForEachDatagramThatItTakesOrDrops() throws IOException {
        listen(ALL, SocketsIT::syslog);
        sendDatagram(InetAddress.getLoopbackAddress(), "<34>one");
        sendDatagram(InetAddress.getLoopbackAddress(), "");
        sendDatagram(InetAddress.getLoopbackAddress(), "\r\n");
        sendDatagram(InetAddress.getLoopbackAddress(), "<34>two");
        Datagrams syslog = new Datagrams("syslog", port("udp"), 4, Map.of("empty", 2L));
        await().untilAsserted(() -> assertThat(sockets.datagrams()).containsExactly(syslog));
        await().until(() -> text().equals("<34>one\n<34>two\n"));
    }

    @Test
    void accountsForTheDatagramsOfEachPortAlsoOnceItIsClosed() throws IOException {
        int first = Loopback.free();
        listen(udp(first), SocketsIT::syslog);
        sendDatagram(InetAddress.getLoopbackAddress(), "");
        sendDatagram(InetAddress.getLoopbackAddress(), "<34>one");
        Datagrams before = new Datagrams("syslog", "127.0.0.1:" + first, 2, Map.of("empty", 1L));
        await().untilAsserted(() -> assertThat(sockets.datagrams()).containsExactly(before));
        sockets.closeAllBut(Set.of());
        SocketSettings settings = settings(List.of(), 1000, Duration.ofHours(1), null);
        sockets.listen(
                settings,
                "gelf",
                udp(0),
                account -> new GelfDatagrams(account::drop, System::nanoTime),
                SocketsIT::syslog);
        String gelf = port("udp");
        sendDatagram(InetAddress.getLoopbackAddress(), "\u001e\u000f");
        Datagrams other = new Datagrams("gelf", gelf, 1, Map.of("malformed", 1L));
        await().untilAsserted(() -> assertThat(sockets.datagrams()).containsExactly(other, before));
        sockets.closeAllBut(Set.of());
        sockets.listen(settings, "syslog", udp(first), account -> new LineDatagrams(), SocketsIT::syslog);
        sendDatagram(InetAddress.getLoopbackAddress(), "\n");
        Datagrams after = new Datagrams("syslog", "127.0.0.1:" + first, 3, Map.of("empty", 2L));
        await().untilAsserted(() -> assertThat(sockets.datagrams()).containsExactly(other, after));
        assertThat(dropped("empty")).isEqualTo(2);
    }

    private static Ports udp(int port) {
        return new Ports("collector.any", OptionalInt.of(port), OptionalInt.empty(), OptionalInt.empty());
    }

    @Test
    void accountsForWhatIsLostWhenThePortIsClosed() throws IOException {
        listen(ALL, SocketsIT::syslog);
        answers = false;
        int sent = 20_000;
        flood(sent);
        sockets.closeAllBut(Set.of());
        answerAll();
        await().untilAsserted(() -> assertThat(text().lines().count() + dropped("receive_buffer") + dropped("closed"))
                .isEqualTo(sent));
        assertThat(dropped("closed")).isPositive();
        assertThat(sockets.datagrams()).extracting(Datagrams::arrived).containsExactly((long) sent);
    }

    @Test
    void takesLinesAndHoldsATraceTogether() throws IOException {
        listen(ALL, SocketsIT::lines);
        try (Socket socket = connect()) {
            send(socket, "ERROR it broke\n");
            send(socket, "\tat Shop.buy(Shop.java:3)\nINFO ok\n");
            await().until(() -> text().endsWith("INFO ok\n"));
        }
        assertThat(text()).isEqualTo("ERROR it broke\n\tat Shop.buy(Shop.java:3)\nINFO ok\n");
    }

    @Test
    void waitsForTheRestOfALineHoweverSlowItComes() throws IOException {
        listen(ALL, SocketsIT::lines);
        try (Socket socket = connect()) {
            for (char c : "slowly\n".toCharArray()) {
                send(socket, String.valueOf(c));
                await().pollDelay(Duration.ofMillis(30)).until(() -> true);
            }
            await().until(() -> text().equals("slowly\n"));
        }
    }

    @Test
    void keepsWhatHadArrivedWhenTheConnectionIsCut() throws IOException {
        listen(ALL, SocketsIT::syslog);
        try (Socket socket = connect()) {
            send(socket, "<34>whole\n<34>hal");
        }
        await().until(() -> text().equals("<34>whole\n<34>hal\n"));
        await().until(() -> gauge("logbell.collector.connections.open") == 0);
    }

    @Test
    void takesALineOfTenMegabytesInPieces() throws IOException {
        listen(ALL, SocketsIT::lines);
        try (Socket socket = connect()) {
            send(socket, "x".repeat(10 << 20) + "\nnext\n");
            await().atMost(Duration.ofSeconds(30)).until(() -> text().endsWith("\nnext\n"));
        }
        assertThat(text().chars().filter(c -> c == 'x').count()).isGreaterThanOrEqualTo(10 << 20);
        assertThat(count("logbell.collector.messages.cut")).isEqualTo(1);
    }

    @Test
    void cutsMessagesShorterWhenMuchIsHeldOfThem() throws IOException {
        listen(ALL, SocketsIT::syslog);
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Socket socket = connect();
            send(socket, "<34>" + "z".repeat(60_000));
            open.add(socket);
        }
        await().until(() -> received() + held.bytes() == 20 * 60_004);
        assertThat(held.bytes()).isLessThan(200_000 + 20 * 16_385);
        for (Socket socket : open) {
            socket.close();
        }
        await().until(() -> received() == 20 * 60_004);
        assertThat(held.bytes()).isZero();
        assertThat(count("logbell.collector.messages.cut")).isPositive();
    }

    /** Bytes of messages that were taken, without the line ends and what makes records of them. */
    private long received() {
        return text().chars().filter(c -> c == 'z').count() + 4L * text().split("<34>", -1).length - 4;
    }

    @Test
    void survivesBinaryJunk() throws IOException {
        listen(ALL, SocketsIT::syslog);
        byte[] junk = new byte[300_000];
        new Random(7).nextBytes(junk);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(junk);
        }
        await().until(() -> gauge("logbell.collector.connections.open") == 0);
        try (Socket socket = connect()) {
            send(socket, "<34>and on\n");
            await().until(() -> new String(all(), UTF_8).contains("<34>and on\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stopsReadingWhileThereIsNoRoomAndGoesOnAfterwards(boolean isTls)
            throws IOException, InterruptedException, GeneralSecurityException {
        TlsFiles files = new TlsFiles(server.certificate, server.key, Optional.empty());
        Ports tls = new Ports("collector.syslog", OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(0));
        listen(
                settings(List.of(), 10, Duration.ofHours(1), isTls ? files : null),
                isTls ? tls : ALL,
                SocketsIT::syslog);
        answers = false;
        int lines = 40_000;
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            expected.append("<34>").append("y".repeat(990)).append(10_000 + i).append('\n');
        }
        byte[] all = expected.toString().getBytes(UTF_8);
        AtomicInteger sent = new AtomicInteger();
        try (Socket socket = isTls ? client.connect(address("tls").getPort(), server) : connect()) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    for (int at = 0; at < all.length; at += 10_000) {
                        socket.getOutputStream().write(all, at, Math.min(10_000, all.length - at));
                        sent.set(at);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            await().until(() -> unfinished() >= MOST_UNFINISHED / 4);
            AtomicInteger before = new AtomicInteger(-1);
            await().pollInterval(Duration.ofMillis(200)).until(() -> before.getAndSet(sent.get()) == sent.get());
            assertThat(sender.isAlive()).as("sender waits").isTrue();
            assertThat(unfinished()).as("bytes in memory").isLessThan(MOST_UNFINISHED);
            answerAll();
            sender.join();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> all().length >= all.length);
        assertThat(text()).isEqualTo(expected.toString());
    }

    @Test
    void goesOnReadingHoweverRoomComesAndGoes() throws IOException, InterruptedException {
        AtomicLong read = new AtomicLong();
        InFlight inFlight = new InFlight(MOST_UNFINISHED);
        try (Intake narrow = new Intake(
                        "web-1",
                        new StreamLimits(65_536, 65_536, 1),
                        inFlight,
                        new SourceMetrics(new SimpleMeterRegistry(), inFlight, "narrow"),
                        Clock.systemUTC());
                Sockets others = new Sockets(vertx, narrow, registry)) {
            narrow.start(Flight::acknowledge);
            Ports ports = new Ports("collector.lines", OptionalInt.empty(), OptionalInt.of(0), OptionalInt.empty());
            others.listen(
                    settings(List.of(), 10, Duration.ofHours(1), null),
                    "lines",
                    ports,
                    account -> new LineDatagrams(),
                    () -> counting(read));
            AtomicBoolean isOver = new AtomicBoolean();
            Session taker = narrow.open("test", Map.of());
            Thread takesRoomAndGivesItBack = Thread.ofPlatform().start(() -> {
                while (!isOver.get()) {
                    taker.take(new byte[] {'\n'}, Framing.LINES)
                            .toCompletableFuture()
                            .join();
                }
            });
            int sent = 64 << 20;
            InetSocketAddress address = others.listening().getFirst().address();
            try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
                Thread sender = Thread.ofVirtual().start(() -> {
                    try {
                        for (int i = 0; i < sent; i += 1 << 16) {
                            socket.getOutputStream().write(new byte[1 << 16]);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                await().atMost(Duration.ofSeconds(30)).until(() -> read.get() == sent);
                sender.join();
            } finally {
                isOver.set(true);
                takesRoomAndGivesItBack.join();
            }
        }
    }

    /** Finds no message in what it reads, so that nothing of its session is ever unfinished. */
    private static Framer counting(AtomicLong read) {
        return new Framer() {
            @Override
            public void read(byte[] bytes, Messages to) {
                read.addAndGet(bytes.length);
            }

            @Override
            public int held() {
                return 0;
            }

            @Override
            public void end(Messages to) {}
        };
    }

    @Test
    void makesNoMoreSourcesOfDatagramsThanConnectionsMayBe() throws IOException {
        listen(settings(List.of(), 3, Duration.ofHours(1), null), ALL, SocketsIT::syslog);
        for (int i = 2; i < 22; i++) {
            sendDatagram(InetAddress.ofLiteral("127.0.0." + i), "<34>from " + i);
        }
        await().until(() -> text().lines().count() == 20);
        assertThat(stored).as("three, and one for the others").hasSize(4);
        assertThat(chunks.stream().map(chunk -> chunk.source().resource().get("network.peer.address")))
                .containsOnly("127.0.0.2", "127.0.0.3", "127.0.0.4", null);
    }

    @Test
    void leavesDatagramsToTheSystemWhileItsPartOfTheRoomIsTaken() throws IOException {
        listen(ALL, SocketsIT::syslog);
        answers = false;
        for (int i = 0; i < 5_000; i++) {
            sendDatagram(InetAddress.getLoopbackAddress(), "<34>x".repeat(200));
        }
        await().until(() -> unfinished() >= MOST_UNFINISHED / 4 && dropped("receive_buffer") > 0);
        double taken = unfinished();
        assertThat(taken).as("bytes in memory").isLessThan(MOST_UNFINISHED / 2);
        await().during(Duration.ofSeconds(1)).until(() -> unfinished() == taken);
    }

    @Test
    void handsOnTheDatagramsThatItHasReadWhenItStops() throws IOException, InterruptedException {
        AtomicReference<Thread> closing = new AtomicReference<>();
        CountDownLatch areSent = new CountDownLatch(1);
        sockets = new Sockets(vertx, intake, registry);
        DatagramReader stoppedAtTheThird = (peer, bytes, length, to) -> {
            to.line(bytes, 0, length);
            await().until(() -> areSent.getCount() == 0);
            if (new String(bytes, 0, length, UTF_8).equals("three")) {
                closing.set(Thread.ofPlatform().start(sockets::close));
                await().until(() -> closing.get().getState() == Thread.State.TIMED_WAITING);
            }
        };
        sockets.listen(
                settings(List.of(), 10, Duration.ofHours(1), null),
                "syslog",
                ALL,
                metrics -> stoppedAtTheThird,
                SocketsIT::syslog);
        for (String line : List.of("one", "two", "three")) {
            sendDatagram(InetAddress.getLoopbackAddress(), line);
        }
        areSent.countDown();
        await().until(() -> closing.get() != null);
        closing.get().join();
        await().until(() -> text().equals("one\ntwo\nthree\n"));
        assertThat(count("logbell.collector.datagrams.received")).isEqualTo(3);
    }

    @Test
    void takesManyConnectionsAtOnceAndNoMoreThanAllowed() throws IOException {
        listen(settings(List.of(), 100, Duration.ofHours(1), null), ALL, SocketsIT::syslog);
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            open.add(connect());
        }
        await().until(() -> gauge("logbell.collector.connections.open") == 100);
        try (Socket oneTooMany = connect()) {
            assertThat(oneTooMany.getInputStream().read()).as("end of stream").isEqualTo(-1);
        }
        for (int i = 0; i < 100; i++) {
            send(open.get(i), "<34>from " + i + "\n");
        }
        await().until(() -> new String(all(), UTF_8).lines().count() == 100);
        for (Socket socket : open) {
            socket.close();
        }
        await().until(() -> gauge("logbell.collector.connections.open") == 0);
    }

    @Test
    void closesAConnectionThatBringsNothing() throws IOException {
        listen(settings(List.of(), 100, Duration.ofMillis(100), null), ALL, SocketsIT::syslog);
        try (Socket socket = connect()) {
            send(socket, "<34>half");
            assertThat(socket.getInputStream().read()).as("end of stream").isEqualTo(-1);
        }
        await().until(() -> text().equals("<34>half\n"));
    }

    @Test
    void oneSourceServesASenderThatConnectsForEveryLine() throws IOException {
        listen(ALL, SocketsIT::syslog);
        for (int i = 0; i < 20; i++) {
            String line = "<34>message " + i + "\n";
            try (Socket socket = connect()) {
                send(socket, line);
            }
            await().until(() -> new String(all(), UTF_8).endsWith(line)
                    && intake.statuses().toCompletableFuture().join().isEmpty());
        }
        assertThat(stored).hasSize(1);
    }

    @Test
    void speaksTlsAndTakesOnlySendersWhoShowACertificateOfTheAuthority() throws IOException, GeneralSecurityException {
        TlsFiles files = new TlsFiles(server.certificate, server.key, Optional.of(client.certificate));
        listen(
                settings(List.of(), 100, Duration.ofHours(1), files),
                new Ports("collector.syslog", OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(0)),
                SocketsIT::syslog);
        int port = address("tls").getPort();
        try (Socket socket = client.connect(port, server)) {
            send(socket, "12 <34>it broke");
            await().until(() -> text().equals("<34>it broke\n"));
            assertThat(chunks.peek().source().resource()).containsEntry("tls.client.subject", "CN=client");
        }
        assertThatThrownBy(() -> {
                    try (Socket socket = server.connect(port, server)) {
                        send(socket, "9 <34>false");
                        assertThat(socket.getInputStream().read()).isNotEqualTo(-1);
                    }
                })
                .isInstanceOfAny(IOException.class, AssertionError.class);
        assertThat(text()).isEqualTo("<34>it broke\n");
    }

    @Test
    void takesFromAnywhereWhoeverShowsACertificateOfTheAuthority() throws IOException, GeneralSecurityException {
        InetAddress own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .filter(SocketsIT::reachesItself)
                .findFirst()
                .orElseThrow(() -> new AssertionError("this test needs an IPv4 address beside 127.0.0.1: ip addr add"));
        Ports ports = new Ports("collector.syslog", OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(0));
        Map<String, String> values = Map.of(
                "collector.listen.host", "0.0.0.0",
                "collector.listen.tls.certificate", server.certificate.toString(),
                "collector.listen.tls.key", server.key.toString(),
                "collector.listen.tls.client-ca", client.certificate.toString());
        ListenConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withConverter(Duration.class, 300, new DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withMapping(ListenConfig.class, "collector.listen")
                .build()
                .getConfigMapping(ListenConfig.class, "collector.listen");
        listen(SocketSettings.of(config, List.of(ports), "web-1", 65_536), ports, SocketsIT::syslog);
        try (Socket socket = client.connect(own, address("tls").getPort(), server)) {
            send(socket, "12 <34>it broke");
            await().until(() -> text().equals("<34>it broke\n"));
        }
        assertThat(chunks.peek().source().resource()).containsEntry("network.peer.address", own.getHostAddress());
    }

    /** Bridges of containers and the like may have addresses that nothing can be sent to. */
    private static boolean reachesItself(InetAddress address) {
        try (ServerSocket listening = new ServerSocket(0, 1, address);
                Socket socket = new Socket()) {
            socket.connect(listening.getLocalSocketAddress(), 1000);
            return socket.getLocalAddress().equals(address);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void takesUpACertificateThatWasRenewed() throws IOException, GeneralSecurityException {
        Path certificate = Files.copy(server.certificate, folder.resolve("of.crt"));
        Path key = Files.copy(server.key, folder.resolve("of.key"));
        TlsFiles files = new TlsFiles(certificate, key, Optional.empty());
        listen(
                settings(List.of(), 100, Duration.ofMillis(200), files),
                new Ports("collector.syslog", OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(0)),
                SocketsIT::syslog);
        int port = address("tls").getPort();
        Files.copy(client.certificate, certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(client.key, key, StandardCopyOption.REPLACE_EXISTING);
        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            try (Socket socket = client.connect(port, client)) {
                send(socket, "12 <34>it broke");
            }
            return text().contains("<34>it broke\n");
        });
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        listen(ALL, SocketsIT::syslog);
        int taken = address("tcp").getPort();
        try (Sockets others = new Sockets(vertx, intake, registry)) {
            Ports ports = new Ports("collector.lines", OptionalInt.empty(), OptionalInt.of(taken), OptionalInt.empty());
            assertThatThrownBy(() -> others.listen(
                            settings(List.of(), 1, Duration.ofHours(1), null),
                            "lines",
                            ports,
                            account -> new LineDatagrams(),
                            SocketsIT::lines))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("collector.lines.tcp-port: ")
                    .hasMessageEndingWith("choose another port or end what uses it, and check collector.listen.*");
        }
    }

    private void listen(Ports ports, Supplier<Framer> framers) {
        listen(settings(List.of(), 1000, Duration.ofHours(1), null), ports, framers);
    }

    private void listen(SocketSettings settings, Ports ports, Supplier<Framer> framers) {
        sockets = new Sockets(vertx, intake, registry);
        sockets.listen(settings, "syslog", ports, account -> new SyslogDatagrams(QUIET, System::nanoTime), framers);
    }

    private SocketSettings settings(List<Network> allowed, int connections, Duration idle, TlsFiles tls) {
        return new SocketSettings(
                InetAddress.getLoopbackAddress(),
                tls,
                new SocketLimits("web-1", allowed, connections, idle, 65_536, 65_536, held));
    }

    private static Framer syslog() {
        return new SyslogFramer(QUIET);
    }

    private static Framer lines() {
        return new LineFramer(Duration.ofMillis(20), Duration.ofSeconds(1));
    }

    private InetSocketAddress address(String transport) {
        return sockets.listening().stream()
                .filter(listening -> listening.transport().equals(transport))
                .findFirst()
                .orElseThrow()
                .address();
    }

    private String port(String transport) {
        return "127.0.0.1:" + address(transport).getPort();
    }

    private Socket connect() throws IOException {
        InetSocketAddress address = address("tcp");
        return new Socket(address.getAddress(), address.getPort());
    }

    private void sendDatagram(InetAddress from, String text) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, from)) {
            byte[] bytes = text.getBytes(UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, address("udp")));
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    /** What a store does: keeps each byte once, and refuses holes. */
    private void receive(Flight flight) {
        waiting.add(flight);
        if (answers) {
            answerAll();
        }
    }

    private synchronized void answerAll() {
        answers = true;
        for (Flight flight = waiting.poll(); flight != null; flight = waiting.poll()) {
            LogChunk chunk = flight.chunk();
            chunks.add(chunk);
            ByteArrayOutputStream bytes =
                    stored.computeIfAbsent(chunk.source().id(), id -> new ByteArrayOutputStream());
            if (chunk.offset() > bytes.size()) {
                throw new AssertionError("a hole in " + chunk.source().id());
            }
            bytes.writeBytes(chunk.from(bytes.size()).bytes());
            flight.acknowledge();
        }
    }

    private String text() {
        return new String(all(), UTF_8);
    }

    private synchronized byte[] all() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        stored.values().forEach(bytes -> all.writeBytes(bytes.toByteArray()));
        return all.toByteArray();
    }

    private double unfinished() {
        return registry.get("logbell.collector.lag.bytes")
                .tag("input", "streams")
                .gauge()
                .value();
    }

    private double gauge(String name) {
        return registry.get(name).tag("input", "syslog").gauge().value();
    }

    private double count(String name) {
        return registry.get(name).tag("input", "syslog").counter().count();
    }

    private double dropped(String reason) {
        return registry.find("logbell.collector.datagrams.dropped").tag("reason", reason).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
