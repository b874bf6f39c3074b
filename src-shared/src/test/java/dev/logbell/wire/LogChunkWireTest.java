package dev.logbell.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Skips;
import dev.logbell.log.Source;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogChunkWireTest {
    private static final Instant NOON = Instant.parse("2025-11-05T12:00:00Z");
    private static final byte[] BYTES = "Grüße\n\u0000x\n".getBytes(StandardCharsets.UTF_8);
    private static final LogChunk CHUNK = new LogChunk(
            new Source(
                    "file:web-1:2049:131077:lq3k9x", Map.of("host.name", "web-1", "log.file.path", "/var/lög/app.log")),
            4_000_000_000L,
            BYTES,
            Framing.LINES,
            Instant.parse("2025-11-05T11:59:59.123456789Z"),
            false);

    private final LogChunkSerializer serializer = new LogChunkSerializer();
    private final LogChunkDeserializer deserializer = new LogChunkDeserializer(Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    void readsBackWhatItWrote() {
        assertThat(readBack(CHUNK)).isEqualTo(CHUNK);
        LogChunk cut = new LogChunk(CHUNK.source(), 0, BYTES, Framing.LINES, NOON, true);
        assertThat(readBack(cut)).isEqualTo(cut);
        LogChunk records = new LogChunk(CHUNK.source(), 7, BYTES, Framing.RECORDS, NOON, false);
        assertThat(readBack(records)).isEqualTo(records);
    }

    @Test
    void tellsWhatWasLeftOut() {
        Skips.Builder skips = new Skips.Builder();
        skips.add(0, 120, "filtered");
        skips.add(3, 300, "rate-limited");
        skips.add(3, 12, "filtered");
        LogChunk chunk = new LogChunk(CHUNK.source(), 7, BYTES, Framing.LINES, NOON, false, skips.build());
        Headers headers = new RecordHeaders();
        serializer.serialize("logs", headers, chunk);
        assertThat(new String(headers.lastHeader("logbell.skips").value(), StandardCharsets.UTF_8))
                .isEqualTo("filtered,rate-limited 0+120 3+300.1 0+12");
        assertThat(readBack(chunk)).isEqualTo(chunk);
    }

    @Test
    void sendsTheBytesAsTheyWereWritten() {
        assertThat(serializer.serialize("logs", new RecordHeaders(), CHUNK)).isSameAs(BYTES);
    }

    @Test
    void needsHeadersToWrite() {
        assertThatThrownBy(() -> serializer.serialize("logs", CHUNK)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void takesARecordWithoutHeadersForAnotherProducers() {
        LogChunk chunk = deserializer.deserialize("logs", new RecordHeaders(), BYTES);

        assertThat(chunk)
                .isEqualTo(new LogChunk(new Source("kafka:logs", Map.of()), 0, BYTES, Framing.ONE_RECORD, NOON, false));
    }

    @ParameterizedTest
    @CsvSource({
        "logbell.offset, ten",
        "logbell.offset, -1",
        "logbell.framing, PAGES",
        "logbell.framing, ONE_RECORD",
        "logbell.framing, ",
        "logbell.observed-time, noon",
        "logbell.skips, filtered",
        "logbell.skips, filtered 999+1",
        "logbell.skips, filtered 0+1.7",
        "logbell.skips, 0+1",
        "logbell.source, ' '"
    })
    void saysWhatIsWrongWithACollectorsRecord(String header, @Nullable String value) {
        Headers headers = new RecordHeaders();
        serializer.serialize("logs", headers, CHUNK);
        headers.remove(header);
        if (value != null) {
            headers.add(header, value.getBytes(StandardCharsets.UTF_8));
        }

        LogChunk chunk = deserializer.deserialize("logs", headers, BYTES);

        assertThat(LogChunkDeserializer.isForeign(chunk)).isTrue();
        assertThat(chunk.bytes()).isEqualTo(BYTES);
        assertThat(LogChunkDeserializer.problem(headers, BYTES)).isPresent();
    }

    @Test
    void takesATombstoneForAnEmptyEvent() {
        Headers headers = new RecordHeaders();
        headers.add("x", null);

        assertThat(deserializer.deserialize("logs", headers, (byte[]) null).isEmpty())
                .isTrue();
    }

    @Test
    void findsNothingWrongWithWhatItCanRead() {
        Headers headers = new RecordHeaders();
        serializer.serialize("logs", headers, CHUNK);

        assertThat(LogChunkDeserializer.isForeign(CHUNK)).isFalse();
        assertThat(LogChunkDeserializer.problem(headers, BYTES)).isEmpty();
        assertThat(LogChunkDeserializer.problem(new RecordHeaders(), BYTES)).isEmpty();
    }

    private LogChunk readBack(LogChunk chunk) {
        Headers headers = new RecordHeaders();
        byte[] value = serializer.serialize("logs", headers, chunk);
        return deserializer.deserialize("logs", headers, value);
    }
}
