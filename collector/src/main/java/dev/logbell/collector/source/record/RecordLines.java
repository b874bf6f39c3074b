package dev.logbell.collector.source.record;

import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.LogRecord;
import dev.logbell.wire.LogRecordCodec;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gathers records as the lines of a chunk. A record that is longer than an event may be is cut into several and marked,
 * as a line of a file is.
 */
public final class RecordLines {
    private static final String TRUNCATED = "log.record.truncated";
    private static final String CONTINUED = "log.record.continued";
    /** Bytes of the marks and of the content's quotes. */
    private static final int MARKS = 100;
    /** Bytes that a cut leaves for text at least. */
    private static final int LEAST_TEXT = 16;

    private final int maxEventBytes;
    private final Room room;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    public RecordLines(int maxEventBytes, Room room) {
        this.maxEventBytes = maxEventBytes;
        this.room = room;
    }

    /**
     * Adds a record.
     *
     * @return false, and nothing is added, if it cannot be kept: what it has besides its text is longer than an event
     *     may be, or of a shape that records do not have
     */
    public boolean add(LogRecord record) throws NoRoomException {
        int length = length(record);
        if (length < 0) {
            return false;
        }
        if (length <= maxEventBytes) {
            append();
            return true;
        }
        // Whatever becomes of it, writing it was work: who sends only such records comes to an end.
        room.take(length);
        return addInPieces(record);
    }

    public byte[] bytes() {
        return lines.toByteArray();
    }

    private boolean addInPieces(LogRecord record) throws NoRoomException {
        boolean isLine = record.content() instanceof LogRecord.Line;
        String text = switch (record.content()) {
            case LogRecord.Line(String whole) -> whole;
            case LogRecord.Body(Object value) -> value == null ? "" : Json.text(value);
        };
        int most = maxEventBytes - MARKS - length(with(record, isLine, "", record.attributes()));
        if (most < LEAST_TEXT) {
            return false;
        }
        int from = 0;
        while (from < text.length()) {
            int to = end(text, from, most);
            Map<String, Object> attributes =
                    from == 0 ? new LinkedHashMap<>(record.attributes()) : new LinkedHashMap<>();
            if (from > 0) {
                attributes.put(CONTINUED, true);
            }
            if (to < text.length()) {
                attributes.put(TRUNCATED, true);
            }
            length(with(record, isLine && from == 0, text.substring(from, to), attributes));
            append();
            from = to;
        }
        return true;
    }

    /** Where a piece ends that is no longer than so many bytes as JSON; never within a surrogate pair. */
    private static int end(String text, int from, int most) {
        int bytes = 0;
        int at = from;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            bytes += point < 0x20 ? 6 : point == '"' || point == '\\' ? 2 : point < 0x80 ? 1 : point < 0x800 ? 2 : 4;
            if (bytes > most) {
                return at;
            }
            at += Character.charCount(point);
        }
        return at;
    }

    private static LogRecord with(LogRecord record, boolean isLine, String text, Map<String, Object> attributes) {
        return new LogRecord(
                record.time(),
                record.observedTime(),
                record.severityNumber(),
                record.severityText(),
                isLine ? new LogRecord.Line(text) : new LogRecord.Body(text),
                attributes,
                record.resource(),
                record.traceId(),
                record.spanId());
    }

    /** Writes a record and tells how long its line is; less than zero if it cannot be written. */
    private int length(LogRecord record) {
        line.reset();
        try {
            LogRecordCodec.write(record, line);
            return line.size();
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    private void append() throws NoRoomException {
        room.take(line.size());
        lines.writeBytes(line.toByteArray());
    }
}
