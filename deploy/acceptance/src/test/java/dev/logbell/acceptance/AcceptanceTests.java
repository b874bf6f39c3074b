package dev.logbell.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.logbell.acceptance.FakeSlack.Answer;
import dev.logbell.acceptance.FakeSlack.Post;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What must hold in both forms, seen from outside. One Logbell serves all tests; each writes to a folder of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AcceptanceTests {
    private static final Pattern MARKER = Pattern.compile("\\bn(\\d+)\\.");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Logbell.Form form;
    private final Map<String, String> settings;
    final FakeSlack slack = new FakeSlack();
    final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    Path logs;
    Logbell logbell;

    AcceptanceTests(Logbell.Form form, Map<String, String> settings) {
        this.form = form;
        this.settings = settings;
    }

    @BeforeAll
    void start() throws IOException {
        mail.start();
        Path folder = Files.createDirectories(
                        Path.of(System.getProperty("logbell.acceptance.folder")).resolve(form.name()))
                .toRealPath();
        Path run = Files.createTempDirectory(folder, "run-");
        logs = Files.createDirectories(run.resolve("logs"));
        Map<String, String> environment = new HashMap<>(settings);
        environment.putAll(Map.of(
                "COLLECTOR_FILES",
                logs + "/**/*.log",
                "SLACK_WEB_HOOK",
                slack.url(),
                "ALERTER_MAIL_TO",
                "oncall@example.org",
                "MAILER_FROM",
                "logbell@example.org",
                "MAILER_HOST",
                "127.0.0.1",
                "MAILER_PORT",
                Integer.toString(mail.getSmtp().getPort())));
        logbell = Logbell.start(form, Path.of(System.getProperty("logbell.repository")), run, environment);
    }

    @AfterAll
    void stop() {
        logbell.close();
        mail.stop();
        slack.close();
    }

    @Test
    void storesEveryLineOnceAndInOrderWhileTheFileIsRotatedTwice() {
        try (LogWriter writer = writer("rotated")) {
            writer.write(34_000);
            writer.rotate();
            writer.write(33_000);
            writer.rotate();
            writer.write(33_000);
            awaitStored("rotated", writer);
            assertEveryEventOnceAndInOrder("rotated", writer);
        }
    }

    @Test
    void joinsAStackTraceToItsEvent() {
        try (LogWriter writer = writer("trace")) {
            writer.write("""
                    2026-03-01 10:00:00,789 WARN  [dev.shop.Pay] (executor-2) cannot pay
                    java.lang.IllegalStateException: no money
                    \tat dev.shop.Pay.charge(Pay.java:12)
                    Caused by: java.io.IOException: closed
                    \t... 12 more
                    2026-03-01 10:00:01,000 INFO  [dev.shop.Pay] (executor-2) next
                    """.getBytes(StandardCharsets.UTF_8));
            awaitStored("trace", writer);
        }
        List<JsonNode> events = events("trace");
        assertThat(events).hasSize(2);
        assertThat(events.getFirst().get("body").asText())
                .startsWith("cannot pay")
                .contains("... 12 more");
        assertThat(events.getFirst().get("severityText").asText()).isEqualTo("WARN");
    }

    @Test
    void deliversOneMessageForAnAlertHoweverSlackAnswersAtFirst() {
        slack.answer("stubborn", List.of(new Answer(500, Map.of()), new Answer(429, Map.of("Retry-After", "1"))));
        try (LogWriter writer = writer("slack")) {
            writer.write("INFO: 2025/11/05 12:00:00 service.go:35: the line before\n".getBytes(StandardCharsets.UTF_8));
            writer.write(
                    "ERROR: 2025/11/05 12:00:01 service.go:36: a stubborn error\n".getBytes(StandardCharsets.UTF_8));
            await().atMost(PATIENCE)
                    .until(() -> slack.posts("stubborn").stream().anyMatch(post -> post.status() == 200));
            writer.write("ERROR: 2025/11/05 12:00:02 service.go:36: the last error\n".getBytes(StandardCharsets.UTF_8));
            await().atMost(PATIENCE).until(() -> !slack.posts("the last error").isEmpty());
        }
        assertThat(slack.posts("a stubborn error").stream()
                        .filter(post ->
                                post.body().contains("*Error") || !post.body().contains("the last error"))
                        .map(Post::status))
                .containsExactly(500, 429, 200);
        assertThat(slack.posts("a stubborn error").getLast().body())
                .contains("the line before")
                .contains("service.go:36")
                .contains("app.log");
    }

    @Test
    void mailsAnErrorAsHtmlAndText() throws Exception {
        try (LogWriter writer = writer("mail")) {
            writer.write(
                    "ERROR: 2025/11/05 12:00:01 service.go:36: a <mailed> error\n".getBytes(StandardCharsets.UTF_8));
            await().atMost(PATIENCE).until(() -> mails("mailed").size() == 1);
        }
        MimeMessage message = mails("mailed").getFirst();
        assertThat(message.getSubject()).contains("a <mailed> error");
        assertThat(raw(message)).contains("text/plain").contains("text/html").contains("a &lt;mailed&gt; error");
    }

    @Test
    void storesOnceWhatIsPushedByEachProtocol() throws IOException, InterruptedException {
        push("/ingest", "text/plain", "2026-03-01 10:00:00,789 WARN  [dev.shop.Pay] (executor-2) pushed as text\n");
        push("/ingest", "application/json", """
                [{"level":"warn","message":"pushed as json"}]""");
        push("/v1/logs", "application/json", """
                {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"pay"}}]},
                  "scopeLogs":[{"logRecords":[{"timeUnixNano":"1772359200000000000","severityNumber":13,
                    "severityText":"WARN","body":{"stringValue":"pushed as otlp"}}]}]}]}""");
        push("/_bulk", "application/x-ndjson", """
                {"create":{"_index":"logs"}}
                {"@timestamp":"2026-03-01T10:00:00Z","log.level":"warn","message":"pushed in bulk"}
                """);
        push("/loki/api/v1/push", "application/json", """
                {"streams":[{"stream":{"app":"pay"},"values":[["1772359200000000000","level=warn msg=\\"pushed to loki\\""]]}]}""");
        push("/gelf", "application/json", """
                {"version":"1.1","host":"web-1","short_message":"pushed as gelf","level":4,"timestamp":1772359200}""");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(logbell.api().events("pushed AND severity:WARN"))
                        .extracting(event -> event.get("body").asText())
                        .containsExactlyInAnyOrder(
                                "pushed as text",
                                "pushed as json",
                                "pushed as otlp",
                                "pushed in bulk",
                                "pushed to loki",
                                "pushed as gelf"));
        assertThat(logbell.api().events("\"pushed as otlp\" AND service:pay")).hasSize(1);
        assertThat(logbell.api().send("/").body()).contains("<html");
        assertBalanced();
    }

    private void push(String path, String contentType, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        logbell.role("collector").uri().resolve(path))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path + ": " + answer.body()).isBetween(200, 204);
        }
    }

    /** A client that does not encode, as a shell with an open socket. */
    @Test
    void saysHowToWriteAUrlThatIsNone() throws IOException {
        for (String role : List.of("processor", "collector", "alerter")) {
            URI uri = logbell.role(role).uri();
            try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
                socket.getOutputStream()
                        .write("GET /api/v1/logs?query=a>b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 400 ")
                        .endsWith(
                                "{\"error\":\"the URL must be percent-encoded, got '>' at character 21: write %3E, or let curl"
                                        + " do it (-G --data-urlencode 'query=...')\"}");
            }
        }
    }

    @Test
    void survivesJunkAndAccountsForEveryByteOfIt() throws IOException {
        byte[] binary = new byte[200_000];
        new Random(1).nextBytes(binary);
        Path folder = Files.createDirectories(logs.resolve("junk"));
        Files.createFile(folder.resolve("empty.log"));
        try (LogWriter writer = writer("junk")) {
            writer.write(binary);
            writer.write("\nbefore \0 NUL\n".getBytes(StandardCharsets.UTF_8));
            writer.write(new byte[] {(byte) 0xc3, (byte) 0x28, (byte) 0xff, '\n'});
            writer.write(("long " + "x".repeat(5_000_000) + "\n").getBytes(StandardCharsets.UTF_8));
            writer.write("the line after all the junk\n".getBytes(StandardCharsets.UTF_8));
            awaitStored("junk", writer);
        }
        List<JsonNode> events = events("junk");
        assertThat(events.getLast().get("body").asText()).contains("the line after all the junk");
        assertThat(events.stream()
                        .mapToLong(event -> event.get("body")
                                .asText()
                                .chars()
                                .filter(c -> c == 'x')
                                .count())
                        .sum())
                .isGreaterThanOrEqualTo(5_000_000);
        assertBalanced();
    }

    /**
     * Writes many lines, does something terrible in the middle, and expects every line once and in order, and every
     * alert of the lines around the disaster raised once and told.
     */
    void survives(String name, Runnable disaster) {
        try (LogWriter writer = writer(name)) {
            writer.write(10_000);
            alarm(writer, name, "before");
            disaster.run();
            writer.write(10_000);
            alarm(writer, name, "after");
            awaitStored(name, writer);
            assertEveryEventOnceAndInOrder(name, writer);
        }
        for (String when : List.of("before", "after")) {
            String alarm = "alarm " + name + " " + when;
            await().atMost(PATIENCE).until(() -> slack.posts(alarm).stream().anyMatch(post -> post.status() == 200));
            assertThat(StreamSupport.stream(
                                    logbell.api()
                                            .get("/api/v1/alerts?limit=1000")
                                            .get("alerts")
                                            .spliterator(),
                                    false)
                            .filter(alert -> alert.at("/events/0/body").asText().contains(alarm)))
                    .as("alerts about %s", alarm)
                    .hasSize(1);
        }
    }

    private static void alarm(LogWriter writer, String name, String when) {
        writer.write("ERROR: 2026/03/01 12:00:00 service.go:36: alarm %s %s\n"
                .formatted(name, when)
                .getBytes(StandardCharsets.UTF_8));
    }

    LogWriter writer(String folder) {
        return new LogWriter(logs.resolve(folder).resolve("app.log"));
    }

    private void awaitStored(String folder, LogWriter writer) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(settledBytes(folder)).isEqualTo(writer.bytes()));
    }

    /** How many bytes of the files below a folder are stored, or dropped for a reason. */
    private long settledBytes(String folder) {
        long settled = 0;
        for (JsonNode source : sources(folder).toList()) {
            settled += source.get("stored").asLong();
            for (JsonNode bytes : source.get("dropped")) {
                settled += bytes.asLong();
            }
        }
        return settled;
    }

    /** The accounts of the files below a folder. */
    private Stream<JsonNode> sources(String folder) {
        return StreamSupport.stream(logbell.api().accounting().get("sources").spliterator(), false)
                .filter(source ->
                        source.get("resource").path("log.file.path").asText().contains("/" + folder + "/"));
    }

    private List<JsonNode> events(String folder) {
        List<JsonNode> events = new ArrayList<>(logbell.api().events("file:*" + folder + "*"));
        events.sort(Comparator.comparing((JsonNode event) -> event.get("source").asText())
                .thenComparingLong(event -> event.get("offset").asLong()));
        return events;
    }

    private void assertEveryEventOnceAndInOrder(String folder, LogWriter writer) {
        List<Long> numbers = new ArrayList<>();
        Map<String, Long> last = new HashMap<>();
        for (JsonNode event : events(folder)) {
            if (event.get("body").asText().startsWith("alarm ")) {
                continue;
            }
            long number = number(event);
            numbers.add(number);
            Long before = last.put(event.get("source").asText(), number);
            assertThat(before == null || before < number)
                    .as("event %d stands after %d in its source", number, before)
                    .isTrue();
        }
        numbers.sort(Comparator.naturalOrder());
        assertThat(numbers)
                .containsExactlyElementsOf(
                        LongStream.range(0, writer.events()).boxed().toList());
        assertBalanced();
    }

    private static long number(JsonNode event) {
        Matcher matcher = MARKER.matcher(event.toString());
        assertThat(matcher.find()).as("a number in %s", event).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private void assertBalanced() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                logbell.api().accounting().get("balanced").asBoolean())
                        .isTrue());
    }

    private List<MimeMessage> mails(String containing) {
        return List.of(mail.getReceivedMessages()).stream()
                .filter(message -> raw(message).contains(containing))
                .toList();
    }

    private static String raw(MimeMessage message) {
        return com.icegreen.greenmail.util.GreenMailUtil.getWholeMessage(message);
    }
}
