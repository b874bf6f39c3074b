package dev.logbell.processor.rule;

import dev.logbell.alert.Alert;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.log.LogRecord;
import dev.logbell.wire.LogRecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The lines of a chunk as they were written: what a person knows from the file, not what was parsed out of it.
 *
 * @param events of the chunk, in the order of their offsets
 */
record WrittenLines(LogChunk chunk, List<LogEvent> events) {
    private static final int BYTES_PER_CHAR = 4;
    private static final char SYMBOL_FOR_NULL = '\u2400';

    /** An event's line with those that go on it, without the separator; cut and marked if it is longer. */
    String line(int event, int longest) {
        int from = chunk.indexAt(events.get(event).offset());
        int to = chunk.indexAt(event + 1 < events.size() ? events.get(event + 1).offset() : chunk.endOffset());
        String text = switch (chunk.framing()) {
            case LINES -> text(from, Math.min(to, from + BYTES_PER_CHAR * longest));
            case RECORDS, ONE_RECORD -> sent(from, to).orElse(events.get(event).body());
        };
        return Alert.bounded(
                text.replace('\0', SYMBOL_FOR_NULL).replace("\uFEFF", "").stripTrailing(), longest);
    }

    private String text(int from, int to) {
        return new String(chunk.bytes(), from, Math.max(0, to - from), StandardCharsets.UTF_8);
    }

    /** The text that a record carries, if it carries a line; the record's own JSON is ours, and nobody wrote it. */
    private Optional<String> sent(int from, int to) {
        return LogRecordCodec.read(chunk.bytes(), from, Math.max(from, to))
                .map(LogRecord::content)
                .flatMap(content ->
                        content instanceof LogRecord.Line line ? Optional.of(line.text()) : Optional.empty());
    }
}
