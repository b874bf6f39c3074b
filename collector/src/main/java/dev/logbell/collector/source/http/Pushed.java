package dev.logbell.collector.source.http;

import dev.logbell.collector.source.http.PushRefusedException.Reason;
import dev.logbell.collector.source.record.RecordLines;
import dev.logbell.collector.source.record.Room;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.otlp.MalformedException;

/**
 * A request that has arrived.
 *
 * @param body as it came, compressed if the head says so
 * @param room where memory for what is made of it is asked for
 * @param limits what it may hold
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Pushed(Head head, byte[] body, Room room, PushLimits limits) {
    /** The body without its {@code Content-Encoding}. */
    public byte[] plainBody() throws MalformedException, NoRoomException, PushRefusedException {
        String encoding = head.header("content-encoding");
        Compression compression = Compression.of(encoding);
        if (compression == null) {
            throw new PushRefusedException(
                    Reason.UNKNOWN_TYPE,
                    "Content-Encoding must be gzip, deflate, zstd or left out, got '%s'".formatted(encoding));
        }
        return compression.decompress(body, limits.maxBodyBytes(), room);
    }

    /** Where the records that are found in it go. */
    public RecordLines lines() {
        return new RecordLines(limits.maxEventBytes(), room);
    }
}
