package dev.logbell.collector.source.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.LogRecord;
import dev.logbell.wire.LogRecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordLinesTest {
    private final RecordLines lines = new RecordLines(400, _ -> {});

    @Test
    void cutsALongTextIntoSeveralEventsAndMarksThem() throws NoRoomException {
        String text = "aü\"\n\u0001\ud83d\ude00".repeat(200);

        assertThat(lines.add(record(new LogRecord.Line(text), Map.of("a", 1L)))).isTrue();

        List<LogRecord> records = records();
        assertThat(records).hasSizeGreaterThan(5);
        StringBuilder whole = new StringBuilder();
        for (LogRecord record : records) {
            whole.append(
                    record.content() instanceof LogRecord.Line(String line)
                            ? line
                            : ((LogRecord.Body) record.content()).value());
        }
        assertThat(whole).hasToString(text);
        assertThat(records.getFirst().content()).isInstanceOf(LogRecord.Line.class);
        assertThat(records.getFirst().attributes()).isEqualTo(Map.of("a", 1L, "log.record.truncated", true));
        assertThat(records.get(1).attributes())
                .isEqualTo(Map.of("log.record.continued", true, "log.record.truncated", true));
        assertThat(records.getLast().attributes()).isEqualTo(Map.of("log.record.continued", true));
        assertThat(new String(lines.bytes(), StandardCharsets.UTF_8).lines())
                .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length < 400);
    }

    @Test
    void doesNotTakeARecordWhoseAttributesAreTooLong() throws NoRoomException {
        assertThat(lines.add(record(new LogRecord.Body("x"), Map.of("a", "y".repeat(500)))))
                .isFalse();
        assertThat(lines.bytes()).isEmpty();
    }

    @Test
    void asksForRoomBeforeItGrows() {
        RecordLines bounded = new RecordLines(400, bytes -> {
            throw new NoRoomException(false);
        });
        assertThatThrownBy(() -> bounded.add(record(new LogRecord.Line("x"), Map.of())))
                .isInstanceOf(NoRoomException.class);
    }

    private static LogRecord record(LogRecord.Content content, Map<String, Object> attributes) {
        return new LogRecord(null, null, 0, "", content, attributes, Map.of(), null, null);
    }

    private List<LogRecord> records() {
        return new String(lines.bytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .map(line -> LogRecordCodec.read(line, 0, line.length).orElseThrow())
                .toList();
    }
}
