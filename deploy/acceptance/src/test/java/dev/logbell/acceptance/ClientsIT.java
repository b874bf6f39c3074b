package dev.logbell.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.logbell.backends.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of what real clients send, as a user finds it. */
class ClientsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACE = """
            2026-03-01 12:00:00,123 ERROR [main] dev.shop.Cart - it broke
            java.lang.IllegalStateException: bad
            \tat dev.shop.Cart.buy(Cart.java:3)
            Caused by: java.lang.RuntimeException: cause
            \t... 1 more
            2026-03-01 12:00:00,124 INFO [main] dev.shop.Cart - goes on
            """;

    @TempDir
    private static Path folder;

    private static int syslog;
    private static int gelf;
    private static int lines;
    private static Logbell logbell;

    @BeforeAll
    static void start() {
        syslog = Loopback.free();
        gelf = Loopback.free();
        lines = Loopback.free();
        logbell = Logbell.start(
                Logbell.Form.STANDALONE,
                Path.of(System.getProperty("logbell.repository")),
                folder,
                Map.of(
                        "COLLECTOR_HTTP_ENABLED", "true",
                        "COLLECTOR_HOST", "web-1",
                        // A machine that tests keep busy makes longer breaks between the lines of a trace.
                        "COLLECTOR_QUIET_TIME", "50ms",
                        "COLLECTOR_SYSLOG_UDP_PORT", Integer.toString(syslog),
                        "COLLECTOR_SYSLOG_TCP_PORT", Integer.toString(syslog),
                        "COLLECTOR_GELF_UDP_PORT", Integer.toString(gelf),
                        "COLLECTOR_GELF_TCP_PORT", Integer.toString(gelf),
                        "COLLECTOR_LINES_TCP_PORT", Integer.toString(lines)));
    }

    @AfterAll
    static void stop() {
        if (logbell != null) {
            logbell.close();
        }
    }

    /** For each appender: words that its events have, and what a severity is called by it. */
    @ParameterizedTest
    @CsvSource({
        "syslog,    warning, err,   ",
        "logstash,  WARN,    ERROR, '42'",
        "gelf-udp,  Warning, Error, 42",
        "gelf-tcp,  Warning, Error, 42",
        "gelf-http, Warning, Error, 42",
        "loki,      WARN,    ERROR, '42'",
        "loki-json, WARN,    ERROR, '42'",
    })
    void storesWhatLogbacksAppendersSend(String appender, String warning, String error, String user)
            throws JoranException {
        Instant before = Instant.now();
        LoggerContext context = new LoggerContext();
        LogbackMDCAdapter mdc = new LogbackMDCAdapter();
        context.setMDCAdapter(mdc);
        Map.of(
                        "syslog-port", Integer.toString(syslog),
                        "gelf-port", Integer.toString(gelf),
                        "lines-port", Integer.toString(lines),
                        "url", logbell.api().base().toString())
                .forEach(context::putProperty);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(ClientsIT.class.getResource("/logback-clients.xml")));
        mdc.put("user", "42");
        mdc.put("trace_id", TRACE_ID);
        Logger logger = context.getLogger(appender);
        logger.warn("slow {}", appender);
        logger.error("broke " + appender, new IllegalStateException("bad", new RuntimeException("cause")));
        logger.info("goes on {}", appender);
        String marker = appender.equals("syslog") ? "service:shop AND \"] syslog\"" : "log.logger:" + appender;
        await().atMost(PATIENCE).until(() -> logbell.api().events(marker).size() >= 3);
        context.stop();
        List<JsonNode> events = byTime(marker);
        assertThat(events).hasSize(3);
        JsonNode broke = events.stream()
                .filter(event -> event.get("severityNumber").asInt() == 17)
                .findFirst()
                .orElseThrow();
        assertThat(text(broke, "severityText")).isEqualTo(error);
        assertThat(events).extracting(event -> text(event, "severityText")).contains(warning);
        assertThat(text(broke, "body")).contains("broke " + appender).doesNotEndWith("\n");
        assertThat(text(broke, "attributes", "exception.type")).isEqualTo("java.lang.IllegalStateException");
        assertThat(text(broke, "attributes", "exception.message")).isEqualTo("bad");
        String trace = text(broke, "body") + text(broke, "attributes", "exception.stacktrace");
        assertThat(trace)
                .contains("\nCaused by: java.lang.RuntimeException: cause\n")
                .contains("\n\tat dev.logbell.acceptance.ClientsIT.storesWhatLogbacksAppendersSend(");
        for (JsonNode event : events) {
            assertThat(text(event, "resource", "service.name")).isEqualTo("shop");
            assertThat(text(event, "body")).doesNotContain("goes on " + appender + "\n");
            assertThat(Instant.parse(text(event, "time"))).isBetween(before.minusSeconds(1), Instant.now());
            if (!appender.equals("syslog")) {
                assertThat(text(event, "attributes", "thread.name"))
                        .isEqualTo(Thread.currentThread().getName());
                assertThat(text(event, "traceId")).isEqualTo(TRACE_ID);
                String name = appender.equals("loki-json") ? "mdc_user" : "user";
                assertThat(event.get("attributes").get(name).toString())
                        .isEqualTo(appender.startsWith("gelf") ? user : "\"" + user + "\"");
            }
            if (appender.startsWith("gelf") || appender.startsWith("loki")) {
                assertThat(text(event, "resource", "host.name")).isEqualTo("till-7");
            }
        }
        assertThat(logbell.api().events("\"at dev.logbell\" AND NOT exception.type:*"))
                .as("lines of a trace by themselves")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--tcp --rfc3164",
        "--tcp --rfc5424 --octet-count",
        "--tcp --rfc5424",
        "--udp --rfc3164",
        "--udp --rfc5424",
    })
    void storesWhatTheLoggerCommandSends(String options) throws IOException, InterruptedException {
        String tag = "logger" + options.replaceAll("\\W", "");
        logger(syslog, options, tag, TRACE);
        await().atMost(PATIENCE)
                .until(() -> logbell.api().events("service:" + tag).size() >= 2);
        assertTrace(tag, options.contains("5424") ? Duration.ofNanos(0) : Duration.ofSeconds(1));
    }

    @Test
    void storesWhatRsyslogRelaysAndReadsFromFilesAndLosesNothingOfIt() throws IOException, InterruptedException {
        Path log = folder.resolve("till.log");
        Files.createFile(log);
        int counted = Loopback.free();
        int plain = Loopback.free();
        Path configuration =
                Files.writeString(folder.resolve("rsyslog.conf"), """
                global(workDirectory="%1$s")
                module(load="imtcp")
                module(load="imfile")
                ruleset(name="counted") {
                  action(type="omfwd" target="127.0.0.1" port="%2$d" protocol="tcp" tcp_framing="octet-counted"
                         template="RSYSLOG_SyslogProtocol23Format" action.resumeRetryCount="-1"
                         queue.type="LinkedList" queue.size="100000")
                }
                ruleset(name="plain") { action(type="omfwd" target="127.0.0.1" port="%2$d" protocol="tcp") }
                input(type="imtcp" address="127.0.0.1" port="%3$d" ruleset="counted")
                input(type="imtcp" address="127.0.0.1" port="%4$d" ruleset="plain")
                input(type="imfile" file="%5$s" tag="till:" severity="error" ruleset="counted")
                """.formatted(folder, syslog, counted, plain, log));
        Process rsyslog = new ProcessBuilder(
                        program("rsyslogd", "rsyslog"),
                        "-n",
                        "-f",
                        configuration.toString(),
                        "-i",
                        folder.resolve("rsyslogd.pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("rsyslogd.out").toFile())
                .start();
        try {
            awaitListening(counted);
            awaitListening(plain);
            logger(counted, "--tcp --rfc5424 --octet-count", "relayed", TRACE);
            logger(counted, "--tcp --rfc3164", "relayedold", TRACE);
            logger(plain, "--tcp --rfc3164", "plain", TRACE);
            Files.writeString(log, TRACE);
            for (String tag : List.of("relayed", "relayedold", "plain", "till")) {
                await().atMost(PATIENCE)
                        .until(() -> logbell.api().events("service:" + tag).size() >= 2);
                assertTrace(tag, Duration.ofSeconds(1));
            }
            int many = 5_000;
            StringBuilder numbered = new StringBuilder();
            IntStream.range(0, many)
                    .forEach(i -> numbered.append("number ").append(i).append('\n'));
            logger(counted, "--tcp --rfc5424 --octet-count --priority local3.info", "many", numbered.toString());
            await().atMost(PATIENCE)
                    .until(() -> logbell.api().events("service:many").size() >= many);
            assertThat(logbell.api().events("service:many").reversed())
                    .extracting(event -> text(event, "body"))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, many)
                            .mapToObj(i -> "number " + i)
                            .toList());
        } finally {
            rsyslog.destroy();
            rsyslog.waitFor(5, TimeUnit.SECONDS);
        }
    }

    /** The trace is one event with the severity and name that it was sent with. */
    private static void assertTrace(String tag, Duration precision) {
        List<JsonNode> events = byTime("service:" + tag);
        assertThat(events).as(tag).hasSize(2);
        assertThat(events)
                .as(tag)
                .extracting(event -> text(event, "body"))
                .containsExactlyInAnyOrder(
                        TRACE.substring(0, TRACE.lastIndexOf("\n2026")),
                        "2026-03-01 12:00:00,124 INFO [main] dev.shop.Cart - goes on");
        JsonNode broke = events.getFirst();
        assertThat(text(broke, "attributes", "exception.type")).isEqualTo("java.lang.IllegalStateException");
        for (JsonNode event : events) {
            assertThat(event.get("severityNumber").asInt()).as(tag).isEqualTo(17);
            assertThat(text(event, "resource", "host.name")).isNotEmpty();
            assertThat(Instant.parse(text(event, "time")))
                    .as(tag)
                    .isBetween(Instant.now().minusSeconds(60).minus(precision), Instant.now());
        }
    }

    private static void logger(int port, String options, String tag, String text)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program("logger", "bsdutils"),
                "--server",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--tag",
                tag,
                "--priority",
                "local3.err"));
        command.addAll(List.of(options.split(" ")));
        Process logger = new ProcessBuilder(command)
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        logger.getOutputStream().write(text.getBytes(UTF_8));
        logger.getOutputStream().close();
        assertThat(logger.waitFor()).as("exit status of logger").isZero();
    }

    private static String program(String name, String debianPackage) {
        return List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin").stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("this test needs %s: apt-get install --no-install-recommends %s"
                        .formatted(name, debianPackage)))
                .toString();
    }

    private static void awaitListening(int port) {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            }
        });
    }

    private static List<JsonNode> byTime(String query) {
        return logbell.api().events(query).stream()
                .sorted(Comparator.comparingLong(event -> event.get("offset").asLong()))
                .toList();
    }

    private static String text(JsonNode event, String... path) {
        JsonNode node = event;
        for (String name : path) {
            node = node.path(name);
        }
        return node.asText();
    }
}
