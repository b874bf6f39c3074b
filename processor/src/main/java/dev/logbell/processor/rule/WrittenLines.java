package dev.logbell.processor.rule;

import dev.logbell.alert.Alert;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
        byte[] bytes = chunk.bytes();
        int from = chunk.indexAt(events.get(event).offset());
        int end =
                chunk.indexAt(event + 1 < events.size() ? events.get(event + 1).offset() : chunk.endOffset());
        int to = Math.min(end, from + BYTES_PER_CHAR * longest);
        String text = new String(bytes, from, Math.max(0, to - from), StandardCharsets.UTF_8);
        return Alert.bounded(
                text.replace('\0', SYMBOL_FOR_NULL).replace("\uFEFF", "").stripTrailing(), longest);
    }
}
