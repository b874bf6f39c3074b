package dev.logbell.collector.source.loki;

import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.http.PushRefusedException.Reason;
import dev.logbell.collector.source.record.RecordLines;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.collector.source.record.SenderFields;
import dev.logbell.log.LogRecord;
import java.time.Instant;

/**
 * Turns entries into records. An entry's timestamp is mostly when its line was read, so a time that the line itself
 * states is believed first.
 */
final class LokiEntries {
    private final RecordLines lines;

    LokiEntries(RecordLines lines) {
        this.lines = lines;
    }

    /** Adds a line that is not blank. */
    void add(String line, Instant timestamp, SenderFields fields) throws NoRoomException, PushRefusedException {
        if (!lines.add(fields.with(new LogRecord.Line(line), null, timestamp))) {
            throw new PushRefusedException(
                    Reason.MALFORMED, "the labels of an entry are longer than collector.max-event-bytes");
        }
    }

    byte[] bytes() {
        return lines.bytes();
    }
}
