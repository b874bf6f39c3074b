package dev.logbell.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import com.github.luben.zstd.Zstd;
import dev.logbell.collector.source.record.ProtobufWriter;
import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogRecord;
import dev.logbell.wire.LogRecordCodec;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpHost;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/** Real clients push to a running collector, over a real Kafka. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
class HttpPushIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<LogChunk> chunks = new ArrayList<>();
    private KafkaConsumer<String, LogChunk> consumer;
    private String url;

    @BeforeEach
    void listen() {
        url = "http://localhost:" + RestAssured.port;
        consumer = KafkaForTests.consumer();
        consumer.seekToBeginning(consumer.assignment());
    }

    @AfterEach
    void stopListening() {
        consumer.close();
        http.close();
    }

    @Test
    void takesLogsFromTheOpenTelemetrySdkOverHttpAndGrpc() {
        exports(
                OtlpHttpLogRecordExporter.builder()
                        .setEndpoint(url + "/v1/logs")
                        .setCompression("gzip")
                        .build(),
                "over http");
        exports(OtlpGrpcLogRecordExporter.builder().setEndpoint(url).build(), "over grpc");
        exports(
                OtlpGrpcLogRecordExporter.builder()
                        .setEndpoint(url)
                        .setCompression("gzip")
                        .build(),
                "over grpc, compressed");

        for (String body : List.of("over http", "over grpc", "over grpc, compressed")) {
            LogRecord record = record("otlp", body);
            assertThat(record.severityNumber()).isEqualTo(17);
            assertThat(record.attributes()).containsEntry("user", 42L).containsEntry("otel.scope.name", "shop");
            assertThat(record.resource()).containsEntry("service.name", "pay");
            assertThat(record.time()).isNotNull();
        }
    }

    private static void exports(LogRecordExporter exporter, String body) {
        List<CompletableResultCode> results = new ArrayList<>();
        SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "pay")))
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
                .build();
        provider.get("shop")
                .logRecordBuilder()
                .setSeverity(Severity.ERROR)
                .setTimestamp(1_770_000_000_000L, TimeUnit.MILLISECONDS)
                .setAttribute(AttributeKey.longKey("user"), 42L)
                .setBody(body)
                .emit();
        results.add(provider.forceFlush().join(30, TimeUnit.SECONDS));
        assertThat(results).allMatch(CompletableResultCode::isSuccess);
        assertThat(provider.shutdown().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
    }

    @Test
    void takesDocumentsFromTheElasticsearchClient() throws IOException {
        try (RestClient client = RestClient.builder(HttpHost.create(url))
                .setCompressionEnabled(true)
                .build()) {
            Response greeting = client.performRequest(json(new Request("GET", "/")));
            assertThat(greeting.getHeader("X-Elastic-Product")).isEqualTo("Elasticsearch");
            assertThat(body(greeting).getString("version.number")).startsWith("8.");
            assertThat(body(client.performRequest(new Request("GET", "/_license")))
                            .getString("license.status"))
                    .isEqualTo("active");
            client.performRequest(new Request("HEAD", "/_index_template/filebeat-8.17.0"));
            Request bulk = new Request("POST", "/logs-app/_bulk");
            bulk.setJsonEntity("""
                    {"create":{}}
                    {"@timestamp":"2026-02-02T02:40:00Z","message":"from elastic","log":{"level":"error"}}
                    {"create":{}}
                    {"message":
                    """);
            JsonPath answer = body(client.performRequest(bulk));
            assertThat(answer.getList("items.create.status")).containsExactly(201, 400);
        }
        assertThat(record("elastic", "from elastic").severityText()).isEqualTo("error");
    }

    private static Request json(Request request) {
        request.setOptions(request.getOptions().toBuilder().addHeader("Accept", "application/json"));
        return request;
    }

    private static JsonPath body(Response response) throws IOException {
        return new JsonPath(new String(response.getEntity().getContent().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void takesLokisPush() throws IOException {
        RestAssured.get("/ready").then().statusCode(200).body(containsString("ready"));
        byte[] push = new ProtobufWriter()
                .message(
                        1,
                        new ProtobufWriter()
                                .text(1, "{job=\"app\"}")
                                .message(
                                        2,
                                        new ProtobufWriter()
                                                .message(1, new ProtobufWriter().varint(1, 1_770_000_000))
                                                .text(2, "from loki")))
                .toBytes();
        assertThat(post("/loki/api/v1/push", Snappy.compress(push), "Content-Type", "application/x-protobuf")
                        .statusCode())
                .isEqualTo(204);
        assertThat(record("loki", "from loki").resource()).containsEntry("job", "app");
    }

    @Test
    void takesGelfAndText() {
        byte[] gelf = "{\"version\":\"1.1\",\"host\":\"g\",\"short_message\":\"from gelf\",\"level\":4}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(post("/gelf", gelf).statusCode()).isEqualTo(202);
        byte[] text = Zstd.compress("from curl\n".getBytes(StandardCharsets.UTF_8));
        assertThat(post("/ingest", text, "Content-Encoding", "zstd").statusCode())
                .isEqualTo(204);

        assertThat(record("gelf", "from gelf").resource()).containsEntry("host.name", "g");
        await().atMost(LONG)
                .until(() -> poll().stream()
                        .anyMatch(chunk -> chunk.source().id().startsWith("ingest:web-1:")
                                && chunk.framing() == Framing.LINES
                                && text(chunk).contains("from curl\n")));
        RestAssured.get("/q/metrics")
                .then()
                .body(containsString("logbell_collector_pushes_answered_total{protocol=\"gelf\",reason=\"taken\"}"));
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        assertThat(post("/ingest", "{".getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/ingest", new byte[17 << 20]).statusCode()).isEqualTo(413);
        assertThat(post("/ingest", Zstd.compress(new byte[17 << 20]), "Content-Encoding", "zstd")
                        .statusCode())
                .isEqualTo(413);
        assertThat(post("/v1/logs", new byte[] {1}, "Content-Type", "text/html").statusCode())
                .isEqualTo(415);
        assertThat(post("/ingest", new byte[] {'x'}, "Origin", "https://elsewhere.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/ingest", "fine\n".getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(204);
    }

    @Test
    void takesABodyLargerThanQuarkusWouldAndCutsItAtLineEnds() {
        String line = "a line of some length, number 0123456789\n";
        byte[] body = line.repeat(300_000).getBytes(StandardCharsets.UTF_8);
        assertThat(post("/ingest", body).statusCode()).isEqualTo(204);
        long received = poll().stream()
                .filter(chunk -> text(chunk).startsWith(line))
                .peek(chunk -> assertThat(text(chunk)).endsWith("\n"))
                .mapToLong(chunk -> chunk.bytes().length)
                .sum();
        assertThat(received).isEqualTo(body.length);
    }

    @Test
    void acknowledgesOnlyWhatKafkaHasAndLosesNothing() throws Exception {
        assertThat(post("/ingest", "before\n".getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(204);
        KafkaForTests.kafka.stop();
        CompletableFuture<HttpResponse<String>> during =
                http.sendAsync(request("/ingest", "during\n".getBytes(StandardCharsets.UTF_8)), text());
        HttpResponse<String> late = during.get(60, TimeUnit.SECONDS);
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.headers().firstValue("Retry-After")).hasValue("5");
        HttpResponse<String> stuck = post("/ingest", "stuck\n".getBytes(StandardCharsets.UTF_8));
        assertThat(stuck.statusCode()).isEqualTo(503);
        assertThat(stuck.body()).contains("before is not safe yet");
        KafkaForTests.kafka.start();
        await().atMost(LONG)
                .until(() -> post("/ingest", "after\n".getBytes(StandardCharsets.UTF_8))
                                .statusCode()
                        == 204);
        String all = String.join("", poll().stream().map(HttpPushIT::text).toList());
        assertThat(all).contains("before\n", "during\n", "after\n").doesNotContain("stuck\n");
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString();
    }

    private HttpRequest request(String path, byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.version(HttpClient.Version.HTTP_1_1).build();
    }

    private HttpResponse<String> post(String path, byte[] body, String... headers) {
        try {
            return http.send(request(path, body, headers), text());
        } catch (IOException e) {
            throw new IllegalStateException(path + " with " + body.length + " bytes was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Everything that Kafka has by now. */
    private List<LogChunk> poll() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        await().atMost(LONG).until(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(record -> chunks.add(record.value()));
            return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        });
        return chunks;
    }

    private static String text(LogChunk chunk) {
        return new String(chunk.bytes(), StandardCharsets.UTF_8);
    }

    private LogRecord record(String kind, String text) {
        return await().atMost(LONG)
                .until(
                        () -> poll().stream()
                                .filter(chunk -> chunk.source().id().startsWith(kind + ":web-1:"))
                                .filter(chunk -> chunk.framing() == Framing.RECORDS)
                                .flatMap(chunk -> text(chunk).lines())
                                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                                .map(line -> LogRecordCodec.read(line, 0, line.length)
                                        .orElseThrow())
                                .filter(record -> switch (record.content()) {
                                    case LogRecord.Line(String line) -> line.equals(text);
                                    case LogRecord.Body(Object body) -> text.equals(body);
                                })
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
