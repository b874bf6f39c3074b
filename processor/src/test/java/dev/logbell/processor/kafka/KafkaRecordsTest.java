package dev.logbell.processor.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.processor.parse.ChunkParser;
import dev.logbell.processor.parse.ParsedChunk;
import dev.logbell.wire.LogChunkDeserializer;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaRecordsTest {
    private static final Instant WRITTEN = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final Instant HAPPENED = Instant.parse("2026-02-28T01:02:03.000000004Z");
    private static final byte[] BINARY = {0, 0, 0, 0, 7, 2, 'x'};

    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void keepsATextWithItsPlaceKeyHeadersAndTime() {
        headers.add("team", "shop".getBytes(UTF_8));
        headers.add("hop", "a".getBytes(UTF_8)).add("hop", new byte[] {(byte) 0xff});
        headers.add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes(UTF_8));

        LogChunk chunk =
                take("jobs", "WARN it is late\n  very late\n".getBytes(UTF_8)).chunk();
        ParsedChunk parsed = new ChunkParser().parse(chunk);
        LogEvent event = parsed.events().getFirst();

        assertThat(parsed.events()).hasSize(1);
        assertThat(chunk.source().id()).isEqualTo("kafka:jobs:3");
        assertThat(chunk.offset()).isEqualTo(77 * LogChunk.RECORD_SPAN);
        assertThat(chunk.endOffset()).isEqualTo(78 * LogChunk.RECORD_SPAN);
        assertThat(event.body()).isEqualTo("WARN it is late\n  very late");
        assertThat(event.severityNumber()).isEqualTo(13);
        assertThat(event.time()).isEqualTo(WRITTEN);
        assertThat(event.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(event.spanId()).isEqualTo("b7ad6b7169203331");
        assertThat(event.resource())
                .containsEntry("messaging.system", "kafka")
                .containsEntry("messaging.destination.name", "jobs")
                .containsEntry("messaging.destination.partition.id", "3");
        assertThat(event.attributes())
                .containsEntry("messaging.kafka.message.key", "k1")
                .containsEntry("messaging.kafka.offset", 77L)
                .containsEntry("messaging.header.team", "shop")
                .containsEntry("messaging.header.hop", List.of("a", "/w=="));
    }

    @Test
    void readsAJsonEventLikeALineOfAFile() {
        LogEvent event = only(take(
                "jobs",
                "{\"time\":\"2026-02-28T01:02:03.000000004Z\",\"level\":\"error\",\"msg\":\"it broke\",\"user\":42}"
                        .getBytes(UTF_8)));

        assertThat(event.time()).isEqualTo(HAPPENED);
        assertThat(event.severityNumber()).isEqualTo(17);
        assertThat(event.body()).isEqualTo("it broke");
        assertThat(event.attributes()).containsEntry("user", 42L).containsEntry("messaging.kafka.message.key", "k1");
    }

    @ParameterizedTest
    @CsvSource({"jobs", "otlp"})
    void readsAllEventsOfAnOtlpRequest(String topic) throws IOException {
        LogChunk chunk =
                take(topic, OtlpRequest.of(HAPPENED, "one", "two", "three")).chunk();
        List<LogEvent> events = new ChunkParser().parse(chunk).events();

        assertThat(events).extracting(LogEvent::body).containsExactly("one", "two", "three");
        assertThat(events)
                .extracting(LogEvent::time)
                .containsExactly(HAPPENED, HAPPENED.plusSeconds(1), HAPPENED.plusSeconds(2));
        assertThat(events).allSatisfy(event -> {
            assertThat(event.severityNumber()).isEqualTo(13);
            assertThat(event.resource())
                    .containsEntry("service.name", "pay")
                    .containsEntry("messaging.destination.name", topic);
            assertThat(event.attributes())
                    .containsEntry("user", 42L)
                    .containsEntry("otel.scope.name", "shop")
                    .containsEntry("messaging.kafka.offset", 77L);
            assertThat(event.offset()).isBetween(chunk.offset(), chunk.endOffset() - 1);
        });
        assertThat(events.stream().map(LogEvent::offset))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json | [1]             | undecodable | it is not a JSON object",
                "json | not json        | undecodable | it is not JSON",
                "json | {\"a\":         | undecodable | it is not JSON",
                "json | {} {}           | undecodable | there is more after the JSON object",
                "otlp | text            | undecodable | it is not an ExportLogsServiceRequest of OTLP: "
            })
    void refusesWhatATopicMustNotHave(String topic, String value, String reason, String why) {
        isRefused(take(topic, value.getBytes(UTF_8)), value.length(), reason, why);
    }

    @Test
    void refusesWhatIsTooLarge() {
        isRefused(
                take("jobs", "x".repeat(601).getBytes(UTF_8)),
                601,
                "too-large",
                "it has 601 bytes, more than processor.kafka.max-record-bytes allows (600)");
    }

    @Test
    void refusesWhatIsNoTextUnlessItIsToBeKept() throws IOException {
        isRefused(take("jobs", BINARY), BINARY.length, "undecodable", "it is neither text nor OTLP protobuf");
        byte[] half = OtlpRequest.of(HAPPENED, "one");
        half = Arrays.copyOf(half, half.length - 3);
        isRefused(take("jobs", half), half.length, "undecodable", "ExportLogsServiceRequest");

        LogEvent kept = only(take("text", BINARY));
        assertThat(kept.body()).isEqualTo("\u2400\u2400\u2400\u2400\u0007\u0002x");
    }

    @Test
    void keepsATextOfAnOlderEncodingWithItsBytes() {
        LogEvent event = only(take("jobs", "Grüße".getBytes(StandardCharsets.ISO_8859_1)));

        assertThat(event.body()).isEqualTo("Gr\uFFFD\uFFFDe");
        assertThat(event.attributes()).containsEntry("log.record.original.base64", "R3L832U=");
    }

    @Test
    void refusesACollectorsChunkWithBrokenHeaders() {
        headers.add("logbell.source", "file:a".getBytes(UTF_8)).add("logbell.offset", "ten".getBytes(UTF_8));

        isRefused(
                take("logbell.logs", "a\nb\n".getBytes(UTF_8)),
                4,
                "undecodable",
                "its headers are not those of a collector: the header logbell.framing is missing");
    }

    @Test
    void accountsForBlankRecordsAndIgnoresTombstones() {
        LogChunk blank = take("jobs", " \n".getBytes(UTF_8)).chunk();
        assertThat(new ChunkParser().parse(blank).droppedBytes()).containsExactly(Map.entry("blank", 2L));
        assertThat(take("jobs", new byte[0]).chunk().isEmpty()).isTrue();
    }

    @Test
    void saysWhatIsWrongWithSettings() {
        assertThatThrownBy(() -> topics(List.of("a b"), Map.of(), Optional.empty(), 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("processor.kafka.topics must have names of");
        assertThatThrownBy(() -> topics(List.of(), Map.of("x", RecordEncoding.TEXT), Optional.empty(), 1))
                .hasMessageContaining("processor.kafka.encoding.\"x\" must be of a topic that is read");
        assertThatThrownBy(() -> topics(List.of("jobs"), Map.of(), Optional.of("jobs"), 1))
                .hasMessageContaining("must be none of the topics that are read, got jobs");
        assertThatThrownBy(() -> topics(List.of(), Map.of(), Optional.empty(), 0))
                .hasMessageContaining("processor.kafka.max-record-bytes must be 1..8388608, got 0");
        assertThat(topics(List.of(), Map.of(), Optional.empty(), 1).deadLetters("jobs"))
                .isEqualTo("jobs.dead-letter");
    }

    private static void isRefused(KafkaRecords.Taken taken, int bytes, String reason, String why) {
        assertThat(taken.refusal()).hasMessageContaining(why);
        ParsedChunk parsed = new ChunkParser().parse(taken.chunk());
        assertThat(parsed.events()).isEmpty();
        assertThat(parsed.droppedBytes()).containsExactly(Map.entry(reason, (long) bytes));
        assertThat(taken.chunk().endOffset()).isEqualTo(78 * LogChunk.RECORD_SPAN);
    }

    private static LogEvent only(KafkaRecords.Taken taken) {
        assertThat(taken.refusal()).isNull();
        List<LogEvent> events = new ChunkParser().parse(taken.chunk()).events();
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private KafkaRecords.Taken take(String topic, byte[] value) {
        KafkaRecords records = new KafkaRecords(topics(
                List.of("jobs", "json", "otlp", "text"),
                Map.of("json", RecordEncoding.JSON, "otlp", RecordEncoding.OTLP_PROTO, "text", RecordEncoding.TEXT),
                Optional.empty(),
                600));
        ConsumerRecord<byte[], LogChunk> record = new ConsumerRecord<>(
                topic,
                3,
                77,
                WRITTEN.toEpochMilli(),
                TimestampType.CREATE_TIME,
                2,
                value.length,
                "k1".getBytes(UTF_8),
                new LogChunkDeserializer().deserialize(topic, headers, value),
                headers,
                Optional.empty());
        return records.take(Message.of(record.value(), Metadata.of(new IncomingKafkaRecordMetadata<>(record, "logs"))));
    }

    private static KafkaTopics topics(
            List<String> topics, Map<String, RecordEncoding> encoding, Optional<String> deadLetters, int most) {
        return new KafkaTopics(
                new KafkaSettings.Kafka() {
                    @Override
                    public Optional<List<String>> topics() {
                        return Optional.of(topics);
                    }

                    @Override
                    public Map<String, RecordEncoding> encoding() {
                        return encoding;
                    }

                    @Override
                    public Optional<String> deadLetterTopic() {
                        return deadLetters;
                    }

                    @Override
                    public int maxRecordBytes() {
                        return most;
                    }
                },
                Set.copyOf(topics));
    }
}
