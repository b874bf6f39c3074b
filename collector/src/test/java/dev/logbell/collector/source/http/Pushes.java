package dev.logbell.collector.source.http;

import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.Framing;
import dev.logbell.log.LogRecord;
import dev.logbell.otlp.MalformedException;
import dev.logbell.wire.LogRecordCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Pushes for tests, and what was made of them. */
public final class Pushes {
    public static final PushLimits LIMITS = new PushLimits(1 << 20, 4096, Duration.ofSeconds(1));

    private Pushes() {}

    public static Pushed push(String path, Map<String, String> headers, byte[] body) {
        return new Pushed(new Head(path, headers), body, new Memory(1 << 22).share(), LIMITS);
    }

    public static Pushed push(String path, String contentType, byte[] body) {
        return push(path, Map.of("content-type", contentType), body);
    }

    public static Pushed push(String path, String contentType, String body) {
        return push(path, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Decoded decode(PushProtocol protocol, Pushed pushed) {
        try {
            return protocol.decode(pushed);
        } catch (MalformedException | NoRoomException | PushRefusedException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    public static List<LogRecord> records(PushProtocol protocol, Pushed pushed) {
        return records(decode(protocol, pushed));
    }

    public static List<LogRecord> records(Decoded decoded) {
        if (decoded.framing() != Framing.RECORDS) {
            throw new AssertionError("not RECORDS, but " + decoded.framing());
        }
        List<LogRecord> records = new ArrayList<>();
        byte[] bytes = decoded.bytes();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                records.add(LogRecordCodec.read(bytes, from, i).orElseThrow());
                from = i + 1;
            }
        }
        if (from != bytes.length) {
            throw new AssertionError("the last record has no line end");
        }
        return records;
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return compressed.toByteArray();
    }

    public static String text(LogRecord record) {
        return switch (record.content()) {
            case LogRecord.Line(String text) -> text;
            case LogRecord.Body(Object value) -> String.valueOf(value);
        };
    }
}
