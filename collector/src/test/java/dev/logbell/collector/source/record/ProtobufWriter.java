package dev.logbell.collector.source.record;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes protobuf for tests. */
public final class ProtobufWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public ProtobufWriter varint(int field, long value) {
        raw(field << 3);
        raw(value);
        return this;
    }

    public ProtobufWriter fixed64(int field, long value) {
        raw(field << 3 | 1);
        bytes.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    public ProtobufWriter bytes(int field, byte[] value) {
        raw(field << 3 | 2);
        raw(value.length);
        bytes.writeBytes(value);
        return this;
    }

    public ProtobufWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    public ProtobufWriter message(int field, ProtobufWriter message) {
        return bytes(field, message.toBytes());
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    private void raw(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
