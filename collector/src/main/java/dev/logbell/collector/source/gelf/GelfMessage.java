package dev.logbell.collector.source.gelf;

import dev.logbell.collector.source.http.Compression;
import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.record.Json;
import dev.logbell.collector.source.record.Room;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.collector.source.record.SenderFields;
import dev.logbell.log.LogRecord;
import dev.logbell.otlp.MalformedException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one GELF 1.1 message: {@code {"version":"1.1","host":"web-1","short_message":"it broke","timestamp":1385053862.3072,
 * "level":3,"_user":42}}. Its text is parsed like a line of a file. (Graylog, "GELF Payload Specification".)
 */
public final class GelfMessage {
    private static final String[] LEVELS = {
        "Emergency", "Alert", "Critical", "Error", "Warning", "Notice", "Informational", "Debug"
    };
    private static final int[] SEVERITIES = {21, 19, 18, 17, 13, 10, 9, 5};
    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

    private static final int LONGEST_TIME = 30;

    private GelfMessage() {}

    /**
     * Decompresses a message if its first bytes say that it is gzip, zlib or zstd.
     *
     * @param most bytes that may come out
     */
    public static byte[] decompress(byte[] bytes, int most, Room room)
            throws MalformedException, NoRoomException, PushRefusedException {
        return compression(bytes).decompress(bytes, most, room);
    }

    /** What a message is compressed with, as its first bytes say. */
    static Compression compression(byte[] bytes) {
        if (bytes.length < 4) {
            return Compression.NONE;
        }
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        if (first == 0x1F && second == 0x8B) {
            return Compression.GZIP;
        }
        if (first == 0x78 && (first << 8 | second) % 31 == 0) {
            return Compression.DEFLATE;
        }
        return first == 0x28 && second == 0xB5 ? Compression.ZSTD : Compression.NONE;
    }

    /** Reads a message that is not compressed, between two indexes. */
    static LogRecord read(byte[] json, int from, int to, Room room) throws MalformedException, NoRoomException {
        Map<String, Object> message = Json.object(json, from, to, room);
        if (!(message.remove("short_message") instanceof String shortMessage)) {
            throw new MalformedException("a GELF message must have a short_message, which is text");
        }
        String fullMessage = message.remove("full_message") instanceof String full ? full : "";
        SenderFields fields = new SenderFields();
        if (message.remove("host") instanceof String host && !host.isEmpty()) {
            fields.resource("host.name", host);
        }
        Instant time = time(message.remove("timestamp"));
        takeLevel(message, fields);
        message.remove("version");
        message.forEach((name, value) -> fields.put(name.startsWith("_") ? name.substring(1) : name, value));
        String text = shortMessage;
        if (fullMessage.startsWith(shortMessage)) {
            text = fullMessage;
        } else if (!fullMessage.isBlank()) {
            fields.put("full_message", fullMessage);
        }
        return fields.with(new LogRecord.Line(text), time, null);
    }

    /** Docker's driver writes 6 for standard output and 3 for standard error, whatever the line says. */
    private static void takeLevel(Map<String, Object> message, SenderFields fields) {
        Object level = message.remove("level");
        int number = level instanceof Long value && value >= 0 && value < LEVELS.length ? value.intValue() : -1;
        boolean isDocker = message.containsKey("_container_id")
                && message.containsKey("_image_id")
                && message.containsKey("_command");
        if (isDocker && (number == 6 || number == 3)) {
            fields.put("log.iostream", number == 3 ? "stderr" : "stdout");
        } else if (number >= 0) {
            fields.severity(SEVERITIES[number], LEVELS[number]);
        } else if (level != null) {
            fields.put("level", level);
        }
    }

    private static @Nullable Instant time(@Nullable Object timestamp) {
        String text = String.valueOf(timestamp);
        if (text.length() > LONGEST_TIME) {
            return null;
        }
        try {
            boolean isScientific = text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
            BigDecimal seconds = isScientific ? BigDecimal.valueOf(Double.parseDouble(text)) : new BigDecimal(text);
            if (seconds.signum() <= 0 || seconds.compareTo(LATEST) > 0) {
                return null;
            }
            long whole = seconds.longValue();
            return Instant.ofEpochSecond(
                    whole,
                    seconds.subtract(BigDecimal.valueOf(whole))
                            .movePointRight(9)
                            .longValue());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
