package dev.logbell.collector.source.elastic;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.collector.source.http.Decoded;
import dev.logbell.collector.source.http.PushProtocol;
import dev.logbell.collector.source.http.PushProtocolContract;
import dev.logbell.collector.source.http.Pushed;
import dev.logbell.collector.source.http.Pushes;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.LogRecord;
import dev.logbell.otlp.MalformedException;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulkProtocolTest extends PushProtocolContract {
    private static final String FILEBEAT = """
            {"create":{"_index":"filebeat-8.17.0"}}
            {"@timestamp":"2026-02-02T02:40:00.123Z","message":"2026-02-02 02:39:59,000 ERROR [main] a.B - it broke",\
            "log":{"offset":77,"file":{"path":"/var/log/app.log"}},"host":{"name":"web-1"},"ecs":{"version":"8.0.0"},\
            "input":{"type":"filestream"},"agent":{"type":"filebeat","version":"8.17.0"}}
            """;
    private static final String VECTOR = """
            {"index":{"_index":"vector","_id":"1"}}
            {"message":"plain","level":"warn","host":"web-2","timestamp":"2026-02-02T02:40:00Z"}
            """;

    private final BulkProtocol protocol = new BulkProtocol();

    @Override
    protected PushProtocol protocol() {
        return protocol;
    }

    @Override
    protected List<Pushed> valid() {
        return List.of(push("/_bulk", FILEBEAT + VECTOR), push("/logs-app/_bulk", "{\"create\":{}}\n{\"a\":1}\n"));
    }

    @Test
    void takesTheLineThatAShipperReadWithWhatItKnowsOfIt() {
        List<LogRecord> records = Pushes.records(protocol, valid().getFirst());

        assertThat(records.getFirst())
                .isEqualTo(new LogRecord(
                        null,
                        Instant.parse("2026-02-02T02:40:00.123Z"),
                        0,
                        "",
                        new LogRecord.Line("2026-02-02 02:39:59,000 ERROR [main] a.B - it broke"),
                        Map.of(
                                "log.offset",
                                77L,
                                "ecs",
                                Map.of("version", "8.0.0"),
                                "input",
                                Map.of("type", "filestream"),
                                "agent",
                                Map.of("type", "filebeat", "version", "8.17.0"),
                                "elasticsearch.index",
                                "filebeat-8.17.0"),
                        Map.of("log.file.path", "/var/log/app.log", "host.name", "web-1"),
                        null,
                        null));
        assertThat(records.getLast().severityText()).isEqualTo("warn");
        assertThat(records.getLast().resource()).isEqualTo(Map.of("host.name", "web-2"));
    }

    @Test
    void takesADocumentWithoutALineForTheJsonThatItIs() {
        LogRecord record = Pushes.records(protocol, valid().getLast()).getFirst();

        assertThat(record.content()).isEqualTo(new LogRecord.Line("{\"a\":1}"));
        assertThat(record.attributes()).isEqualTo(Map.of("elasticsearch.index", "logs-app"));
    }

    @Test
    void answersEachDocumentByItself() {
        Decoded decoded = Pushes.decode(protocol, push("/_bulk", VECTOR + """
                        {"create":{"_index":"x"}}
                        {"message":
                        {"delete":{"_index":"x","_id":"7"}}
                        {"update":{"_index":"x","_id":"8"}}
                        {"doc":{}}
                        {"create":{}}
                        {"message":"without an index"}
                        """));

        JsonPath answer = new JsonPath(new String(decoded.answer().body(), StandardCharsets.UTF_8));
        assertThat(answer.getBoolean("errors")).isTrue();
        assertThat(answer.getString("items[0].index._id")).isEqualTo("1");
        assertThat(answer.getString("items[0].index.result")).isEqualTo("created");
        assertThat(answer.getInt("items[0].index.status")).isEqualTo(201);
        assertThat(answer.getInt("items[1].create.status")).isEqualTo(400);
        assertThat(answer.getString("items[1].create.error.type")).isEqualTo("document_parsing_exception");
        assertThat(answer.getInt("items[2].delete.status")).isEqualTo(400);
        assertThat(answer.getInt("items[3].update.status")).isEqualTo(400);
        assertThat(answer.getString("items[4].create.error.reason")).isEqualTo("index is missing");
        assertThat(Pushes.records(decoded)).hasSize(1);
        assertThat(decoded.answer().headers()).containsEntry("X-Elastic-Product", "Elasticsearch");
    }

    @Test
    void beginsItsAnswerAsFluentBitLooksForIt() {
        Decoded decoded = Pushes.decode(protocol, valid().getFirst());

        assertThat(new String(decoded.answer().body(), StandardCharsets.UTF_8))
                .contains("\"errors\":false,\"items\":[");
    }

    @Test
    void refusesTheWholeWhenItsLinesAreWrong() {
        assertThatThrownBy(() -> protocol.decode(push("/_bulk", VECTOR + "{\"create\":{}}\n")))
                .isInstanceOf(MalformedException.class)
                .hasMessage("line 3: the document of this action is missing");
        assertThatThrownBy(() -> protocol.decode(push("/_bulk", VECTOR + "{\"take\":{}}\n{}\n")))
                .hasMessageStartingWith("line 3: an action must be one of");
        assertThatThrownBy(() -> protocol.decode(push("/_bulk", VECTOR.stripTrailing())))
                .hasMessage("The bulk request must be terminated by a newline [\\n]");
    }

    @Test
    void leavesAnObjectUnderAVeryLongNameAsItIs() {
        String name = "n".repeat(300);
        String document = "{\"message\":\"x\",\"log\":{\"%s\":{\"a\":1,\"b\":2}}}\n".formatted(name);

        LogRecord record = Pushes.records(protocol, push("/_bulk", "{\"create\":{\"_index\":\"i\"}}\n" + document))
                .getFirst();

        assertThat(record.attributes()).containsEntry("log." + name, Map.of("a", 1L, "b", 2L));
    }

    @Test
    void asksForTheMemoryOfTheNamesThatItMakesAndOfTheTreeThatItReads() {
        String fields = IntStream.range(0, 20_000)
                .mapToObj(i -> "\"a%d\":1".formatted(i))
                .collect(joining(","));
        String named = "{\"message\":\"x\",\"log\":{\"%s\":{%s}}}\n".formatted("n".repeat(200), fields);
        String objects = "{\"message\":\"x\",\"a\":[%s{}]}\n".formatted("{},".repeat(60_000));
        for (String document : List.of(named, objects)) {
            assertThatThrownBy(() -> protocol.decode(push("/_bulk", "{\"create\":{\"_index\":\"i\"}}\n" + document)))
                    .isInstanceOf(NoRoomException.class);
        }
    }

    @Test
    void givesTheMemoryOfADocumentBackWithItsEnd() {
        String two = "{\"create\":{\"_index\":\"i\"}}\n{\"a\":[%s{}]}\n".formatted("{},".repeat(1000));

        Decoded decoded = Pushes.decode(protocol, push("/_bulk", two.repeat(60)));

        assertThat(Pushes.records(decoded)).hasSize(60);
    }

    private static Pushed push(String path, String body) {
        return Pushes.push(path, "application/x-ndjson", body);
    }
}
