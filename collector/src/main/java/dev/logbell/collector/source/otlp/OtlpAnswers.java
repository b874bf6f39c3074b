package dev.logbell.collector.source.otlp;

import dev.logbell.collector.source.http.PushRefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The few messages of protobuf that exporters are answered with. */
final class OtlpAnswers {
    private static final byte[] RETRY_INFO =
            "type.googleapis.com/google.rpc.RetryInfo".getBytes(StandardCharsets.US_ASCII);

    private OtlpAnswers() {}

    static String rejection(long rejected) {
        return "%d log records cannot be kept: their attributes are longer than collector.max-event-bytes"
                .formatted(rejected);
    }

    /** An {@code ExportLogsServiceResponse}; empty if nothing was rejected. */
    static byte[] response(long rejected) {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        if (rejected > 0) {
            ByteArrayOutputStream partial = new ByteArrayOutputStream();
            number(1, rejected, partial);
            bytes(2, rejection(rejected).getBytes(StandardCharsets.UTF_8), partial);
            bytes(1, partial.toByteArray(), response);
        }
        return response.toByteArray();
    }

    /** A {@code google.rpc.Status} with when to come again, if that is known. */
    static byte[] status(int code, PushRefusedException refusal) {
        ByteArrayOutputStream status = new ByteArrayOutputStream();
        number(1, code, status);
        bytes(2, refusal.text().getBytes(StandardCharsets.UTF_8), status);
        Duration retryAfter = refusal.reason().retryAfter();
        if (retryAfter.isPositive()) {
            ByteArrayOutputStream duration = new ByteArrayOutputStream();
            number(1, retryAfter.toSeconds(), duration);
            ByteArrayOutputStream retryInfo = new ByteArrayOutputStream();
            bytes(1, duration.toByteArray(), retryInfo);
            ByteArrayOutputStream any = new ByteArrayOutputStream();
            bytes(1, RETRY_INFO, any);
            bytes(2, retryInfo.toByteArray(), any);
            bytes(3, any.toByteArray(), status);
        }
        return status.toByteArray();
    }

    /** The gRPC status that says the same as an HTTP one. (OTLP, "Failures"; gRPC, "Status codes".) */
    static int grpcCode(int httpStatus) {
        return switch (httpStatus) {
            case 400 -> 3; // INVALID_ARGUMENT
            case 403 -> 7; // PERMISSION_DENIED
            case 413, 429 -> 8; // RESOURCE_EXHAUSTED
            case 415 -> 12; // UNIMPLEMENTED
            default -> 14; // UNAVAILABLE
        };
    }

    private static void number(int field, long value, ByteArrayOutputStream to) {
        varint(field << 3, to);
        varint(value, to);
    }

    private static void bytes(int field, byte[] value, ByteArrayOutputStream to) {
        varint(field << 3 | 2, to);
        varint(value.length, to);
        to.writeBytes(value);
    }

    private static void varint(long value, ByteArrayOutputStream to) {
        long rest = value;
        while (rest > 0x7F) {
            to.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        to.write((int) rest);
    }
}
