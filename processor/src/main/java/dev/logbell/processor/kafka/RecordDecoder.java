package dev.logbell.processor.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogRecord;
import dev.logbell.otlp.MalformedException;
import dev.logbell.otlp.OtlpLogs;
import dev.logbell.otlp.OtlpProtobuf;
import dev.logbell.wire.LogRecordCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Makes events of the value of a record. */
final class RecordDecoder {
    static final String TOO_LARGE = "too-large";
    private static final String UNDECODABLE = "undecodable";
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST_ORIGINAL = 1_024;
    /** Tag and type of a request's only field. */
    private static final byte RESOURCE_LOGS = 1 << 3 | 2;

    private final int maxRecordBytes;

    RecordDecoder(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    /** The events of a record as lines, none if it is blank. */
    byte[] lines(ForeignRecord record, RecordEncoding encoding) throws RefusedRecordException {
        if (record.value().length > maxRecordBytes) {
            throw new RefusedRecordException(
                    TOO_LARGE,
                    "it has %d bytes, more than processor.kafka.max-record-bytes allows (%d)"
                            .formatted(record.value().length, maxRecordBytes));
        }
        byte[] lines = switch (encoding) {
            case AUTO -> detected(record);
            case TEXT -> text(record);
            case JSON -> json(record);
            case OTLP_PROTO -> otlp(record);
        };
        if (lines.length > LogChunk.RECORD_SPAN) {
            throw new RefusedRecordException(
                    TOO_LARGE,
                    "its events take %d bytes, more than %d: send fewer in a record"
                            .formatted(lines.length, LogChunk.RECORD_SPAN));
        }
        return lines;
    }

    /** A text that begins with a line end and then is protobuf to its last byte is not to be expected. */
    private static byte[] detected(ForeignRecord record) throws RefusedRecordException {
        byte[] value = record.value();
        if (value.length > 0 && value[0] == RESOURCE_LOGS) {
            try {
                byte[] lines = otlp(record);
                if (lines.length > 0) {
                    return lines;
                }
            } catch (RefusedRecordException e) {
                if (!isText(value)) {
                    throw e;
                }
            }
        }
        if (!isText(value)) {
            throw new RefusedRecordException(
                    UNDECODABLE,
                    "it is neither text nor OTLP protobuf: if it is to be kept as text, set processor.kafka.encoding.\"%s\"=text"
                            .formatted(record.topic()));
        }
        return text(record);
    }

    /** UTF-8, or at least without control characters that no log has, as the text of an older encoding. */
    private static boolean isText(byte[] value) {
        for (byte b : value) {
            if (b >= 0 && b < ' ' && (b < '\b' || b > '\r') && b != 0x1B) {
                return false;
            }
        }
        return true;
    }

    private static byte[] text(ForeignRecord record) {
        byte[] value = record.value();
        String text = new String(value, StandardCharsets.UTF_8).stripTrailing();
        if (text.isEmpty()) {
            return new byte[0];
        }
        MessageFields fields = new MessageFields(record);
        if (value.length <= LONGEST_ORIGINAL && !isUtf8(value)) {
            fields.put("log.record.original.base64", Base64.getEncoder().encodeToString(value));
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream(value.length + 256);
        LogRecordCodec.write(fields.line(text), lines);
        return lines.toByteArray();
    }

    private static boolean isUtf8(byte[] value) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] json(ForeignRecord record) throws RefusedRecordException {
        try (JsonParser json = JSON.createParser(record.value())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new RefusedRecordException(UNDECODABLE, "it is not a JSON object");
            }
            json.skipChildren();
            if (json.nextToken() != null) {
                throw new RefusedRecordException(UNDECODABLE, "there is more after the JSON object");
            }
        } catch (IOException e) {
            throw new RefusedRecordException(UNDECODABLE, "it is not JSON");
        }
        return text(record);
    }

    private static byte[] otlp(ForeignRecord record) throws RefusedRecordException {
        MessageFields fields = new MessageFields(record);
        ByteArrayOutputStream lines = new ByteArrayOutputStream(2 * record.value().length);
        OtlpLogs<RefusedRecordException> logs = new OtlpLogs<>(event -> add(fields.with(event), lines));
        try {
            OtlpProtobuf.read(record.value(), logs);
        } catch (MalformedException e) {
            throw new RefusedRecordException(
                    UNDECODABLE, "it is not an ExportLogsServiceRequest of OTLP: " + e.getMessage());
        }
        return lines.toByteArray();
    }

    private static boolean add(LogRecord event, ByteArrayOutputStream lines) throws RefusedRecordException {
        if (lines.size() > LogChunk.RECORD_SPAN) {
            throw new RefusedRecordException(
                    TOO_LARGE,
                    "its events take more than %d bytes: send fewer in a record".formatted(LogChunk.RECORD_SPAN));
        }
        LogRecordCodec.write(event, lines);
        return true;
    }
}
